import { Decimal, Money, ratioOf } from '#kernel';
import type { Ratio } from '#kernel';
import { holds } from './conditions.js';
import type { Adjustment, Band, BenefitTable, DeductibleChange, RatioChange } from '#policy';
import type { Facts } from './conditions.js';

const NONE: readonly Adjustment[] = [];

/** 调整 The adjustments of the policy whose condition holds, in the order they are written. */
export function adjustmentsFor(benefit: BenefitTable, facts: Facts): readonly Adjustment[] {
  const all = benefit.values.adjustments;
  return all.length === 0 ? NONE : all.filter(({ when }) => holds(when, facts));
}

/** The deductible after every adjustment of it; never below zero. */
export const adjustDeductible = (deductible: Money, adjustments: readonly Adjustment[]): Money =>
  adjustments.reduce((now, { deductible: change }) => (change ? changed(now, change) : now), deductible);

function changed(deductible: Money, change: DeductibleChange): Money {
  switch (change.kind) {
    case 'times':
      return Money.roundHalfUp(deductible.exact().times(change.factor));
    case 'minus':
      // A floor never raises what was below it already.
      return deductible.minus(change.amount).max((change.floor ?? Money.zero).min(deductible));
    case 'plus':
      return deductible.plus(change.amount);
    case 'to':
      return change.amount;
  }
}

/** Bands after the adjustments of ratios that come before, or after, the out-of-area reduction; ratios stay in 0 … 1. */
export function adjustBands(
  bands: readonly Band[],
  adjustments: readonly Adjustment[],
  { when, facts }: { readonly when: 'before' | 'after'; readonly facts: Years },
): readonly Band[] {
  const changes = adjustments
    .filter(({ after }) => (after === 'reduction') === (when === 'after'))
    .flatMap(({ ratio }) => ratio ?? []);
  if (changes.length === 0) return bands;
  return bands.map((band) => ({
    ...band,
    ratio: changes.reduce((now, change) => rated(now, change, facts), band.ratio),
  }));
}

/** What changes by years ask of a person. */
type Years = Pick<Facts, 'age' | 'insuredYears'>;

function rated(ratio: Ratio, change: RatioChange, facts: Years): Ratio {
  const now = ratioOf(ratio);
  const next = rawRatio(now, change, facts);
  return Decimal.max(Decimal.min(next, 1), 0).toDecimalPlaces(8).toString();
}

function rawRatio(now: Decimal, change: RatioChange, { age, insuredYears }: Years): Decimal {
  switch (change.kind) {
    case 'plus':
      return now.plus(ratioOf(change.points));
    case 'minus':
      return now.minus(ratioOf(change.points));
    case 'times':
      return now.times(change.factor);
    case 'personal-times':
      return new Decimal(1).minus(new Decimal(1).minus(now).times(change.factor));
    case 'to':
      return ratioOf(change.ratio);
    case 'at-least':
      return Decimal.max(now, ratioOf(change.ratio));
    case 'at-most':
      return Decimal.min(now, ratioOf(change.ratio));
    case 'by-age':
      return now.plus(byYears(change, age));
    case 'by-insured-years':
      return now.plus(byYears(change, insuredYears));
  }
}

type ByYears = Extract<RatioChange, { kind: 'by-age' | 'by-insured-years' }>;

/** So many points for each year above a number, none where the years are not known. */
function byYears({ points: each, above, most }: ByYears, years: number | null): Decimal {
  const sum = ratioOf(each).times(Math.max((years ?? 0) - above, 0));
  return most === undefined ? sum : Decimal.min(sum, ratioOf(most));
}

/** The adjustment in words, for the trace. */
export function adjustmentText({ name, deductible, ratio }: Adjustment): string {
  const parts = [deductible && deductibleText(deductible), ratio && ratioText(ratio)].filter((part) => part);
  return `${name}（${parts.join('，')}）`;
}

function deductibleText(change: DeductibleChange): string {
  switch (change.kind) {
    case 'times':
      return `起付×${change.factor}`;
    case 'minus':
      return `起付减${change.amount}${change.floor ? `，不低于${change.floor}` : ''}`;
    case 'plus':
      return `起付加${change.amount}`;
    case 'to':
      return `起付为${change.amount}`;
  }
}

const points = (ratio: Ratio): string => `${ratioOf(ratio).times(100).toString()}个百分点`;

const mostText = ({ most }: ByYears): string => (most === undefined ? '' : `，至多${points(most)}`);

function ratioText(change: RatioChange): string {
  switch (change.kind) {
    case 'plus':
      return `比例加${points(change.points)}`;
    case 'minus':
      return `比例减${points(change.points)}`;
    case 'times':
      return `比例×${change.factor}`;
    case 'personal-times':
      return `个人负担比例×${change.factor}`;
    case 'to':
      return `比例为${points(change.ratio).replace('个百分点', '%')}`;
    case 'at-least':
      return `比例不低于${points(change.ratio).replace('个百分点', '%')}`;
    case 'at-most':
      return `比例不高于${points(change.ratio).replace('个百分点', '%')}`;
    case 'by-age':
      return `${change.above}岁以上每岁加${points(change.points)}${mostText(change)}`;
    case 'by-insured-years':
      return `参保满${change.above}年后每年加${points(change.points)}${mostText(change)}`;
  }
}
