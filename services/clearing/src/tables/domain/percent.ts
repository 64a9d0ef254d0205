import { Decimal } from '#kernel';

const HUNDRED = 100;

/** A part in percent of a whole, exact; null where there is nothing to divide by. */
export const shareOf = (part: Decimal, whole: Decimal): Decimal | null =>
  whole.isZero() ? null : part.times(HUNDRED).div(whole);

/** A percentage with two decimals, as it is printed: half up, away from zero where negative, or rounded down. */
export const shown = (percent: Decimal | null, rounding: 'half-up' | 'floor' = 'half-up'): string | null =>
  percent === null
    ? null
    : percent.toDecimalPlaces(2, rounding === 'floor' ? Decimal.ROUND_FLOOR : Decimal.ROUND_HALF_UP).toFixed(2);
