import { Money } from '#kernel';
import type { Accumulators } from './types.js';

const AMOUNTS = [
  'deductiblePaid',
  'inScope',
  'fundPaid',
  'catastrophicBase',
  'largeFundPaid',
  'outpatientDeductiblePaid',
  'outpatientInScope',
  'outpatientFundPaid',
  'chronicDeductiblePaid',
] as const;
type AmountName = (typeof AMOUNTS)[number];

/** Accumulators as they travel in JSON: amounts as text. */
export type AccumulatorsJson = Readonly<Record<AmountName, string>> & {
  readonly stays: number;
  readonly chronicInScopeByMonth: Readonly<Record<string, string>>;
};

const amountsBy = <T>(make: (name: AmountName) => T): Record<AmountName, T> =>
  Object.fromEntries(AMOUNTS.map((name) => [name, make(name)])) as Record<AmountName, T>;

/** A medical year in which nothing has been used. */
export const NO_USE: Accumulators = { stays: 0, ...amountsBy(() => Money.zero), chronicInScopeByMonth: {} };

/** SET-19: the year after a claim. */
export function addAccumulators(year: Accumulators, delta: Accumulators): Accumulators {
  const months = { ...year.chronicInScopeByMonth };
  for (const [month, amount] of Object.entries(delta.chronicInScopeByMonth)) {
    const sum = (months[month] ?? Money.zero).plus(amount);
    if (sum.isZero()) delete months[month];
    else months[month] = sum;
  }
  return {
    stays: year.stays + delta.stays,
    ...amountsBy((name) => year[name].plus(delta[name])),
    chronicInScopeByMonth: months,
  };
}

/** SET-13: what a refund of the claim with this delta does to the year. */
export const negateAccumulators = (delta: Accumulators): Accumulators => ({
  stays: delta.stays === 0 ? 0 : -delta.stays,
  ...amountsBy((name) => delta[name].negate()),
  chronicInScopeByMonth: Object.fromEntries(
    Object.entries(delta.chronicInScopeByMonth).map(([month, amount]) => [month, amount.negate()]),
  ),
});

export const accumulatorsToJson = (year: Accumulators): AccumulatorsJson => ({
  stays: year.stays,
  ...amountsBy((name) => year[name].toString()),
  chronicInScopeByMonth: Object.fromEntries(
    Object.entries(year.chronicInScopeByMonth).map(([month, amount]) => [month, amount.toString()]),
  ),
});

/** Reads recorded accumulators; an amount that is absent counts as zero. Throws RangeError for a malformed amount. */
export const accumulatorsFromJson = (json: Partial<AccumulatorsJson>): Accumulators => ({
  stays: json.stays ?? 0,
  ...amountsBy((name) => Money.of(json[name] ?? '0')),
  chronicInScopeByMonth: Object.fromEntries(
    Object.entries(json.chronicInScopeByMonth ?? {}).map(([month, amount]) => [month, Money.of(amount)]),
  ),
});
