import { addDays, dayOfMonth, lastDayOf, Money, monthOf, type BusinessDate } from '#kernel';
import { RED_PERCENT, ratePercent, YELLOW_PERCENT } from '../../warning/domain/use-rate.js';

export interface SettledDay {
  readonly day: BusinessDate;
  readonly amount: Money;
}

/** What is seen so far of a month, up to and with the day it is asked on. */
export interface MonthSoFar {
  readonly asOf: BusinessDate;
  readonly advance: Money;
  /** Days in their order, none after `asOf`; refunds are taken off the day they were made. */
  readonly settled: readonly SettledDay[];
}

export interface Crossing {
  readonly on: BusinessDate;
  /** False while it is only expected. */
  readonly reached: boolean;
}

export interface Forecast {
  readonly settled: Money;
  /** What the whole month comes to if it goes on as so far. */
  readonly projected: Money;
  readonly projectedPercent: string | null;
  /** Null where the month is not expected to cross the mark, or no advance is held. */
  readonly yellow: Crossing | null;
  readonly red: Crossing | null;
}

/**
 * 预测 (PRE-09): the mean of the days so far goes on to the end of the month. A forecast and never a warning: it is made of
 * settled claims, of which some wait, are held or deducted before they are cleared.
 */
export function forecastOf({ asOf, advance, settled }: MonthSoFar): Forecast {
  const sum = Money.sum(settled.map(({ amount }) => amount));
  const days = dayOfMonth(lastDayOf(monthOf(asOf)));
  const projected = Money.roundHalfUp(sum.exact().times(days).div(dayOfMonth(asOf)));
  const crossingOf = (percent: bigint): Crossing | null => {
    if (!advance.isPositive()) return null;
    const mark = advance.toFen() * percent;
    return reached(settled, mark) ?? expected(asOf, sum, mark);
  };
  return {
    ...{ settled: sum, projected, projectedPercent: ratePercent(projected, advance) },
    ...{ yellow: crossingOf(YELLOW_PERCENT), red: crossingOf(RED_PERCENT) },
  };
}

/** The first day on which the sum so far stood at the mark or above, if it still does. Mark in hundredths of 分. */
function reached(settled: readonly SettledDay[], mark: bigint): Crossing | null {
  let sum = 0n;
  let since: BusinessDate | null = null;
  for (const { day, amount } of settled) {
    sum += amount.toFen() * 100n;
    if (sum < mark) since = null;
    else since ??= day;
  }
  return since === null ? null : { on: since, reached: true };
}

/** The day on which the mean so far brings the sum to the mark, within the month: whole numbers, so that no day is lost. */
function expected(asOf: BusinessDate, sum: Money, mark: bigint): Crossing | null {
  if (!sum.isPositive()) return null;
  const soFar = sum.toFen() * 100n;
  const missing = (mark - soFar) * BigInt(dayOfMonth(asOf));
  const days = Number((missing + soFar - 1n) / soFar);
  const left = dayOfMonth(lastDayOf(monthOf(asOf))) - dayOfMonth(asOf);
  return days <= left ? { on: addDays(asOf, days), reached: false } : null;
}
