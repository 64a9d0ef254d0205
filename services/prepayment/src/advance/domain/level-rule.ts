import { Money, clearingMonth, type ClearingMonth } from '#kernel';

export type Quarter<T> = readonly [T, T, T];

/** Months whose clearing sets the level of a year: October to December of the year before (PRE-01). */
export const levelMonths = (year: number): Quarter<ClearingMonth> => [
  clearingMonth(`${year - 1}-10`),
  clearingMonth(`${year - 1}-11`),
  clearingMonth(`${year - 1}-12`),
];

/**
 * 年度额度: twice the monthly mean of last year's fourth quarter, rounded to the cent once at the end (PRE-01). A pair
 * whose money flowed back on balance needs no advance.
 */
export function annualLevel(cleared: Quarter<Money>): Money {
  const twiceMean = Money.sum(cleared).exact().times(2).div(3);
  return Money.roundHalfUp(twiceMean).max(Money.zero);
}
