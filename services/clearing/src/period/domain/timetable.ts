import { dayIn, lastDayOf, nextMonth, type BusinessDate, type ClearingMonth } from '#kernel';

/** The four acts of one clearing month, in their order. */
export type PeriodStep = 'cut-off' | 'table' | 'confirmations' | 'notices';
export const PERIOD_STEPS: readonly PeriodStep[] = ['cut-off', 'table', 'confirmations', 'notices'];

/**
 * When a step of month M is due (CLR-02 … CLR-05): 20th, 21st, 25th and last day of M+1. Calendar days, also on
 * holidays (rulebook section 10 item 5).
 */
export function dueOn(step: PeriodStep, month: ClearingMonth): BusinessDate {
  const following = nextMonth(month);
  switch (step) {
    case 'cut-off':
      return dayIn(following, 20);
    case 'table':
      return dayIn(following, 21);
    case 'confirmations':
      return dayIn(following, 25);
    case 'notices':
      return lastDayOf(following);
    default:
      return step satisfies never;
  }
}

/** AUD-04: the list that is frozen at 00:00 on the 26th holds requests from the 26th before to the 25th. */
export const investigationListDueOn = (listMonth: ClearingMonth): BusinessDate => dayIn(listMonth, 26);
