import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { FILING_KINDS, type FilingKind } from '#policy';
import {
  apply,
  bookOf,
  granted,
  HUAIAN,
  JIYUAN,
  NATIONAL,
  refusal,
  SHAOGUAN,
  WUXI,
  type Asked,
} from '../../../test/filings.js';

const PAPERS: Readonly<Record<FilingKind, readonly string[]>> = {
  'retiree-resettled': ['household-book'],
  'long-term-resident': ['residence-permit'],
  'posted-worker': ['posting-letter'],
  referred: ['referral-certificate'],
  emergency: [],
  'other-temporary': [],
};
const NEEDS_PAPERS: readonly FilingKind[] = ['retiree-resettled', 'long-term-resident', 'posted-worker', 'referred'];
const LONG_TERM: readonly FilingKind[] = ['retiree-resettled', 'long-term-resident', 'posted-worker'];

describe('applying for a filing', () => {
  it.each(FILING_KINDS)('REG-01: grants %s with what it requires', (kind) => {
    const filing = granted({ kind, documents: PAPERS[kind] });
    expect(filing).toMatchObject({ kind, psnNo: 'P1', destination: '310000', endedOn: null, replaces: null });
  });

  it.each(FILING_KINDS)('REG-03: %s without documents is refused exactly where documents are asked for', (kind) => {
    const expected = NEEDS_PAPERS.includes(kind) ? { code: 'filing.documents-missing', rule: 'REG-03' } : null;
    expect(refusal(apply({ kind, documents: [] }))).toEqual(expected);
  });

  it.each(FILING_KINDS)('REG-09: %s is filed on a promise exactly where it is a long-term kind', (kind) => {
    const expected = LONG_TERM.includes(kind) ? null : { code: 'filing.promise-not-taken', rule: 'REG-09' };
    expect(refusal(apply({ kind, documents: [], byPromise: true }))).toEqual(expected);
  });
});

describe('destination of a filing', () => {
  const to = (destination: string, insuredRegion = WUXI) => refusal(apply({ destination, insuredRegion }));

  it('REG-04: a city of another province is taken, the province as a whole is not', () => {
    expect(to('330100')).toBeNull();
    expect(to('330000')).toEqual({ code: 'filing.city-needed', rule: 'REG-04' });
  });

  it.each(['110000', '120000', '310000', '460000', '500000', '540000', '660000'])(
    'REG-04: %s is filed as a whole',
    (unit) => {
      expect(to(unit)).toBeNull();
    },
  );

  it('REG-04: the own province needs no filing; 新疆 and 兵团 are two units', () => {
    expect(to('320500')).toEqual({ code: 'filing.same-unit', rule: 'REG-04' });
    expect(to('660000', '650100')).toBeNull();
  });
});

describe('validity of a filing', () => {
  const last = (asked: Asked) => granted(asked).validTo;

  it('REG-06: a long-term filing is indefinite, or ends with its documents, as the place says', () => {
    const permit = { documentsValidTo: '2027-05-31' };
    expect(last({ ...permit, insuredRegion: JIYUAN })).toBeNull();
    expect(last({ ...permit, insuredRegion: NATIONAL })).toBeNull();
    expect(last({ ...permit, insuredRegion: WUXI })).toBe('2027-05-31');
    expect(last({ ...permit, insuredRegion: HUAIAN })).toBe('2027-05-31');
    expect(last({ insuredRegion: WUXI })).toBeNull();
  });

  it('REG-07: a temporary filing lasts six months to the day, a referral of Huai’an twelve', () => {
    const referred = { kind: 'referred', documents: ['referral-certificate'], appliedOn: '2025-03-01' } as const;
    expect(last(referred)).toBe('2025-08-31');
    expect(last({ ...referred, insuredRegion: HUAIAN })).toBe('2026-02-28');
    expect(last({ kind: 'other-temporary', appliedOn: '2025-03-01', insuredRegion: HUAIAN })).toBe('2025-08-31');
    expect(last({ kind: 'other-temporary', appliedOn: '2025-08-15' })).toBe('2026-02-14');
  });

  it('REG-07: documents do not lengthen a temporary filing', () => {
    const dated = { kind: 'referred', documents: ['referral-certificate'], documentsValidTo: '2030-01-01' } as const;
    expect(last({ ...dated, appliedOn: '2025-03-01' })).toBe('2025-08-31');
  });

  it('REG-11: a promise filing of Wuxi is good for 15 days, its own day not counted; elsewhere it is like any other', () => {
    const promise = { byPromise: true, documents: [], appliedOn: '2025-08-01' };
    expect(last(promise)).toBe('2025-08-16');
    expect(last({ ...promise, insuredRegion: JIYUAN })).toBeNull();
  });
});

describe('first day of a filing', () => {
  const starting = (startsOn: string, insuredRegion: string) => refusal(apply({ startsOn, insuredRegion }));

  it('REG-16: Huai’an takes no day before the application, the day itself it takes', () => {
    expect(starting('2025-08-01', HUAIAN)).toBeNull();
    expect(starting('2025-07-31', HUAIAN)).toEqual({ code: 'filing.starts-early', rule: 'REG-16' });
  });

  it('REG-12: elsewhere a filing made during a stay begins with the admission', () => {
    const admitted = { admittedOn: '2025-07-20', insuredRegion: SHAOGUAN };
    expect(granted(admitted).validFrom).toBe('2025-07-20');
    expect(refusal(apply({ ...admitted, startsOn: '2025-07-19' }))).toEqual({
      ...{ code: 'filing.admission-needed', rule: 'REG-16' },
    });
    expect(refusal(apply({ ...admitted, admittedOn: '2025-08-02' }))?.code).toBe('filing.admitted-later');
  });
});

describe('filings of one person', () => {
  const longTerm: Asked = { filingId: 'L', appliedOn: '2025-01-01', documentsValidTo: null };
  const referral: Asked = {
    filingId: 'R',
    kind: 'referred',
    documents: ['referral-certificate'],
    destination: '330100',
  };
  const temporary: Asked = { filingId: 'T', kind: 'other-temporary', destination: '330100' };

  it('REG-14: a referral stands beside a long-term filing in Shaoguan and replaces it elsewhere', () => {
    const onward = { ...referral, referral: { region: '310104' }, insuredRegion: SHAOGUAN };
    const both = bookOf({ ...longTerm, insuredRegion: SHAOGUAN }, onward);
    expect(both.filings.map(({ filingId, endedOn }) => [filingId, endedOn])).toEqual([
      ['L', null],
      ['R', null],
    ]);
    const one = bookOf({ ...longTerm, insuredRegion: NATIONAL }, { ...referral, insuredRegion: NATIONAL });
    expect(one.filings).toMatchObject([
      { filingId: 'L', endedOn: '2025-08-01' },
      { filingId: 'R', endedOn: null, replaces: 'L' },
    ]);
  });

  it('REG-14: only a referral may stand beside a long-term filing', () => {
    const book = bookOf({ ...longTerm, insuredRegion: SHAOGUAN }, { ...temporary, insuredRegion: SHAOGUAN });
    expect(book.filings).toMatchObject([{ filingId: 'L', endedOn: '2025-08-01' }, { filingId: 'T' }]);
  });

  it('REG-14: a filing that begins after the new one is over does not overlap it and stays', () => {
    const later = { ...temporary, filingId: 'later', startsOn: '2026-03-01' };
    const book = bookOf(later, { ...temporary, filingId: 'now' });
    expect(book.filings).toMatchObject([
      { filingId: 'later', endedOn: null },
      { filingId: 'now', validTo: '2026-01-31', endedOn: null, replaces: null },
    ]);
  });

  it('REG-14: one that is over the day before the new one begins is not touched; on its last day it is replaced', () => {
    const first = { ...temporary, filingId: 'first', appliedOn: '2025-02-01' };
    expect(unwrap(apply({ ...temporary, appliedOn: '2025-08-01' }, bookOf(first)))).toHaveLength(1);
    expect(bookOf(first, { ...temporary, appliedOn: '2025-07-31' }).filings).toMatchObject([
      { filingId: 'first', validTo: '2025-07-31', endedOn: '2025-07-31' },
      { replaces: 'first' },
    ]);
  });

  it('REG-14: one that is to end later, because another follows it, is still in the way', () => {
    const following = { ...temporary, filingId: 'following', startsOn: '2026-03-01' };
    const book = bookOf({ ...longTerm, insuredRegion: WUXI }, following, { ...temporary, filingId: 'between' });
    expect(book.filings).toMatchObject([
      { filingId: 'L', endedOn: '2025-08-01' },
      { filingId: 'following', endedOn: null },
      { filingId: 'between', replaces: 'L' },
    ]);
  });

  it('REG-08: within six months a long-term filing is not changed where the place forbids it, on the day after it is', () => {
    const filed = { ...longTerm, appliedOn: '2025-02-01', insuredRegion: SHAOGUAN };
    const change = (appliedOn: string) =>
      refusal(apply({ ...temporary, appliedOn, insuredRegion: SHAOGUAN }, bookOf(filed)));
    expect(change('2025-07-31')).toEqual({ code: 'filing.locked', rule: 'REG-08' });
    expect(change('2025-08-01')).toBeNull();
  });

  it('REG-08: Wuxi and Huai’an lock the cancelling alone: the filing may be changed on the next day', () => {
    for (const insuredRegion of [WUXI, HUAIAN]) {
      const book = bookOf({ ...longTerm, appliedOn: '2025-08-01', insuredRegion });
      expect(refusal(apply({ ...temporary, appliedOn: '2025-08-02', insuredRegion }, book))).toBeNull();
    }
  });

  it('REG-08: in Jiyuan documents lift the lock, a promise does not', () => {
    const changed = (byPromise: boolean) => {
      const documents = byPromise ? [] : ['residence-permit'];
      const book = bookOf({ ...longTerm, appliedOn: '2025-07-01', insuredRegion: JIYUAN, byPromise, documents });
      return refusal(apply({ ...temporary, insuredRegion: JIYUAN }, book));
    };
    expect(changed(false)).toBeNull();
    expect(changed(true)).toEqual({ code: 'filing.locked', rule: 'REG-08' });
  });

  it('REG-08: a refused change leaves the book as it was', () => {
    const book = bookOf({ ...longTerm, appliedOn: '2025-07-01', insuredRegion: SHAOGUAN });
    expect(apply({ ...temporary, insuredRegion: SHAOGUAN }, book).ok).toBe(false);
    expect(book.filings).toMatchObject([{ filingId: 'L', endedOn: null }]);
  });
});
