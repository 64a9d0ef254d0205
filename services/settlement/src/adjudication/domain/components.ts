import { Money } from '#kernel';
import type { Component, Layer } from '#policy';
import type { BasicAnswer } from './basic-fund.js';
import type { Amounts } from './types.js';

/** 个人负担 What is left to the patient, by what it is. Every layer takes its payment out of its own base. */
export type Personal = Readonly<Record<Component, Money>>;

/** The order in which a payment comes out of the parts of its base. */
const ORDER = [
  'coinsurance',
  'over-cap',
  'over-quota',
  'first-bear',
  'deductible',
  'prepay',
  'over-limit',
  'self-pay',
] as const satisfies readonly Component[];

type Named = Extract<Layer['base'], string>;
/** 政策范围内 What is left of the in-scope cost. */
export const IN_SCOPE: readonly Component[] = ['coinsurance', 'over-cap', 'over-quota', 'first-bear', 'deductible'];
const BASES: Readonly<Record<Named, readonly Component[]>> = {
  'over-cap': ['over-cap'],
  personal: IN_SCOPE,
  'personal-without-deductible': IN_SCOPE.filter((component) => component !== 'deductible'),
};

/** What the basic fund left. What it paid beyond the ordinary ratio (保底) came out of the coinsurance first. */
export function personalAfter(basic: BasicAnswer, { inScope, classBPrepay, overLimit, selfPay }: Amounts): Personal {
  let left = inScope.minus(basic.paid);
  const take = (amount: Money): Money => {
    const taken = amount.min(left).max(Money.zero);
    left = left.minus(taken);
    return taken;
  };
  const deductible = take(basic.deductibleCharged);
  const [overCap, overQuota, firstBorne] = [take(basic.beyondCap), take(basic.overQuota), take(basic.firstBorne)];
  return {
    coinsurance: left,
    'over-cap': overCap,
    'over-quota': overQuota,
    'first-bear': firstBorne,
    deductible,
    prepay: classBPrepay,
    'over-limit': overLimit,
    'self-pay': selfPay,
  };
}

export const componentsOf = (base: Layer['base']): readonly Component[] =>
  typeof base === 'string' ? BASES[base] : base;

export const baseOf = (personal: Personal, components: readonly Component[]): Money =>
  Money.sum(components.map((component) => personal[component]));

/** What a layer left: its payment comes out of the parts of its base, in their order. */
export function personalLess(personal: Personal, components: readonly Component[], paid: Money): Personal {
  if (paid.isZero()) return personal;
  const rest: Record<Component, Money> = { ...personal };
  let left = paid;
  for (const component of ORDER) {
    if (!components.includes(component)) continue;
    const taken = rest[component].min(left);
    rest[component] = rest[component].minus(taken);
    left = left.minus(taken);
  }
  return rest;
}
