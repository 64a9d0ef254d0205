import { Money } from '#kernel';
import type { Accumulators, RecentStay } from './types.js';

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
type Amounts = Readonly<Record<string, Money>>;
type Stays = Readonly<Record<string, RecentStay>>;

/** Accumulators as they travel in JSON: amounts as text. Counters and recent stays stand only where there are any. */
export type AccumulatorsJson = Readonly<Record<AmountName, string>> & {
  readonly stays: number;
  readonly chronicInScopeByMonth: Readonly<Record<string, string>>;
  readonly counters?: Readonly<Record<string, string>>;
  readonly recentStays?: Readonly<Record<string, { readonly stays: number; readonly deductible: string }>>;
};

function amountsBy<T>(make: (name: AmountName) => T): Record<AmountName, T> {
  const amounts = {} as Record<AmountName, T>;
  for (const name of AMOUNTS) amounts[name] = make(name);
  return amounts;
}

/** A medical year in which nothing has been used. */
export const NO_USE: Accumulators = {
  stays: 0,
  ...amountsBy(() => Money.zero),
  chronicInScopeByMonth: {},
  counters: {},
  recentStays: {},
};

/** SET-19: the year after a claim. */
export const addAccumulators = (year: Accumulators, delta: Accumulators): Accumulators => ({
  stays: year.stays + delta.stays,
  ...amountsBy((name) => year[name].plus(delta[name])),
  chronicInScopeByMonth: sumByKey(year.chronicInScopeByMonth, delta.chronicInScopeByMonth),
  counters: sumByKey(year.counters, delta.counters),
  recentStays: sumStays(year.recentStays, delta.recentStays),
});

/** Key by key; what comes to zero is forgotten, so that a refund leaves no trace. */
export function sumByKey(year: Amounts, delta: Amounts): Amounts {
  const keys = Object.keys(delta);
  if (keys.length === 0) return year;
  const sums: Record<string, Money> = { ...year };
  for (const key of keys) {
    const sum = (sums[key] ?? Money.zero).plus(delta[key] ?? Money.zero);
    if (sum.isZero()) delete sums[key];
    else sums[key] = sum;
  }
  return sums;
}

const NO_STAY: RecentStay = { stays: 0, deductible: Money.zero };
const sumOf = (a: RecentStay, b: RecentStay): RecentStay => ({
  stays: a.stays + b.stays,
  deductible: a.deductible.plus(b.deductible),
});

function sumStays(year: Stays, delta: Stays): Stays {
  const keys = Object.keys(delta);
  if (keys.length === 0) return year;
  const sums: Record<string, RecentStay> = { ...year };
  for (const key of keys) {
    const sum = sumOf(sums[key] ?? NO_STAY, delta[key] ?? NO_STAY);
    if (sum.stays === 0 && sum.deductible.isZero()) delete sums[key];
    else sums[key] = sum;
  }
  return sums;
}

function mapped<T, U>(record: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> {
  const made: Record<string, U> = {};
  for (const key of Object.keys(record)) made[key] = make(record[key] as T);
  return made;
}
const negative = (count: number): number => (count === 0 ? 0 : -count);

/** SET-13: what a refund of the claim with this delta does to the year. */
export const negateAccumulators = (delta: Accumulators): Accumulators => ({
  stays: negative(delta.stays),
  ...amountsBy((name) => delta[name].negate()),
  chronicInScopeByMonth: mapped(delta.chronicInScopeByMonth, (amount) => amount.negate()),
  counters: mapped(delta.counters, (amount) => amount.negate()),
  recentStays: mapped(delta.recentStays, ({ stays, deductible }) => ({
    ...{ stays: negative(stays), deductible: deductible.negate() },
  })),
});

const isEmpty = (record: object): boolean => Object.keys(record).length === 0;

export const accumulatorsToJson = (year: Accumulators): AccumulatorsJson => ({
  stays: year.stays,
  ...amountsBy((name) => year[name].toString()),
  chronicInScopeByMonth: mapped(year.chronicInScopeByMonth, String),
  ...(isEmpty(year.counters) ? {} : { counters: mapped(year.counters, String) }),
  ...(isEmpty(year.recentStays) ? {} : { recentStays: mapped(year.recentStays, stayToJson) }),
});
const stayToJson = ({ stays, deductible }: RecentStay) => ({ stays, deductible: deductible.toString() });

/** Reads recorded accumulators; an amount that is absent counts as zero. Throws RangeError for a malformed amount. */
export const accumulatorsFromJson = (json: Partial<AccumulatorsJson>): Accumulators => ({
  stays: json.stays ?? 0,
  ...amountsBy((name) => Money.of(json[name] ?? '0')),
  chronicInScopeByMonth: mapped(json.chronicInScopeByMonth ?? {}, Money.of),
  counters: mapped(json.counters ?? {}, Money.of),
  recentStays: mapped(json.recentStays ?? {}, ({ stays, deductible }) => ({ stays, deductible: Money.of(deductible) })),
});
