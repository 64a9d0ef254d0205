import { Money } from '#kernel';
import { holds } from './conditions.js';
import { OF_CLAIM } from './periods.js';
import type { BenefitName, BenefitTable, Layer, Reduction, Supplement, Treatment } from '#policy';
import type { Facts } from './conditions.js';
import { cutByBands, payOf, reduceBands } from './bands.js';
import type { BandPart } from './bands.js';
import { baseOf, componentsOf, IN_SCOPE, personalLess } from './components.js';
import type { Personal } from './components.js';
import { capRaiseOf } from './cap-raise.js';
import type { PayableReduction } from './treatment.js';
import type { Accumulators, Visit } from './types.js';

/** 医院负担 as a layer of the policy. */
export const HOSPITAL_FUND = '999996';

export type LayerAnswer = {
  readonly code: string;
  /** In words, for the trace. */
  readonly name: string;
  readonly from: BenefitName;
  readonly paid: Money;
  readonly base: Money;
  readonly limitLeft: Money | null;
  /** What years of insurance or without a claim have added to its cap. */
  readonly capRaised: Money;
  readonly parts: readonly BandPart[];
  /** Counters of base and payment; null where accumulators of their own count them. */
  readonly counters: { readonly base: string; readonly paid: string } | null;
  readonly isGiven: boolean;
};

export type LayerQuestion = {
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly facts: Facts;
  readonly visit: Visit;
  readonly year: Accumulators;
  readonly given: Readonly<Record<string, Money>>;
  readonly civilServant: boolean;
};

/** What the layers so far paid, and what they left. */
export type Paid = { readonly personal: Personal; readonly layers: readonly LayerAnswer[] };

type Terms = Omit<Layer, 'kind' | 'fund' | 'visits'>;
type Named = Pick<LayerAnswer, 'code' | 'name' | 'from' | 'counters'> & {
  readonly reduction: Reduction;
  readonly used: { readonly base: Money; readonly paid: Money };
};

/** Whether any layer may concern the claim. */
export function hasLayers({ benefit, visit, civilServant }: LayerQuestion): boolean {
  const { large, supplements } = benefit.values;
  return civilServant || supplements.length > 0 || (large.kind === 'layer' && large.visits.includes(visit.kind));
}

/**
 * The layers above the basic fund in the order of SET-20: large-amount or catastrophic, civil servants, other
 * supplements, medical assistance; each from what the earlier ones left, each rounded once. A layer that does not
 * concern the claim is not among the answers. What the guaranteed minimum adds to the basic fund once the large layer has paid
 * (保底, `minimum`) comes out of what both left.
 */
export function upperFunds(question: LayerQuestion, personal: Personal, minimumAdded = Money.zero): Paid {
  const { supplements } = question.benefit.values;
  const at = (stage: Supplement['stage']) => (before: Paid) =>
    supplements.reduce((now, one) => (one.stage === stage ? supplementFund(question, one, now) : now), before);
  const large = largeFund(question, { personal, layers: [] });
  const start = { ...large, personal: personalLess(large.personal, IN_SCOPE, minimumAdded) };
  if (supplements.length === 0) return civilServantFund(question, start);
  const civil = civilServantFund(question, at('large')(start));
  return at('assistance')(at('supplementary')(at('civil-servant')(civil)));
}

/** 大额、大病 Its own base, deductible, bands, reduction and cap, accumulated over the year. */
function largeFund(question: LayerQuestion, before: Paid): Paid {
  const { benefit, treatment, visit, year } = question;
  const rule = benefit.values.large;
  if (rule.kind === 'none' || !rule.visits.includes(visit.kind)) return before;
  const reduction = benefit.values[`reduction.large.${treatment}`];
  const used = { base: year.catastrophicBase, paid: year.largeFundPaid };
  const named = { code: rule.fund, name: '大额、大病', from: 'large', counters: null, reduction, used } as const;
  return pay(question, rule, named, before);
}

/** 补充、救助 A further layer of the policy, for whom and what it names. */
function supplementFund(question: LayerQuestion, rule: Supplement, before: Paid): Paid {
  const { treatment, visit, facts, year } = question;
  if (!rule.visits.includes(visit.kind) || !holds(rule.when, facts)) return before;
  const counters = { base: `layer|${rule.name}|base`, paid: `layer|${rule.capShared ?? rule.name}|paid` };
  const used = {
    base: year.counters[counters.base] ?? Money.zero,
    paid: (year.counters[counters.paid] ?? Money.zero).plus(paidOn(before, counters.paid)),
  };
  const reduction = rule.reductions?.[treatment] ?? { kind: 'none' };
  return pay(
    question,
    rule,
    { code: rule.fund, name: rule.name, from: 'supplements', counters, reduction, used },
    before,
  );
}

/** What layers that share a cap have paid on this claim already. */
const paidOn = ({ layers }: Paid, counter: string): Money =>
  Money.sum(layers.filter(({ counters }) => counters?.paid === counter).map(({ paid }) => paid));

function pay({ given, visit, facts, year }: LayerQuestion, rule: Terms, layer: Named, before: Paid): Paid {
  const { reduction, used, code, name, from, counters } = layer;
  if (reduction.kind === 'refuse') return before;
  const components = componentsOf(rule.base);
  const base = baseOf(before.personal, components);
  const already = rule.per === 'claim' ? usedByClaim(name, year) : used;
  const capRaised = capRaiseOf(rule.capRaise, facts);
  const limitLeft = rule.cap === null ? null : rule.cap.plus(capRaised).minus(already.paid).max(Money.zero);
  const decided = given[name] ?? given[code];
  const isGiven = decided !== undefined;
  const stretch = { base, before: already.base, level: visit.settlementLevel };
  const parts = isGiven ? NO_PARTS : layerParts(rule, reduction, stretch);
  const paid = decided ?? limited(parts, base, limitLeft);
  const answer: LayerAnswer = { code, name, from, counters, paid, base, limitLeft, capRaised, parts, isGiven };
  return { personal: personalLess(before.personal, components, paid), layers: [...before.layers, answer] };
}

/** Where a layer counts what the parts of one claim used. */
export const countersOfClaim = (name: string) => ({
  base: `${OF_CLAIM}layer|${name}|base`,
  paid: `${OF_CLAIM}layer|${name}|paid`,
});
function usedByClaim(name: string, { counters }: LayerQuestion['year']): Named['used'] {
  const { base, paid } = countersOfClaim(name);
  return { base: counters[base] ?? Money.zero, paid: counters[paid] ?? Money.zero };
}
const NO_PARTS: readonly BandPart[] = [];

/** Rounded once, within what the cap left; rounding up half a cent may not pay more than was left of the base. */
function limited(parts: readonly BandPart[], base: Money, limitLeft: Money | null): Money {
  const rounded = Money.roundHalfUp(payOf(parts)).min(base);
  return limitLeft === null ? rounded : rounded.min(limitLeft);
}

type Stretch = { readonly base: Money; readonly before: Money; readonly level: Visit['settlementLevel'] };

function layerParts(rule: Terms, reduction: PayableReduction, { base, before, level }: Stretch): readonly BandPart[] {
  const deductible = ownDeductible(reduction, base, level) ?? rule.deductible;
  const shift = rule.bandsFrom === 'deductible' ? deductible : Money.zero;
  const from = before.max(deductible).minus(shift);
  const to = before.plus(base).minus(shift);
  if (to.lte(from)) return [];
  // A share borne first is of what the layer pays on, whatever it is of in the basic fund.
  const asShare = reduction.kind === 'first-bear' && reduction.of === 'in-scope';
  const reduced = asShare ? ({ ...reduction, of: 'above-deductible' } as const) : reduction;
  return cutByBands(reduceBands(rule.bands, reduced, level), from, to);
}

function ownDeductible(
  { deductible }: PayableReduction,
  base: Money,
  level: Visit['settlementLevel'],
): Money | undefined {
  if (deductible === undefined || deductible instanceof Money) return deductible;
  const own = 'levels' in deductible ? deductible.levels[level] : deductible;
  if (own instanceof Money) return own;
  const share = base.share(own.share).max(own.floor ?? Money.zero);
  return own.ceiling === undefined ? share : share.min(own.ceiling);
}

/** 公务员医疗补助 Share of the in-scope cost the earlier funds left. */
function civilServantFund(question: LayerQuestion, before: Paid): Paid {
  const { benefit, visit, civilServant } = question;
  const rule = benefit.values.civilServant;
  if (!civilServant || rule.kind === 'none' || !rule.visits.includes(visit.kind)) return before;
  const terms = {
    ...({ base: 'personal', deductible: Money.zero, per: 'claim', cap: null } as const),
    bands: [{ upTo: null, ratio: rule.ratio }],
  };
  const named = { code: '320100', name: '公务员医疗补助', from: 'civilServant', counters: null } as const;
  const used = { base: Money.zero, paid: Money.zero };
  return pay(question, terms, { ...named, reduction: { kind: 'none' }, used }, before);
}
