import { Money, monthOf } from '#kernel';
import { NO_USE } from './accumulators.js';
import type { FundsPaid } from './computation.js';
import { stayKey } from './deductible.js';
import { CHRONIC_BORNE_COUNTER, type LimitLeft } from './limits.js';
import { OF_CLAIM } from './periods.js';
import type { Accumulators, RecentStay } from './types.js';
import { countersOfClaim } from './upper-funds.js';

/** SET-19: what a claim, or its part in one medical year, does to the accumulators of that year. */
export function deltaOf(paid: FundsPaid): Accumulators {
  const { input, basic, layers } = paid;
  if (input.uncovered === true) return NO_USE;
  const { kind, date } = input.visit;
  const large = layers.find(({ from }) => from === 'large');
  const upper = {
    catastrophicBase: large?.base ?? Money.zero,
    largeFundPaid: large?.paid ?? Money.zero,
    counters: beyondClaim(countersOf(paid)),
    recentStays: recentStays(paid),
  };
  const charged = basic.deductibleCharged;
  // Later claims of the year go on where this one ended on the bands, and on the limits of the month.
  const { considered: inScope, withinQuota } = basic;
  switch (kind) {
    case 'inpatient': {
      const stays = input.deductibleElsewhere === true ? 0 : 1;
      return { ...NO_USE, ...upper, stays, deductiblePaid: charged, inScope, fundPaid: basic.paid };
    }
    case 'chronic': {
      const chronicInScopeByMonth = { [monthOf(date)]: withinQuota };
      return { ...NO_USE, ...upper, fundPaid: basic.paid, chronicDeductiblePaid: charged, chronicInScopeByMonth };
    }
    case 'outpatient':
    case 'pharmacy': {
      const outpatient = { outpatientDeductiblePaid: charged, outpatientInScope: basic.considered };
      return { ...NO_USE, ...upper, ...outpatient, outpatientFundPaid: basic.paid };
    }
  }
}

const NONE = {};

/** What limits, items and layers of one claim let one part of a stay use, for its later parts; nothing without cover (SET-12). */
export function usedByClaim(paid: FundsPaid): Accumulators['counters'] {
  if (paid.input.uncovered === true) return NONE;
  const layers = paid.layers.flatMap(({ name, base, paid: payment }) => {
    const counters = countersOfClaim(name);
    return [[counters.base, base] as const, [counters.paid, payment] as const];
  });
  const counted = Object.entries(countersOf(paid)).filter(([counter]) => counter.startsWith(OF_CLAIM));
  return summed([...counted, ...layers]);
}

function beyondClaim(counters: Accumulators['counters']): Accumulators['counters'] {
  const names = Object.keys(counters);
  if (!names.some((name) => name.startsWith(OF_CLAIM))) return counters;
  return Object.fromEntries(Object.entries(counters).filter(([name]) => !name.startsWith(OF_CLAIM)));
}

/** Use of the further limits and layers of the policy; empty where it has none. */
function countersOf({ input, basic, layers }: FundsPaid): Accumulators['counters'] {
  const { onScope, onPayment } = basic.limits;
  const counted = [
    ...onPayment.filter(isCounted).map(({ counter }) => [counter, basic.paid] as const),
    ...onScope.filter(isCounted).map(({ counter, from }) => [counter, onLimit(basic, from)] as const),
    ...basic.items.used.flatMap(({ counted }) =>
      counted === null ? [] : [[counted.counter, counted.amount] as const],
    ),
    ...(input.visit.kind === 'chronic'
      ? [[CHRONIC_BORNE_COUNTER, basic.withinQuota.minus(basic.considered)] as const]
      : []),
    ...(basic.deductibleCounter === null ? [] : [[basic.deductibleCounter, basic.deductibleCharged] as const]),
    ...layers.flatMap(({ counters, base, paid }) =>
      counters === null ? [] : [[counters.base, base] as const, [counters.paid, paid] as const],
    ),
  ].filter(([, amount]) => !amount.isZero());
  return counted.length === 0 ? NONE : summed(counted);
}

/** A cap on cost is used by what the fund looked at, a limit also by what of its cost was borne first. */
const onLimit = ({ considered, withinQuota }: FundsPaid['basic'], from: LimitLeft['from']): Money =>
  from === 'limits' ? withinQuota : considered;

/** Layers that share a cap count on one counter. */
function summed(counted: readonly (readonly [counter: string, amount: Money])[]): Accumulators['counters'] {
  const sums: Record<string, Money> = {};
  for (const [counter, amount] of counted) sums[counter] = (sums[counter] ?? Money.zero).plus(amount);
  return sums;
}

type Counted = LimitLeft & { readonly counter: string };
const isCounted = (limit: LimitLeft): limit is Counted => limit.counter !== null;

/** Kept only where the policy asks about an earlier stay. */
function recentStays({ input, benefit, basic }: FundsPaid): Readonly<Record<string, RecentStay>> {
  const rule = benefit.values['inpatient.deductible'];
  if (input.visit.kind !== 'inpatient' || !('levels' in rule) || !rule.readmission) return NONE;
  return { [stayKey(input.visit)]: { stays: 1, deductible: basic.deductibleCharged } };
}
