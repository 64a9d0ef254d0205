import { Decimal, Money, ratioOf } from '#kernel';
import type { Ratio } from '#kernel';
import type { Band } from '#policy';
import type { PayableReduction } from './treatment.js';

/** A stretch of cost inside one band and what the fund owes on it, exact. */
export type BandPart = { readonly from: Decimal; readonly to: Decimal; readonly ratio: Ratio; readonly pay: Decimal };

/** Cuts the cost between two cumulative amounts by bands; stretches of no length are left out (cases WC13). */
export function cutByBands(bands: readonly Band[], from: Money, to: Money): readonly BandPart[] {
  const parts: BandPart[] = [];
  let lower = from.exact();
  for (const band of bands) {
    const upper = Decimal.min(band.upTo?.exact() ?? to.exact(), to.exact());
    if (upper.lte(lower)) continue;
    parts.push({ from: lower, to: upper, ratio: band.ratio, pay: upper.minus(lower).times(ratioOf(band.ratio)) });
    lower = upper;
  }
  return parts;
}

/** Exact payment of all parts; the caller rounds once (SET-20). */
export const payOf = (parts: readonly BandPart[]): Decimal =>
  parts.reduce((sum: Decimal, part) => sum.plus(part.pay), new Decimal(0));

/** In-scope cost the fund cannot pay on because its cap is spent, to the cent; zero while the cap holds. */
export function costBeyondCap(parts: readonly BandPart[], limitLeft: Money): Money {
  let left: Decimal = limitLeft.exact();
  let beyond: Decimal = new Decimal(0);
  for (const part of parts) {
    const covered = part.pay.lte(left) ? part.to.minus(part.from) : left.div(ratioOf(part.ratio));
    beyond = beyond.plus(part.to.minus(part.from).minus(covered));
    left = Decimal.max(left.minus(part.pay), 0);
  }
  return Money.roundHalfUp(beyond);
}

/** SET-06: the bands an out-of-area patient gets. Points never push a ratio below zero. */
export function reduceBands(bands: readonly Band[], reduction: PayableReduction): readonly Band[] {
  switch (reduction.kind) {
    case 'none':
      return bands;
    case 'points':
      return bands.map((band) => ({ ...band, ratio: lessPoints(band.ratio, reduction.points) }));
    case 'first-bear':
      return bands.map((band) => ({ ...band, ratio: afterShare(band.ratio, reduction.share) }));
    case 'separate':
      return reduction.bands;
    default:
      return unreachable(reduction);
  }
}

const lessPoints = (ratio: Ratio, points: Ratio): Ratio =>
  Decimal.max(ratioOf(ratio).minus(ratioOf(points)), 0).toString();

/** The insured bears the share first and the full ratio applies to the rest, which is the ratio times (1 − share). */
const afterShare = (ratio: Ratio, share: Ratio): Ratio =>
  ratioOf(ratio)
    .times(new Decimal(1).minus(ratioOf(share)))
    .toDecimalPlaces(8)
    .toString();

function unreachable(reduction: never): never {
  throw new Error(`unknown reduction ${JSON.stringify(reduction)}`);
}
