import type { Money } from '#kernel';

/** 预警等级; `no-advance`: money was cleared where no advance is held, so there is no rate. */
export type UseLevel = 'none' | 'yellow' | 'red' | 'no-advance';

export const YELLOW_PERCENT = 70n;
export const RED_PERCENT = 90n;

/**
 * 预警 (PRE-05), decided on the amounts themselves and not on the printed rate: 69.999% prints as 70.00% and is not
 * yellow.
 */
export function useLevel(cleared: Money, advance: Money): UseLevel {
  if (!advance.isPositive()) return cleared.isPositive() ? 'no-advance' : 'none';
  const reaches = (percent: bigint): boolean => cleared.toFen() * 100n >= percent * advance.toFen();
  if (reaches(RED_PERCENT)) return 'red';
  return reaches(YELLOW_PERCENT) ? 'yellow' : 'none';
}

/** 预付金使用率 in percent, half up to two decimals for print; null where no advance is held. */
export function ratePercent(cleared: Money, advance: Money): string | null {
  if (!advance.isPositive()) return null;
  const hundredths = halfUp(cleared.abs().toFen() * 10_000n, advance.toFen());
  const sign = cleared.isNegative() && hundredths > 0n ? '-' : '';
  return `${sign}${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

const halfUp = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);
