import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#kernel';
import { after, afterDay, cancel, change, filingIn, revoke, withStay } from '../../../test/filing-acts.js';
import { apply, bookOf, fold, NATIONAL, policiesOf, refusal, WUXI, type Asked } from '../../../test/filings.js';
import { coverageAt } from './coverage.js';
import type { FilingBook } from './filing-book.js';
import { recordStayEnd } from './stays.js';

const TODAY = '2025-08-10';
const L: Asked = { filingId: 'L', kind: 'other-temporary', appliedOn: '2025-08-01' };
/** Admitted in Shanghai this morning. */
const admitted = (stay: object = {}) => withStay(bookOf(L), { openedOn: TODAY, ...stay });
const covered = (book: FilingBook, on: string) =>
  coverageAt(book, { insuredRegion: WUXI, place: '310104' }, businessDate(on), policiesOf(WUXI)).kind;
const elsewhere: Asked = { ...L, filingId: 'N', destination: '330100', appliedOn: TODAY };

describe('a stay admitted this morning under a filing that is given up this afternoon', () => {
  const acts = {
    cancelled: (book: FilingBook) => cancel(book, { on: TODAY }),
    changed: (book: FilingBook) => change(book, { on: TODAY }),
    replaced: (book: FilingBook) => apply(elsewhere, book),
  };

  it.each(Object.entries(acts))('REG-13: stays covered when the filing is %s: it ends tomorrow', (_name, act) => {
    const book = after(admitted(), act(admitted()));
    expect(filingIn(book, 'L').endedOn).toBe('2025-08-11');
    expect(book.filings.find(({ filingId }) => filingId === 'N')?.validFrom ?? '2025-08-11').toBe('2025-08-11');
    expect(['2025-08-10', '2025-08-12'].map((on) => covered(book, on))).toEqual(['filed', 'filed']);
    const left = fold(book, recordStayEnd('V1', '2025-08-15', book));
    expect(covered(left, '2025-08-16')).toBe('none');
  });

  it.each(Object.entries(acts))('REG-13: with no stay of today in its place it ends today when %s', (_name, act) => {
    const books = [
      ...[bookOf(L), admitted({ openedOn: '2025-08-09' }), admitted({ careRegion: '330106' })],
      ...[admitted({ inpatient: false }), fold(admitted(), recordStayEnd('V1', TODAY, admitted()))],
    ];
    expect(books.map((book) => filingIn(after(book, act(book)), 'L').endedOn)).toEqual(books.map(() => TODAY));
  });

  it('REG-08: cancelled, it is not cancelled or changed again, and nothing goes on tomorrow', () => {
    const book = after(admitted(), cancel(admitted(), { on: TODAY }));
    expect(refusal(cancel(book, { on: TODAY }))?.code).toBe('filing.ended');
    expect(refusal(change(book, { on: TODAY }))?.code).toBe('filing.ended');
    expect(filingIn(afterDay(book, '2025-08-11'), 'L')).toMatchObject({
      endedOn: '2025-08-11',
      endedCause: 'cancelled',
    });
    const anew = after(book, apply(elsewhere, book));
    expect(filingIn(anew, 'N')).toMatchObject({ validFrom: '2025-08-11', replaces: null });
  });

  it('REG-13: revoked, it carries the stay no longer, also once it was cancelled', () => {
    const book = after(admitted(), cancel(admitted(), { on: TODAY }));
    for (const one of [admitted(), book]) {
      const revoked = after(one, revoke(one, { on: TODAY }));
      expect(filingIn(revoked, 'L')).toMatchObject({ endedOn: TODAY, endedCause: 'revoked' });
      expect(covered(revoked, '2025-08-12')).toBe('none');
    }
  });

  it('REG-12, REG-16: a filing that carries the stay itself, or is stated for another one, begins today', () => {
    const begins = (asked: Asked) =>
      filingIn(after(admitted(), apply({ ...elsewhere, ...asked }, admitted())), 'N').validFrom;
    expect(begins({ destination: '310000', kind: 'long-term-resident' })).toBe(TODAY);
    expect(begins({ admittedOn: TODAY })).toBe(TODAY);
    expect(begins({ startsOn: '2025-08-20' })).toBe('2025-08-20');
  });

  it('REG-13: what waits for a decision is looked at when it is decided', () => {
    const book = withStay(bookOf({ ...L, insuredRegion: NATIONAL }), { openedOn: TODAY }, NATIONAL);
    const granted = after(book, apply({ ...elsewhere, insuredRegion: NATIONAL }, book));
    expect(filingIn(granted, 'N').validFrom).toBe('2025-08-11');
  });
});
