import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { after, afterDay, day, daysOf, filingIn, supplement } from '../../../test/filing-acts.js';
import { apply, bookOf, refusal, type Asked } from '../../../test/filings.js';

const PROMISE: Asked = { filingId: 'L', byPromise: true, documents: [], appliedOn: '2025-08-01' };
const sanctionsOf = (events: readonly { type: string }[]) => events.filter(({ type }) => type === 'PromiseSanctioned');

describe('a promise whose filing another one replaced', () => {
  it('REG-10: a promise outlives the filing another one replaced: not kept by its day, it is sanctioned all the same', () => {
    const book = bookOf(PROMISE, { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-08-10' });
    const again = { ...PROMISE, filingId: 'P2', appliedOn: '2025-08-12' };
    expect(refusal(apply(again, book))).toEqual({ code: 'filing.promise-owed', rule: 'REG-09' });
    expect(sanctionsOf(day(book, '2025-08-16'))).toEqual([]);
    expect(day(book, '2025-08-17')).toMatchObject([{ type: 'PromiseSanctioned', data: { filingId: 'L' } }]);
    const papers = bookOf(PROMISE, { filingId: 'D', appliedOn: '2025-08-10' });
    expect(day(papers, '2025-08-17')).toEqual([]);
    expect(refusal(apply(again, papers))).toBeNull();
  });

  const replaced = () => bookOf(PROMISE, { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-08-05' });

  it('REG-09: papers brought in time keep a promise whose filing another one has replaced, and change neither filing', () => {
    const brought = supplement(replaced(), { on: '2025-08-16', documentsValidTo: '2026-12-31' });
    expect(unwrap(brought)).toMatchObject([{ type: 'DocumentsSupplemented', data: { filingId: 'L' } }]);
    const book = after(replaced(), brought);
    expect(filingIn(book, 'L')).toMatchObject({ owed: null, endedOn: '2025-08-05', endedCause: 'replaced' });
    expect(day(book, '2025-08-17')).toEqual([]);
    expect(refusal(apply({ ...PROMISE, filingId: 'P2', appliedOn: '2025-08-17' }, book))).toBeNull();
    expect(refusal(supplement(replaced(), { on: '2025-08-17' }))).toEqual({
      ...{ code: 'filing.supplement-late', rule: 'REG-10' },
    });
    expect(refusal(supplement(afterDay(replaced(), '2025-08-17'), { on: '2025-08-17' }))?.code).toBe('filing.ended');
    expect(refusal(supplement(replaced(), { on: '2025-08-10', documents: ['identity'] }))?.rule).toBe('REG-03');
  });

  it('REG-09: so do papers brought in time with a later filing, also one that replaces what had replaced it', () => {
    const anew: Asked = { filingId: 'D', appliedOn: '2025-08-16', documentsValidTo: '2026-12-31' };
    const book = after(replaced(), apply(anew, replaced()));
    expect(filingIn(book, 'D')).toMatchObject({ replaces: 'T', validTo: '2026-12-31' });
    expect(filingIn(book, 'L')).toMatchObject({ owed: null, endedOn: '2025-08-05' });
    expect(day(book, '2025-08-17')).toEqual([]);
    const late = after(replaced(), apply({ ...anew, appliedOn: '2025-08-17' }, replaced()));
    expect(sanctionsOf(day(late, '2025-08-17'))).toMatchObject([{ data: { filingId: 'L', bannedForever: true } }]);
  });

  it('REG-09, REG-11: papers of a filing that begins later keep the promise of the one that holds until then', () => {
    const book = bookOf(PROMISE, { filingId: 'D', appliedOn: '2025-08-05', startsOn: '2025-10-01' });
    expect(filingIn(book, 'L')).toMatchObject({ owed: null, validTo: null, endedOn: '2025-10-01' });
    expect(day(book, '2025-08-17')).toEqual([]);
  });

  it('REG-09: who owes for a filing that was replaced is reminded on the same days', () => {
    const days = daysOf('SupplementReminded', replaced(), { from: '2025-08-05', to: '2025-09-30' });
    expect(days).toEqual(['2025-08-09', '2025-08-13', '2025-08-15']);
  });
});
