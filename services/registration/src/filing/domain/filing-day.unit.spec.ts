import { describe, expect, it } from '@jest/globals';
import { addMonths, businessDate } from '#kernel';
import { after, afterDay, cancel, day, filingIn, renew, supplement } from '../../../test/filing-acts.js';
import {
  apply,
  bookOf,
  HUAIAN,
  JIYUAN,
  NATIONAL,
  policiesOf,
  refusal,
  SHAOGUAN,
  WUXI,
  type Asked,
} from '../../../test/filings.js';
import { coverageAt } from './coverage.js';
import type { FilingBook } from './filing-book.js';

const SUZHOU = '320500';
const OLD = '2024-12-31';
const NEW = '2025-01-01';
const cutTo = (until: string) => [{ type: 'FilingChanged', data: { validTo: until, cause: 'transition' } }];
const ofDay = (book: FilingBook, on: string, place: string) =>
  day(book, on, place).filter(({ type }) => type !== 'SupplementReminded');

describe('transitions', () => {
  it('REG-18: Jiangsu cuts what was filed before 2025-01-01 and ends later to 2025-06-30, and nothing else', () => {
    const old: Asked = { filingId: 'L', insuredRegion: SUZHOU, appliedOn: OLD };
    expect(ofDay(bookOf(old), NEW, SUZHOU)).toMatchObject(cutTo('2025-06-30'));
    const temporary = { ...old, kind: 'other-temporary' } as const;
    expect(ofDay(bookOf({ ...temporary, startsOn: '2025-01-02' }), NEW, SUZHOU)).toMatchObject(cutTo('2025-06-30'));
    expect(ofDay(bookOf({ ...temporary, startsOn: '2025-01-01' }), NEW, SUZHOU)).toEqual([]);
    expect(ofDay(bookOf({ ...old, appliedOn: NEW }), NEW, SUZHOU)).toEqual([]);
    expect(ofDay(bookOf(old), OLD, SUZHOU)).toEqual([]);
  });

  it('REG-18: cut, it holds through 2025-06-30 and ends on the day after; a second look finds nothing', () => {
    const book = afterDay(bookOf({ filingId: 'L', insuredRegion: SUZHOU, appliedOn: OLD }), NEW, SUZHOU);
    expect(ofDay(book, NEW, SUZHOU)).toEqual([]);
    expect(ofDay(book, '2025-06-30', SUZHOU)).toEqual([]);
    expect(ofDay(book, '2025-07-01', SUZHOU)).toMatchObject([
      { type: 'FilingEnded', data: { endedOn: '2025-07-01', cause: 'expired' } },
    ]);
  });

  it('REG-18: who has brought papers by the new rules is not cut again', () => {
    const cut = afterDay(
      bookOf({ filingId: 'L', insuredRegion: SUZHOU, appliedOn: OLD, documentsValidTo: '2026-12-31' }),
      ...[NEW, SUZHOU],
    );
    const papers = { documents: ['residence-permit'], documentsValidTo: '2027-12-31' };
    const renewed = after(cut, renew(cut, { insuredRegion: SUZHOU, on: '2025-06-01', ...papers }));
    expect(filingIn(renewed, 'L').validTo).toBe('2027-12-31');
    expect(ofDay(renewed, '2025-06-02', SUZHOU)).toEqual([]);
  });

  it('REG-15, REG-18: an old referral renewed by the new rules is not cut again', () => {
    const cut = afterDay(
      bookOf({ filingId: 'L', kind: 'referred', insuredRegion: HUAIAN, appliedOn: OLD }),
      ...[NEW, HUAIAN],
    );
    expect(filingIn(cut, 'L').validTo).toBe('2025-06-30');
    const renewed = after(cut, renew(cut, { insuredRegion: HUAIAN, on: '2025-06-01', sameDisease: true }));
    expect(ofDay(renewed, '2025-06-02', HUAIAN)).toEqual([]);
  });

  it('REG-18: Wuxi cuts old promises that end after 2025-07-31 to it, whose papers did not come', () => {
    const old: Asked = { filingId: 'L', insuredRegion: NATIONAL, byPromise: true, documents: [], appliedOn: OLD };
    const book = bookOf(old);
    const ofWuxi = (owed: FilingBook['filings'][number]['owed'], validTo: string | null): FilingBook => ({
      ...book,
      filings: book.filings.map((filing) => ({ ...filing, insuredRegion: WUXI, owed, validTo })),
    });
    const owing = { anyOf: [], until: null };
    expect(ofDay(ofWuxi(owing, null), NEW, WUXI)).toMatchObject(cutTo('2025-07-31'));
    expect(ofDay(ofWuxi(owing, '2025-08-01'), '2025-07-31', WUXI)).toMatchObject(cutTo('2025-07-31'));
    expect(ofDay(ofWuxi(owing, '2025-07-31'), '2025-07-31', WUXI)).toEqual([]);
    expect(ofDay(ofWuxi(null, null), '2025-07-31', WUXI)).toEqual([]);
  });

  it('REG-18: Wuxi does not cut old filings with documents', () => {
    const old = bookOf({ filingId: 'L', insuredRegion: WUXI, appliedOn: OLD, documentsValidTo: '2027-01-01' });
    expect(ofDay(old, '2025-07-31', WUXI)).toEqual([]);
  });

  it('REG-18: a filing that another is to follow is cut all the same', () => {
    const later: Asked = { filingId: 'T', kind: 'other-temporary', appliedOn: NEW, startsOn: '2025-09-01' };
    const book = bookOf({ filingId: 'L', insuredRegion: SUZHOU, appliedOn: OLD }, { ...later, insuredRegion: SUZHOU });
    const cut = afterDay(book, NEW, SUZHOU);
    expect(filingIn(cut, 'L')).toMatchObject({ validTo: '2025-06-30', endedOn: '2025-09-01' });
    expect(filingIn(afterDay(cut, '2025-07-01', SUZHOU), 'L')).toMatchObject({ endedOn: '2025-07-01' });
  });

  it('REG-17, REG-18: a promise of Jiyuan of before 2025-07-01 keeps the old rules through 2025-12-31', () => {
    const pointsOff = (appliedOn: string, on: string) => {
      const promise: Asked = { filingId: 'L', insuredRegion: JIYUAN, byPromise: true, documents: [], appliedOn };
      const at = { insuredRegion: JIYUAN, place: JIYUAN };
      return coverageAt(bookOf(promise), at, businessDate(on), policiesOf(JIYUAN)).pointsOff;
    };
    expect(pointsOff('2025-06-30', '2025-12-31')).toBe('0.10');
    expect(pointsOff('2025-06-30', '2026-01-01')).toBe('0.20');
    expect(pointsOff('2025-07-01', '2025-12-31')).toBe('0.20');
  });

  it('REG-10, REG-18: cancelled within the transition it bars no promise, on the day after it does', () => {
    const book = bookOf({
      filingId: 'L',
      insuredRegion: JIYUAN,
      byPromise: true,
      documents: [],
      appliedOn: '2025-06-30',
    });
    const cancelled = (on: string) => after(book, cancel(book, { insuredRegion: JIYUAN, on })).sanctions;
    expect(cancelled('2025-12-31')).toEqual([]);
    expect(cancelled('2026-01-01')).toMatchObject([{ bannedUntil: '2027-12-31' }]);
  });
});

describe('filings that run out', () => {
  it.each([
    [NATIONAL, 'referred', 6],
    [WUXI, 'referred', 6],
    [JIYUAN, 'other-temporary', 6],
    [SHAOGUAN, 'emergency', 6],
    [HUAIAN, 'referred', 12],
    [HUAIAN, 'other-temporary', 6],
  ] as const)('REG-07: of %s, %s: %i months to the day', (insuredRegion, kind, months) => {
    const book = bookOf({ filingId: 'T', insuredRegion, kind, appliedOn: '2025-08-01' });
    const over = addMonths(businessDate('2025-08-01'), months);
    expect(ofDay(book, '2026-01-31', insuredRegion)).toEqual([]);
    expect(filingIn(afterDay(book, '2027-01-01', insuredRegion), 'T')).toMatchObject({
      ...{ endedOn: over, endedCause: 'expired' },
    });
  });

  it.each([
    ['2025-09-01', '2026-02-28', '2026-08-31'],
    ['2025-08-31', '2026-02-28', '2026-08-31'],
    ['2025-08-29', '2026-02-28', '2026-08-31'],
    ['2025-08-28', '2026-02-27', '2026-08-27'],
    ['2025-03-31', '2025-09-30', '2026-03-31'],
    ['2025-03-30', '2025-09-29', '2026-03-29'],
    ['2023-08-31', '2024-02-29', '2024-08-31'],
    ['2023-08-29', '2024-02-28', '2024-08-28'],
    ['2025-05-31', '2025-11-30', '2026-05-31'],
    ['2025-12-01', '2026-05-31', '2026-11-30'],
  ])('REG-07, REG-15: six months from %s end on %s, renewed on %s', (appliedOn, last, renewedTo) => {
    const book = bookOf({ filingId: 'R', kind: 'referred', insuredRegion: NATIONAL, appliedOn });
    expect(filingIn(book, 'R').validTo).toBe(last);
    const of = { filingId: 'R', insuredRegion: NATIONAL, sameDisease: true };
    const renewed = after(book, renew(book, { ...of, on: last }));
    expect(filingIn(renewed, 'R').validTo).toBe(renewedTo);
    expect(refusal(renew(renewed, { ...of, on: last }))?.code).toBe('filing.renewed-already');
  });

  it('REG-06: with its documents where the place says so, on the day after their last', () => {
    const book = bookOf({ filingId: 'L', documentsValidTo: '2025-12-31' });
    expect(ofDay(book, '2025-12-31', WUXI)).toEqual([]);
    expect(ofDay(book, '2026-01-01', WUXI)).toMatchObject([{ data: { endedOn: '2026-01-01', cause: 'expired' } }]);
  });

  it('REG-11: a promise brought in time does not run out on day 16', () => {
    const book = bookOf({ filingId: 'L', byPromise: true, documents: [] });
    const kept = after(book, supplement(book, { on: '2025-08-16', documentsValidTo: '2026-08-01' }));
    expect(ofDay(kept, '2025-08-17', WUXI)).toEqual([]);
  });
});

describe('a person insured in two places one after the other', () => {
  const former: Asked = { filingId: 'L', insuredRegion: NATIONAL, appliedOn: '2025-07-01' };
  const promise = { byPromise: true, documents: [] };

  it('REG-10: a promise to the former place is not sanctioned by the rules of the new one', () => {
    const moved: Asked = { filingId: 'J', insuredRegion: JIYUAN, kind: 'other-temporary' };
    const book = bookOf({ ...former, ...promise }, moved);
    expect(filingIn(book, 'L')).toMatchObject({ endedCause: 'replaced' });
    expect(book.sanctions).toEqual([]);
  });

  it('REG-09: papers owed to the former place, or brought to the new one, are not mixed up', () => {
    const book = bookOf({ ...former, ...promise });
    const anew = { ...promise, filingId: 'W', insuredRegion: WUXI };
    expect(refusal(apply(anew, book))).toBeNull();
    expect(refusal(apply({ ...anew, insuredRegion: '510107' }, book))?.code).toBe('filing.promise-owed');
    expect(filingIn(bookOf({ ...former, ...promise }, { filingId: 'W' }), 'L').owed).not.toBeNull();
    const promising = bookOf({ ...former, ...promise, insuredRegion: SUZHOU, appliedOn: '2025-07-31' }, anew);
    expect(ofDay(promising, '2025-08-16', SUZHOU)).toMatchObject([
      { type: 'PromiseSanctioned', data: { filingId: 'L' } },
    ]);
  });

  it('REG-05: what waits at the former place does not stand in the way at the new one, in the same pool it does', () => {
    const waiting: Asked = { ...former, kind: 'other-temporary', channel: 'national-app' };
    const again = (insuredRegion: string) =>
      refusal(apply({ filingId: 'W', kind: 'other-temporary', insuredRegion }, bookOf(waiting)))?.code;
    expect([again(WUXI), again(NATIONAL), again('510107')]).toEqual([undefined, 'filing.pending', 'filing.pending']);
  });

  it('REG-10: each filing goes by its own place of insurance', () => {
    const book = bookOf(
      { ...promise, filingId: 'W', insuredRegion: SUZHOU, kind: 'long-term-resident', startsOn: '2025-09-10' },
      {
        filingId: 'N',
        insuredRegion: NATIONAL,
        kind: 'other-temporary',
        destination: '110000',
        appliedOn: '2025-02-01',
      },
    );
    expect(ofDay(book, '2025-08-17', NATIONAL)).toMatchObject([{ data: { filingId: 'N', cause: 'expired' } }]);
    expect(ofDay(book, '2025-08-17', SUZHOU)).toMatchObject([
      { data: { filingId: 'W', cause: 'revoked' } },
      { type: 'PromiseSanctioned', data: { filingId: 'W' } },
    ]);
  });
});
