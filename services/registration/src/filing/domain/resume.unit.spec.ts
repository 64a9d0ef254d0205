import { describe, expect, it } from '@jest/globals';
import { businessDate, unwrap } from '#kernel';
import * as acts from '../../../test/filing-acts.js';
import { after, afterDay, filingIn } from '../../../test/filing-acts.js';
import { apply, bookOf, policiesOf, refusal, SHAOGUAN, WUXI, type Asked } from '../../../test/filings.js';
import { coverageAt } from './coverage.js';
import type { FilingBook } from './filing-book.js';

const SUZHOU = '320500';
const LONG_TERM: Asked = { filingId: 'L', appliedOn: '2025-02-01' };
/** Applied for in August, to begin in October. */
const AHEAD: Asked = { appliedOn: '2025-08-10', startsOn: '2025-10-01' };
const T: Asked = { ...AHEAD, filingId: 'T', kind: 'other-temporary', destination: '330100' };
const followed = () => bookOf(LONG_TERM, T);
const at = (book: FilingBook, place: string, on: string) =>
  coverageAt(book, { insuredRegion: WUXI, place }, businessDate(on), policiesOf(WUXI)).filingId;
const endOf = (book: FilingBook, filingId = 'L') => filingIn(book, filingId).endedOn;

describe('a filing whose successor ends before it has held a day', () => {
  it.each(['cancel', 'revoke', 'reportFalse'] as const)('REG-14: goes on after %s', (act) => {
    expect(endOf(followed())).toBe('2025-10-01');
    const ended = acts[act](followed(), { filingId: 'T', on: '2025-08-20' });
    expect(unwrap(ended).at(-1)).toEqual({
      ...{ type: 'FilingResumed', data: { filingId: 'L', psnNo: 'P1', resumedOn: '2025-08-20' } },
    });
    const book = after(followed(), ended);
    expect(filingIn(book, 'L')).toMatchObject({ endedOn: null, endedCause: null });
    expect([at(book, '310104', '2025-09-30'), at(book, '310104', '2025-10-01')]).toEqual(['L', 'L']);
    expect(at(book, '330100', '2025-10-01')).toBeNull();
  });

  it('REG-14: also on the first day, not once the successor has held one', () => {
    const cancelled = (on: string) => after(followed(), acts.cancel(followed(), { filingId: 'T', on }));
    expect(endOf(cancelled('2025-10-01'))).toBeNull();
    expect(endOf(cancelled('2025-10-02'))).toBe('2025-10-01');
  });

  it('REG-14: goes on until the next one that follows, and never past it', () => {
    const next: Asked = { ...T, filingId: 'N', startsOn: '2025-11-01' };
    const book = bookOf(LONG_TERM, T, next);
    expect([endOf(book), endOf(book, 'T')]).toEqual(['2025-10-01', '2025-11-01']);
    const cancelled = after(book, acts.cancel(book, { filingId: 'T', on: '2025-08-20' }));
    expect(filingIn(cancelled, 'L')).toMatchObject({ endedOn: '2025-11-01', endedCause: 'replaced' });
    const free = after(cancelled, acts.cancel(cancelled, { filingId: 'N', on: '2025-08-21' }));
    expect(endOf(free)).toBeNull();
  });

  it('REG-14: of two that made way on one day the later one goes on, and the other until then', () => {
    const earlier: Asked = { ...T, filingId: 'E', startsOn: '2025-09-15' };
    const book = bookOf(LONG_TERM, T, earlier);
    expect([endOf(book), endOf(book, 'T')]).toEqual(['2025-09-15', '2025-09-15']);
    expect(refusal(acts.cancel(book, { filingId: 'T', on: '2025-08-20' }))?.code).toBe('filing.ended');
    const cancelled = after(book, acts.cancel(book, { filingId: 'E', on: '2025-08-20' }));
    expect([endOf(cancelled), endOf(cancelled, 'T')]).toEqual(['2025-10-01', null]);
  });

  it('REG-14: a successor replaced before it began by one that may stand beside leaves it standing', () => {
    const shaoguan = { insuredRegion: SHAOGUAN };
    const long: Asked = { ...LONG_TERM, ...shaoguan, destination: '430100' };
    const onward = { region: '430102' };
    const referred: Asked = { filingId: 'R', kind: 'referred', referral: onward, appliedOn: '2025-08-20', ...shaoguan };
    const book = bookOf(long, { ...T, ...shaoguan }, referred);
    expect([endOf(book), endOf(book, 'T'), endOf(book, 'R')]).toEqual([null, '2025-08-20', null]);
  });

  it('REG-10, REG-14: a promise revoked by the day’s work before its filing began has replaced nothing', () => {
    const promise: Asked = { ...AHEAD, filingId: 'P', byPromise: true, documents: [], insuredRegion: SUZHOU };
    const book = bookOf({ ...LONG_TERM, insuredRegion: SUZHOU }, promise);
    expect(endOf(book)).toBe('2025-10-01');
    const revoked = afterDay(book, '2025-08-26', SUZHOU);
    expect(filingIn(revoked, 'P')).toMatchObject({ endedOn: '2025-08-26', endedCause: 'revoked' });
    expect(endOf(revoked)).toBeNull();
    expect(endOf(afterDay(book, '2025-12-24', SUZHOU))).toBeNull();
  });

  it('REG-07: goes on no longer than it would have', () => {
    const short: Asked = { ...LONG_TERM, documentsValidTo: '2025-10-31' };
    const book = bookOf(short, T);
    const cancelled = after(book, acts.cancel(book, { filingId: 'T', on: '2025-08-20' }));
    expect(filingIn(cancelled, 'L')).toMatchObject({ endedOn: null, validTo: '2025-10-31' });
    expect(endOf(afterDay(cancelled, '2025-11-01'))).toBe('2025-11-01');
  });

  it('REG-08, REG-09: a promise that the successor has taken over is no more the old filing’s', () => {
    const book = bookOf({ ...LONG_TERM, byPromise: true, documents: [] });
    const changed = after(book, acts.change(book, { on: '2025-02-10' }));
    const revoked = after(changed, acts.revoke(changed, { filingId: 'N', on: '2025-02-10' }));
    expect(endOf(revoked)).toBe('2025-02-10');
  });

  it('REG-14: what would never begin any more stands in nobody’s way', () => {
    const book = bookOf(LONG_TERM, T, { ...T, filingId: 'E', startsOn: '2025-09-15' });
    const again = apply({ ...T, filingId: 'A', startsOn: '2025-10-01', appliedOn: '2025-08-11' }, book);
    expect(unwrap(again).map(({ type, data }) => [type, 'filingId' in data ? data.filingId : null])).toEqual([
      ['FilingEnded', 'E'],
      ['FilingApproved', 'A'],
    ]);
  });
});
