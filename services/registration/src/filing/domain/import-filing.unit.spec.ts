import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, RegionCode, unwrap, type BusinessDate } from '#kernel';
import { loadPolicyBook, type FilingKind } from '#policy';
import { EMPTY_BOOK, evolveFilingBook, type Filing, type FilingBook } from './filing-book.js';
import { decideImport, type ImportCircumstances, type ImportedFiling } from './import-filing.js';

const POLICIES = loadPolicyBook(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
const WUXI = '320200';
const JIYUAN = '419001';
const SHAOGUAN = '440200';
const HUAIAN = '320800';

interface Row {
  readonly filingId?: string;
  readonly insuredRegion?: string;
  readonly kind?: FilingKind;
  readonly destination?: string;
  readonly byPromise?: boolean;
  readonly student?: boolean;
  readonly documents?: readonly string[];
  readonly documentsValidTo?: string | null;
  readonly owedUntil?: string | null;
  readonly appliedOn?: string;
  readonly validFrom?: string;
  readonly validTo?: string | null;
  readonly referral?: ImportedFiling['referral'];
}

const dateOr = (date: string | null | undefined): BusinessDate | null => (date == null ? null : businessDate(date));

const ROW = {
  filingId: 'BA1',
  insuredRegion: WUXI,
  kind: 'long-term-resident' as FilingKind,
  destination: '310000',
  byPromise: false,
  student: false,
  documents: ['residence-permit'] as readonly string[],
  appliedOn: '2025-03-01',
  referral: null as ImportedFiling['referral'],
};

function filing(changes: Row = {}): ImportedFiling {
  const row = { ...ROW, ...changes };
  const appliedOn = businessDate(row.appliedOn);
  const startsOn = dateOr(changes.validFrom) ?? appliedOn;
  const { filingId, kind, byPromise, student, referral } = row;
  return {
    ...{ filingId, psnNo: 'P1', kind, channel: 'import', byPromise, student, referral },
    insuredRegion: RegionCode.of(row.insuredRegion),
    destination: RegionCode.of(row.destination),
    documents: row.documents.map((paper) => ({ kind: paper, documentId: null })),
    ...{
      documentsValidTo: dateOr(changes.documentsValidTo),
      owedUntil: dateOr(changes.owedUntil),
      appliedOn,
      startsOn,
    },
    ...{ validTo: dateOr(changes.validTo), admittedOn: startsOn < appliedOn ? startsOn : null },
  };
}

const circumstances = (insuredRegion: string, changes: Partial<ImportCircumstances> = {}): ImportCircumstances => ({
  policyOn: (on) => unwrap(POLICIES.registration(RegionCode.of(insuredRegion), on)).values,
  ...{ on: businessDate('2025-08-01'), enrolledIn: insuredRegion, unit: insuredRegion.slice(0, 2) },
  ...changes,
});

const decide = (row: Row, book: FilingBook = EMPTY_BOOK, changes: Partial<ImportCircumstances> = {}) =>
  decideImport(filing(row), book, circumstances(row.insuredRegion ?? WUXI, changes));
const bookOf = (...rows: readonly Row[]): FilingBook =>
  rows.reduce((book, row) => unwrap(decide(row, book)).reduce(evolveFilingBook, book), EMPTY_BOOK);
const granted = (row: Row, book: FilingBook = EMPTY_BOOK): Filing | undefined =>
  unwrap(decide(row, book)).reduce(evolveFilingBook, book).filings.at(-1);
const refused = (row: Row, book: FilingBook = EMPTY_BOOK, changes: Partial<ImportCircumstances> = {}) => {
  const decided = decide(row, book, changes);
  return decided.ok ? null : [decided.rejection.rule, decided.rejection.code, decided.rejection.fields[0]];
};

const temporary = (changes: Row = {}): Row => ({
  ...{ kind: 'other-temporary', documents: [], validTo: '2025-08-31', ...changes },
});
const REFERRAL = { institutionCode: null, level: '3', region: WUXI, diagnosis: 'C34', issuedOn: '2025-02-28' };

describe('import of a filing', () => {
  it('REG-06, REG-07: keeps the dates it was granted with, whatever the rules of today would give', () => {
    expect(granted(temporary({ validTo: '2027-01-01' }))).toMatchObject({
      ...{ validFrom: '2025-03-01', validTo: '2027-01-01', owed: null, replaces: null, channel: 'import' },
    });
    expect(granted({ validTo: null })?.validTo).toBeNull();
  });

  it('REG-07: a temporary filing has an end, a long-term one need not', () => {
    expect(refused(temporary({ validTo: null }))).toEqual(['REG-07', 'import.end-missing', 'validTo']);
    expect(refused({ validTo: null })).toBeNull();
  });

  it('REG-06: may end on its first day, not before it', () => {
    expect(refused({ validTo: '2025-03-01' })).toBeNull();
    expect(refused({ validTo: '2025-02-28' })).toEqual(['REG-06', 'import.dates-reversed', 'validTo']);
  });

  it('REG-16: applied for on the day of the import at the latest', () => {
    expect(refused({ appliedOn: '2025-08-01' })).toBeNull();
    expect(refused({ appliedOn: '2025-08-02' })).toEqual(['REG-16', 'import.applied-later', 'appliedOn']);
  });

  it('REG-12, REG-16: an earlier first day is an admission; the place may not know such a thing', () => {
    expect(granted({ validFrom: '2025-02-27' })).toMatchObject({ validFrom: '2025-02-27', admittedOn: '2025-02-27' });
    const huaian = { insuredRegion: HUAIAN, appliedOn: '2025-07-01' };
    expect(refused({ ...huaian, validFrom: '2025-07-01' })).toBeNull();
    expect(refused({ ...huaian, validFrom: '2025-06-30' })).toEqual(['REG-16', 'filing.starts-early', 'validFrom']);
  });

  it('REG-01: only of a person enrolled in that very place', () => {
    const not = ['REG-01', 'filing.not-insured', 'psnNo'];
    expect(refused({}, EMPTY_BOOK, { enrolledIn: null })).toEqual(not);
    expect(refused({}, EMPTY_BOOK, { enrolledIn: '320500' })).toEqual(not);
  });

  it('SEC-01: only of places of the unit that imports', () => {
    expect(refused({}, EMPTY_BOOK, { unit: '33' })).toEqual(['SEC-01', 'import.other-unit', 'insuredRegion']);
  });

  it('REG-04: to another province, to a city where the place asks for one', () => {
    expect(refused({ destination: '320500' })).toEqual(['REG-04', 'filing.same-unit', 'destination']);
    expect(refused({ destination: '330000' })).toEqual(['REG-04', 'filing.city-needed', 'destination']);
    expect(refused({ destination: '330100' })).toBeNull();
  });

  it('REG-06: documents still good on the day of the application', () => {
    expect(refused({ documentsValidTo: '2025-03-01' })).toBeNull();
    expect(refused({ documentsValidTo: '2025-02-28' })).toEqual([
      ...['REG-06', 'filing.documents-expired', 'documentsValidTo'],
    ]);
  });

  it('REG-03, REG-19: a certificate belongs to a referral, a student to a long-term resident', () => {
    expect(refused(temporary({ referral: REFERRAL }))).toEqual(['REG-03', 'filing.referral-surplus', 'referralLevel']);
    const referred = (issuedOn: string) => temporary({ kind: 'referred', referral: { ...REFERRAL, issuedOn } });
    expect(refused(referred('2025-03-01'))).toBeNull();
    expect(refused(referred('2025-03-02'))).toEqual(['REG-03', 'filing.referral-later', 'referralIssuedOn']);
    expect(refused({ student: true })).toBeNull();
    expect(refused({ student: true, kind: 'posted-worker' })).toEqual(['REG-19', 'filing.student', 'student']);
  });
});

describe('import of a promise', () => {
  const promise = { byPromise: true, documents: [] };

  it('REG-09: owes the documents of its kind through the day it names', () => {
    expect(granted({ ...promise, owedUntil: '2025-03-01' })?.owed).toEqual({
      ...{ anyOf: expect.arrayContaining(['residence-permit']), until: '2025-03-01' },
    });
    expect(refused({ ...promise, owedUntil: '2025-02-28' })).toEqual(['REG-09', 'import.owed-early', 'owedUntil']);
  });

  it('REG-09: without a day it was kept, or the place sets no limit; else the day is missing', () => {
    expect(granted({ byPromise: true })?.owed).toBeNull();
    expect(refused(promise)).toEqual(['REG-09', 'import.owed-missing', 'owedUntil']);
    expect(granted({ ...promise, insuredRegion: JIYUAN, appliedOn: '2025-07-01' })?.owed?.until).toBeNull();
  });

  it('REG-09: a filing on documents owes nothing', () => {
    expect(refused({ owedUntil: '2025-09-01' })).toEqual(['REG-09', 'import.owed-surplus', 'owedUntil']);
  });
});

describe('import beside other filings', () => {
  const OVERLAP = ['REG-14', 'import.overlap', 'validFrom'];
  const spring = temporary({ validTo: '2025-05-31' });
  const from = (appliedOn: string, changes: Row = {}) => temporary({ filingId: 'BA2', appliedOn, ...changes });

  it('REG-14: may begin on the day after another ends, not on its last day', () => {
    expect(refused(from('2025-06-01'), bookOf(spring))).toBeNull();
    expect(refused(from('2025-05-31'), bookOf(spring))).toEqual(OVERLAP);
  });

  it('REG-14: may end on the day before another begins, not on its first day', () => {
    const earlier = (validTo: string) => from('2025-02-01', { validTo });
    expect(refused(earlier('2025-02-28'), bookOf(spring))).toBeNull();
    expect(refused(earlier('2025-03-01'), bookOf(spring))).toEqual(OVERLAP);
  });

  it('REG-14: without an end it meets whatever begins later', () => {
    expect(refused(from('2025-02-01', { kind: 'posted-worker', validTo: null }), bookOf(spring))).toEqual(OVERLAP);
    expect(refused(from('2025-07-01'), bookOf({ validTo: null }))).toEqual(OVERLAP);
  });

  it('REG-14: the days after a filing was ended are free, from the day of its end on', () => {
    const ended = (endedOn: string) =>
      evolveFilingBook(bookOf(spring), {
        type: 'FilingEnded',
        data: { filingId: 'BA1', psnNo: 'P1', endedOn, cause: 'cancelled' },
      });
    expect(refused(from('2025-04-10'), ended('2025-04-10'))).toBeNull();
    expect(refused(from('2025-04-09'), ended('2025-04-10'))).toEqual(OVERLAP);
    expect(refused(from('2025-02-01'), ended('2025-03-01'))).toBeNull();
  });

  it('REG-14: a referral of the residence stands beside the long-term filing where the place says so, in either order', () => {
    const at = { insuredRegion: SHAOGUAN, appliedOn: '2025-08-01', validTo: '2025-08-31' };
    const longTerm: Row = { ...at, filingId: 'BA1', destination: '430100' };
    const referred = (region: string): Row => ({
      ...{ ...at, filingId: 'BA2', kind: 'referred', destination: '310000', documents: [] },
      referral: { ...REFERRAL, region },
    });
    expect(refused(referred('430100'), bookOf(longTerm))).toBeNull();
    expect(refused(longTerm, bookOf(referred('430100')))).toBeNull();
    expect(refused(referred('440100'), bookOf(longTerm))).toEqual(OVERLAP);
    const wuxi = { ...referred('430100'), insuredRegion: WUXI };
    expect(refused(wuxi, bookOf({ ...longTerm, insuredRegion: WUXI }))).toEqual(OVERLAP);
  });

  it('REG-14: whatever the rows and their order, no two taken ones hold on one day', () => {
    const day = fc.integer({ min: 0, max: 120 });
    const rows = fc.array(fc.tuple(day, fc.option(day)), { maxLength: 12 });
    fc.assert(
      fc.property(rows, (periods) => {
        const taken: { from: string; to: string }[] = [];
        let book = EMPTY_BOOK;
        periods.forEach(([start, length], index) => {
          const validFrom = addDays(businessDate('2025-03-01'), start);
          const validTo = length === null ? null : addDays(validFrom, length);
          const row = { filingId: `BA${index}`, appliedOn: validFrom, validFrom, validTo };
          const decided = decide(row, book);
          const period = { from: validFrom as string, to: validTo ?? '9999-12-31' };
          const meets = taken.some(({ from, to }) => from <= period.to && period.from <= to);
          expect(decided.ok).toBe(!meets);
          if (!decided.ok) return;
          taken.push(period);
          book = decided.value.reduce(evolveFilingBook, book);
        });
      }),
    );
  });
});
