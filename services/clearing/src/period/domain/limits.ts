import { clearingMonth, shiftMonth, type ClearingMonth } from '#kernel';

/** The table of February is drawn on 21 March: the last one before the end of March. */
const LAST_OF_YEAR = '02';
const MONTHS_OF_DELAY = 2;

const marchLimit = (settledMonth: ClearingMonth): ClearingMonth =>
  clearingMonth(`${Number(settledMonth.slice(0, 4)) + 1}-${LAST_OF_YEAR}`);

/**
 * CLR-02, N22 art. 50: a claim of month M should make the cut-off of M; it may wait two months longer, and claims of a
 * year are cleared by the end of March of the next. The last month it may be cleared in.
 */
export function lastClearingMonth(settledMonth: ClearingMonth): ClearingMonth {
  const twoLater = shiftMonth(settledMonth, MONTHS_OF_DELAY);
  const endOfYear = marchLimit(settledMonth);
  return twoLater < endOfYear ? twoLater : endOfYear;
}

/** 超过两个月, or 跨年费用未在3月底前清算. */
export type Limit = 'two-months' | 'end-of-march';

/** The limit a claim breaks that waits at the cut-off of a month; null while it may still wait (CLR-02). */
export function limitBroken(settledMonth: ClearingMonth, month: ClearingMonth): Limit | null {
  if (month >= marchLimit(settledMonth)) return 'end-of-march';
  return month >= lastClearingMonth(settledMonth) ? 'two-months' : null;
}
