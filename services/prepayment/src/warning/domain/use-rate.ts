import type { Money } from '#kernel';

/** 预警等级; `no-advance`: money was cleared where no advance is held, so there is no rate. */
export type UseLevel = 'none' | 'yellow' | 'red' | 'no-advance';

export const YELLOW_PERCENT = 70n;
export const RED_PERCENT = 90n;

/** 预警 (PRE-05), decided on the amounts themselves and not on the printed rate. */
export function useLevel(cleared: Money, advance: Money): UseLevel {
  if (!advance.isPositive()) return cleared.isPositive() ? 'no-advance' : 'none';
  const reaches = (percent: bigint): boolean => cleared.toFen() * 100n >= percent * advance.toFen();
  if (reaches(RED_PERCENT)) return 'red';
  return reaches(YELLOW_PERCENT) ? 'yellow' : 'none';
}

/**
 * 预付金使用率 in percent, rounded down to two decimals for print, so that no printed rate reaches a mark the amounts do not
 * reach: 89.999% reads 89.99%. Null where no advance is held.
 */
export function ratePercent(cleared: Money, advance: Money): string | null {
  if (!advance.isPositive()) return null;
  const [dividend, divisor] = [cleared.toFen() * 10_000n, advance.toFen()];
  const hundredths = dividend / divisor - (dividend < 0n && dividend % divisor !== 0n ? 1n : 0n);
  const [sign, shown] = hundredths < 0n ? ['-', -hundredths] : ['', hundredths];
  return `${sign}${shown / 100n}.${String(shown % 100n).padStart(2, '0')}`;
}
