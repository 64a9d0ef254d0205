import type { Money } from '#kernel';
import type { FundsPaid } from './computation.js';
import { BASIC_FUND } from './funds-paid.js';
import type { FundPayment } from './types.js';
import { HOSPITAL_FUND } from './upper-funds.js';
import type { LayerAnswer } from './upper-funds.js';

/**
 * One payment a fund: the basic fund always, other funds when they pay; what the hospital bears is no fund's. Layers of one
 * fund, such as assistance and its tilted part, pay together on what the first of them looked at.
 */
export function paymentsOf({ input, basic, layers }: FundsPaid): readonly FundPayment[] {
  const first: FundPayment = {
    code: BASIC_FUND[input.person.scheme],
    amount: basic.paid,
    inScope: basic.considered,
    limitLeft: basic.limitLeft,
  };
  const upper = layers.filter(({ code, paid }) => code !== HOSPITAL_FUND && paid.isPositive());
  const byCode = new Map<string, LayerAnswer[]>();
  for (const layer of upper) byCode.set(layer.code, [...(byCode.get(layer.code) ?? []), layer]);
  return [first, ...[...byCode.values()].map(layersTogether)];
}

function layersTogether(layers: readonly LayerAnswer[]): FundPayment {
  const [first, ...others] = layers as [LayerAnswer, ...LayerAnswer[]];
  const { code, paid, base, limitLeft } = first;
  return others.reduce<FundPayment>(
    (sum, one) => ({ ...sum, amount: sum.amount.plus(one.paid), limitLeft: bothLeft(sum.limitLeft, one, first) }),
    { code, amount: paid, inScope: base, limitLeft },
  );
}

/** Layers that share a cap have what the first of them had left; others add up. */
function bothLeft(left: Money | null, layer: LayerAnswer, first: LayerAnswer): Money | null {
  const isShared = layer.counters !== null && layer.counters.paid === first.counters?.paid;
  if (isShared) return left;
  return left === null || layer.limitLeft === null ? null : left.plus(layer.limitLeft);
}

/** Of a stay in several medical years: one payment a fund; what its limit left is what the last year's had left. */
export function paymentsOfYears(parts: readonly FundsPaid[]): readonly FundPayment[] {
  const merged = new Map<string, FundPayment>();
  for (const payment of parts.flatMap(paymentsOf)) {
    const before = merged.get(payment.code);
    merged.set(payment.code, before === undefined ? payment : added(before, payment));
  }
  return [...merged.values()];
}

const added = (before: FundPayment, { code, amount, inScope, limitLeft }: FundPayment): FundPayment => ({
  code,
  amount: before.amount.plus(amount),
  inScope: before.inScope.plus(inScope),
  limitLeft,
});
