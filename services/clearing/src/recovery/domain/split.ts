import { Money } from '#kernel';

export interface Weighted<K> {
  readonly key: K;
  /** What was paid; nothing or less has no part. */
  readonly weight: Money;
}

export interface Share<K> {
  readonly key: K;
  readonly amount: Money;
}

interface Portion<K> {
  readonly key: K;
  readonly fen: bigint;
  readonly rest: bigint;
}

/**
 * Splits an amount in proportion to weights, to the cent: everybody gets their whole cents, the cents left over go to the
 * largest remainders, of equal ones to the first in the order given (CLR-10). The shares add up to the amount; empty
 * where no weight is positive. Throws RangeError for a negative amount.
 */
export function splitInProportion<K>(total: Money, weights: readonly Weighted<K>[]): readonly Share<K>[] {
  if (total.isNegative()) throw new RangeError('分摊金额不能为负');
  const paying = weights.filter(({ weight }) => weight.isPositive());
  const whole = paying.reduce((sum, { weight }) => sum + weight.toFen(), 0n);
  if (whole === 0n) return [];
  const portions = paying.map(({ key, weight }) => {
    const product = total.toFen() * weight.toFen();
    return { key, fen: product / whole, rest: product % whole };
  });
  const left = Number(total.toFen() - portions.reduce((sum, { fen }) => sum + fen, 0n));
  const rounded = new Set([...portions].sort(byRest).slice(0, left));
  return portions.map((portion) => ({
    key: portion.key,
    amount: Money.fromFen(portion.fen + (rounded.has(portion) ? 1n : 0n)),
  }));
}

/** The largest remainder first; sorting is stable, so of equal ones the first given stays first. */
const byRest = (a: Portion<unknown>, b: Portion<unknown>): number => (a.rest === b.rest ? 0 : a.rest > b.rest ? -1 : 1);
