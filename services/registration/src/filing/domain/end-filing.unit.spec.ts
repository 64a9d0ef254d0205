import { describe, expect, it } from '@jest/globals';
import { businessDate, RegionCode, unwrap } from '#kernel';
import {
  bookOf,
  fold,
  HUAIAN,
  JIYUAN,
  policiesOf,
  refusal,
  SHAOGUAN,
  WUXI,
  type Asked,
} from '../../../test/filings.js';
import { decideCancel } from './cancel-filing.js';
import { decideDay } from './filing-day.js';
import type { FilingBook } from './filing-book.js';

const LONG_TERM: Asked = { filingId: 'L', appliedOn: '2025-02-01' };
const TEMPORARY: Asked = { filingId: 'T', kind: 'other-temporary', documents: [], appliedOn: '2025-02-01' };

const cancel = (book: FilingBook, on: string, { filingId = 'L', insuredRegion = WUXI } = {}) =>
  decideCancel(
    { psnNo: 'P1', filingId, insuredRegion: RegionCode.of(insuredRegion), on: businessDate(on), channel: 'window' },
    book,
    policiesOf(insuredRegion),
  );

describe('cancelling a filing', () => {
  const lockedUntil: readonly (readonly [place: string, lastLocked: string, first: string])[] = [
    [WUXI, '2025-07-31', '2025-08-01'],
    [SHAOGUAN, '2025-07-31', '2025-08-01'],
    [HUAIAN, '2025-04-30', '2025-05-01'],
  ];

  it.each(lockedUntil)(
    'REG-08: a long-term filing of %s is locked on %s and free on %s',
    (place, lastLocked, first) => {
      const book = bookOf({ ...LONG_TERM, insuredRegion: place });
      const at = { insuredRegion: place };
      expect(refusal(cancel(book, lastLocked, at))).toEqual({ code: 'filing.locked', rule: 'REG-08' });
      expect(unwrap(cancel(book, first, at))).toEqual([
        { type: 'FilingEnded', data: { filingId: 'L', psnNo: 'P1', endedOn: first, cause: 'cancelled' } },
      ]);
    },
  );

  it('REG-08: in Jiyuan documents lift the lock, a promise does not', () => {
    const filed = (byPromise: boolean) =>
      bookOf({
        ...LONG_TERM,
        appliedOn: '2025-07-01',
        insuredRegion: JIYUAN,
        byPromise,
        documents: byPromise ? [] : ['residence-permit'],
      });
    expect(refusal(cancel(filed(false), '2025-07-02', { insuredRegion: JIYUAN }))).toBeNull();
    expect(refusal(cancel(filed(true), '2025-12-31', { insuredRegion: JIYUAN }))?.code).toBe('filing.locked');
    expect(refusal(cancel(filed(true), '2026-01-01', { insuredRegion: JIYUAN }))).toBeNull();
  });

  it('REG-08: a temporary filing is cancelled at any time, also on its first day', () => {
    expect(refusal(cancel(bookOf(TEMPORARY), '2025-02-01', { filingId: 'T' }))).toBeNull();
  });

  it('REG-08: what is not there, or has ended, or has run out, is not cancelled', () => {
    const unknown = { code: 'filing.unknown', rule: 'REG-08' };
    const ended = { code: 'filing.ended', rule: 'REG-08' };
    const book = bookOf(TEMPORARY);
    expect(refusal(cancel(book, '2025-03-01', { filingId: 'X' }))).toEqual(unknown);
    const cancelled = fold(book, unwrap(cancel(book, '2025-03-01', { filingId: 'T' })));
    expect(refusal(cancel(cancelled, '2025-03-01', { filingId: 'T' }))).toEqual(ended);
    expect(refusal(cancel(book, '2025-07-31', { filingId: 'T' }))).toBeNull();
    expect(refusal(cancel(book, '2025-08-01', { filingId: 'T' }))).toEqual(ended);
  });

  it('REG-08: one that is to end later, because another follows it, may still be cancelled today', () => {
    const following: Asked = { ...TEMPORARY, filingId: 'F', appliedOn: '2025-08-01', startsOn: '2025-10-01' };
    const book = bookOf(LONG_TERM, following);
    expect(book.filings[0]).toMatchObject({ filingId: 'L', endedOn: '2025-10-01' });
    expect(refusal(cancel(book, '2025-09-01'))).toBeNull();
    expect(refusal(cancel(book, '2025-10-01'))?.code).toBe('filing.ended');
  });

  it('SEC-01: who names another place of insurance than the filing’s cancels nothing', () => {
    const book = bookOf(TEMPORARY);
    for (const insuredRegion of ['330100', HUAIAN]) {
      expect(refusal(cancel(book, '2025-03-01', { filingId: 'T', insuredRegion }))).toEqual({
        ...{ code: 'filing.other-region', rule: 'SEC-01' },
      });
    }
  });
});

describe('filings that run out', () => {
  const expiries = (book: FilingBook, on: string) =>
    decideDay(book, { insuredRegion: WUXI, on: businessDate(on) }, policiesOf(WUXI)).filter(
      ({ type }) => type === 'FilingEnded',
    );

  it('REG-07: the last day is a day of validity; the filing ends on the day after it', () => {
    const book = bookOf(TEMPORARY);
    expect(expiries(book, '2025-07-31')).toEqual([]);
    expect(expiries(book, '2025-08-01')).toEqual([
      { type: 'FilingEnded', data: { filingId: 'T', psnNo: 'P1', endedOn: '2025-08-01', cause: 'expired' } },
    ]);
  });

  it('REG-07: found late, it ends on the same day all the same, and a second look finds nothing', () => {
    const book = bookOf(TEMPORARY);
    const found = expiries(book, '2025-12-24');
    expect(found).toMatchObject([{ data: { endedOn: '2025-08-01' } }]);
    expect(expiries(fold(book, found), '2025-12-25')).toEqual([]);
  });

  it('REG-06: a filing without an end never runs out', () => {
    expect(expiries(bookOf(LONG_TERM), '2099-12-31')).toEqual([]);
  });

  it('REG-10, REG-11: a promise filing of Wuxi stands on day 15 and is revoked, not merely over, on day 16', () => {
    const book = bookOf({ ...LONG_TERM, byPromise: true, documents: [], appliedOn: '2025-08-01' });
    expect(expiries(book, '2025-08-16')).toEqual([]);
    expect(expiries(book, '2025-08-17')).toMatchObject([{ data: { endedOn: '2025-08-17', cause: 'revoked' } }]);
  });

  it('REG-14: a filing that was replaced does not also run out', () => {
    const book = bookOf(TEMPORARY, { ...TEMPORARY, filingId: 'T2', appliedOn: '2025-06-01' });
    expect(expiries(book, '2025-08-05')).toEqual([]);
  });
});
