import { monthOf, yearOf } from '#kernel';
import type { BusinessDate } from '#kernel';

/** Head of the counters of one claim: they join the parts of a split stay (SET-12) and are never kept beyond it. */
export const OF_CLAIM = 'claim|';

/** Spans of time that limits and deductibles may belong to, within the medical year. */
export type Period = 'day' | 'month' | 'quarter' | 'year';

/** The calendar day, month `YYYY-MM` or quarter `YYYYQn` of a date; nothing for the year, which has accumulators of its own. */
export function periodOf(per: Period, date: BusinessDate): string {
  switch (per) {
    case 'day':
      return date;
    case 'month':
      return monthOf(date);
    case 'quarter':
      return `${yearOf(date)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
    case 'year':
      return '';
  }
}
