import { Decimal, Money, ratioOf } from '#kernel';
import type { Ratio } from '#kernel';
import type { Band, SettlementLevel } from '#policy';
import type { PayableReduction } from './treatment.js';

/** A stretch of cost inside one band and what the fund owes on it, exact. */
export type BandPart = { readonly from: Decimal; readonly to: Decimal; readonly ratio: Ratio; readonly pay: Decimal };

/** How bands are laid on the cost of a claim. */
export type BandMeasure = {
  readonly mode: 'progressive' | 'whole';
  /** What limits are multiplied with before cost is compared with them; one where they are taken as they stand. */
  readonly scale: Decimal;
};
const ONE = new Decimal(1);
export const PLAIN_MEASURE: BandMeasure = { mode: 'progressive', scale: ONE };

/** Where limits are compared with the total of the bill, the cost considered reaches them by its share of that total. */
export const measureByTotal = (mode: BandMeasure['mode'], considered: Money, total: Money): BandMeasure => ({
  mode,
  scale: total.isZero() ? ONE : considered.exact().div(total.exact()),
});

const ZERO = new Decimal(0);

/** Cuts the cost between two cumulative amounts by bands; stretches of no length are left out (cases WC13). */
export function cutByBands(
  bands: readonly Band[],
  from: Money,
  to: Money,
  measure: BandMeasure = PLAIN_MEASURE,
): readonly BandPart[] {
  const end = to.exact();
  const { scale } = measure;
  if (measure.mode === 'whole') return wholeBand(bands, { from: from.exact(), end, scale });
  const parts: BandPart[] = [];
  let lower = from.exact();
  for (const band of bands) {
    const upper = band.upTo === null ? end : Decimal.min(limitOf(band.upTo, scale), end);
    if (upper.lte(lower)) continue;
    parts.push({ from: lower, to: upper, ratio: band.ratio, pay: upper.minus(lower).times(ratioOf(band.ratio)) });
    lower = upper;
  }
  return parts;
}

const limitOf = (upTo: Money, scale: Decimal): Decimal => (scale === ONE ? upTo.exact() : upTo.exact().times(scale));

type Stretch = { readonly from: Decimal; readonly end: Decimal; readonly scale: Decimal };

/** The whole claim at the ratio of the band that its end lies in. */
function wholeBand(bands: readonly Band[], { from, end, scale }: Stretch): readonly BandPart[] {
  if (end.lte(from)) return [];
  const band = bands.find(({ upTo }) => upTo === null || end.lte(limitOf(upTo, scale)));
  const ratio = band?.ratio ?? '0';
  return [{ from, to: end, ratio, pay: end.minus(from).times(ratioOf(ratio)) }];
}

/** Exact payment of all parts; the caller rounds once (SET-20). */
export const payOf = (parts: readonly BandPart[]): Decimal =>
  parts.reduce((sum: Decimal, part) => sum.plus(part.pay), ZERO);

/** In-scope cost the fund cannot pay on because its cap is spent, to the cent; zero while the cap holds. */
export function costBeyondCap(parts: readonly BandPart[], limitLeft: Decimal): Money {
  let left: Decimal = Decimal.max(limitLeft, 0);
  let beyond: Decimal = ZERO;
  for (const part of parts) {
    const covered = part.pay.lte(left) ? part.to.minus(part.from) : left.div(ratioOf(part.ratio));
    beyond = beyond.plus(part.to.minus(part.from).minus(covered));
    left = Decimal.max(left.minus(part.pay), 0);
  }
  return Money.roundHalfUp(beyond);
}

/** Reduced bands by bands and reduction, both of which a policy in force keeps: a claim computes no ratio anew. */
const reduced = new WeakMap<readonly Band[], WeakMap<PayableReduction, readonly Band[]>>();

/** SET-06: the bands an out-of-area patient gets. Points never push a ratio below zero. */
export function reduceBands(
  bands: readonly Band[],
  reduction: PayableReduction,
  level: SettlementLevel,
): readonly Band[] {
  if (reduction.kind === 'none') return bands;
  if (reduction.kind === 'separate') {
    return Array.isArray(reduction.bands) ? reduction.bands : (reduction.bands as ByLevel)[level];
  }
  const known = reduced.get(bands) ?? new WeakMap<PayableReduction, readonly Band[]>();
  reduced.set(bands, known);
  const before = known.get(reduction);
  if (before !== undefined) return before;
  const made = bands.map((band) => ({ ...band, ratio: reduceRatio(band.ratio, reduction) }));
  known.set(reduction, made);
  return made;
}
type ByLevel = Readonly<Record<SettlementLevel, readonly Band[]>>;

function reduceRatio(ratio: Ratio, reduction: Exclude<PayableReduction, { kind: 'none' | 'separate' }>): Ratio {
  switch (reduction.kind) {
    case 'points':
      return Decimal.max(ratioOf(ratio).minus(ratioOf(reduction.points)), 0).toString();
    case 'first-bear':
      return reduction.of === 'in-scope' ? ratio : afterShare(ratio, reduction.share);
  }
}

/** The insured bears the share first and the full ratio applies to the rest, which is the ratio times (1 − share). */
const afterShare = (ratio: Ratio, share: Ratio): Ratio =>
  ratioOf(ratio)
    .times(ONE.minus(ratioOf(share)))
    .toDecimalPlaces(8)
    .toString();

/** Ratio of the last band reached; zero when nothing lay above the deductible. */
export const lastRatioOf = (parts: readonly BandPart[]): string => {
  const last = parts.at(-1);
  return last ? ratioOf(last.ratio).toString() : '0';
};
