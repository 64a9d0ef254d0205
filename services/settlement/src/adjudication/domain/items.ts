import { Decimal, Money, ratioOf } from '#kernel';
import { cutByBands, payOf } from './bands.js';
import { holds } from './conditions.js';
import type { EffectivePolicy, ItemRule } from '#policy';
import { OF_CLAIM, periodOf } from './periods.js';
import type { BasicQuestion } from './question.js';
import type { ItemCost } from './types.js';

/** What rules on items make of the in-scope cost of a claim. */
export type ItemsAnswer = {
  /** In-scope cost that goes the ordinary way through deductible and bands. */
  readonly ordinary: Money;
  /** Above the ceilings of items. */
  readonly overCeiling: Money;
  /** Exact payment at ratios of their own, and points on top of the ordinary ratio. */
  readonly own: Decimal;
  readonly bonuses: readonly { readonly rule: ItemRule; readonly cost: Money }[];
  readonly used: readonly ItemUse[];
};
export type ItemUse = {
  readonly rule: ItemRule;
  readonly cost: Money;
  readonly overCeiling: Money;
  readonly borne: Money;
  readonly paidOn: Money;
  /** What a ratio of its own pays, exact; zero for the others. */
  readonly own: Decimal;
  /** What the claim uses of the item's limit, and where that is counted; null where it has none. */
  readonly counted: { readonly counter: string; readonly amount: Money } | null;
};

const ZERO = new Decimal(0);

/** Whether a policy looks at single items at all, so that others are spared their amounts. */
export const readsItems = ({ byStatus }: EffectivePolicy): boolean =>
  Object.values(byStatus).some(
    ({ values, variants }) => values.items.length > 0 || variants.some(({ name }) => name === 'items'),
  );

/** 项目 Takes the items the policy treats in their own way out of the bill; a line belongs to the first rule that names it. */
export function itemsAnswer(question: BasicQuestion, inScope: Money): ItemsAnswer {
  const { benefit, facts, items = [] } = question;
  const rules = benefit.values.items;
  // A pharmacy that takes the account alone has nothing looked at.
  if (rules.length === 0 || inScope.isZero())
    return { ordinary: inScope, overCeiling: Money.zero, own: ZERO, bonuses: [], used: [] };
  const named = new Map<ItemRule, ItemCost[]>();
  const inForce = rules.filter(({ when }) => holds(when, facts));
  for (const item of items) {
    const rule = inForce.find((one) => isOf(one, item));
    if (rule) named.set(rule, [...(named.get(rule) ?? []), item]);
  }
  return answerOf(
    [...named].map(([rule, costs]) => useOf(question, rule, costs)),
    inScope,
  );
}

const isOf = ({ categories = [], codes = [] }: ItemRule, { category, code }: ItemCost): boolean =>
  categories.includes(category) || codes.some((head) => code.startsWith(head));

/** Cost that ceiling and share are held against, and how many units it is of. */
type Piece = { readonly cost: Money; readonly units: Decimal };
const ONE = new Decimal(1);

function piecesOf({ each }: ItemRule, costs: readonly ItemCost[]): readonly Piece[] {
  if (each === undefined) return [{ cost: Money.sum(costs.map(({ inScope }) => inScope)), units: ONE }];
  return costs.map(({ inScope, quantity = ONE }) => ({
    cost: inScope,
    units: each === 'line' || quantity.isZero() ? ONE : quantity.abs(),
  }));
}

function useOf(question: BasicQuestion, rule: ItemRule, costs: readonly ItemCost[]): ItemUse {
  const limit = itemLimit(question, rule);
  const { onCost, ...use } = consider(rule, costs, limit.cost);
  const exact = ownPay(use);
  const own = limit.payment === null ? exact : Decimal.min(exact, limit.payment.exact());
  const amount = limit.payment === null ? onCost : Money.roundHalfUp(own);
  return { ...use, own, counted: limit.counter === null ? null : { counter: limit.counter, amount } };
}

type Considered = Omit<ItemUse, 'own' | 'counted'> & { readonly onCost: Money };

/** What limit, ceiling and share leave of the cost; a limit on cost comes first and is of the whole, which then is one piece. */
function consider(rule: ItemRule, costs: readonly ItemCost[], left: Money | null): Considered {
  const cost = Money.sum(costs.map(({ inScope }) => inScope));
  const onCost = left === null ? cost : cost.min(left);
  const pieces = left === null ? piecesOf(rule, costs) : [{ cost: onCost, units: ONE }];
  const parts = pieces.map((piece) => cutPiece(rule, piece));
  const overCeiling = cost.minus(onCost).plus(Money.sum(parts.map((part) => part.overCeiling)));
  const borne = Money.sum(parts.map((part) => part.borne));
  return { rule, cost, onCost, overCeiling, borne, paidOn: cost.minus(overCeiling).minus(borne) };
}

/** What an item's limit leaves, on cost or on payment, and where its use is counted. */
type ItemLimit = { readonly cost: Money | null; readonly payment: Money | null; readonly counter: string | null };
const NO_LIMIT: ItemLimit = { cost: null, payment: null, counter: null };

function itemLimit({ year, visit }: BasicQuestion, { name, limit }: ItemRule): ItemLimit {
  if (limit === undefined) return NO_LIMIT;
  const counter = limit.per === 'claim' ? `${OF_CLAIM}item|${name}` : `item|${name}|${periodOf(limit.per, visit.date)}`;
  const left = limit.amount.minus(year.counters[counter] ?? Money.zero).max(Money.zero);
  return limit.on === 'payment' ? { cost: null, payment: left, counter } : { cost: left, payment: null, counter };
}

/** What of a piece lies above the ceiling, and what of the rest is borne first; a line taken back takes back as much. */
function cutPiece({ ceiling = null, share }: ItemRule, piece: Piece): Pick<ItemUse, 'overCeiling' | 'borne'> {
  const { units } = piece;
  const cost = piece.cost.abs();
  const within = ceiling === null ? cost : cost.min(Money.roundHalfUp(ceiling.exact().times(units)));
  // Limits times the units, instead of the cost by unit: no quotient has to be rounded.
  const parts = share ? cutByBands(share, Money.zero, within, { mode: 'progressive', scale: units }) : [];
  const cut = { overCeiling: cost.minus(within), borne: Money.roundHalfUp(payOf(parts)) };
  if (!piece.cost.isNegative()) return cut;
  return { overCeiling: cut.overCeiling.negate(), borne: cut.borne.negate() };
}

function answerOf(used: readonly ItemUse[], inScope: Money): ItemsAnswer {
  const own = used.filter(({ rule }) => rule.pay.kind === 'own');
  const withRest = used.filter(({ rule }) => rule.pay.kind !== 'own');
  const apart = [...own.map(({ cost }) => cost), ...withRest.map(({ overCeiling, borne }) => overCeiling.plus(borne))];
  return {
    ordinary: inScope.minus(Money.sum(apart)),
    overCeiling: Money.sum(used.map(({ overCeiling }) => overCeiling)),
    own: own.reduce((sum: Decimal, use) => sum.plus(use.own), ZERO),
    bonuses: withRest.flatMap(({ rule, paidOn }) => (rule.pay.kind === 'bonus' ? [{ rule, cost: paidOn }] : [])),
    used,
  };
}

const ownPay = ({ rule, paidOn }: Pick<ItemUse, 'rule' | 'paidOn'>): Decimal =>
  rule.pay.kind === 'own' ? paidOn.exact().times(ratioOf(rule.pay.ratio)) : ZERO;

/**
 * Points on top of the ordinary ratio. The deductible is borne out of the other cost first; what part of it, or of a limit,
 * falls on these items earns no points.
 */
export function bonusPay({ bonuses }: ItemsAnswer, payable: Money): Decimal {
  let left = payable;
  let sum: Decimal = ZERO;
  for (const { rule, cost } of bonuses) {
    if (rule.pay.kind !== 'bonus') continue;
    const earning = cost.min(left);
    sum = sum.plus(earning.exact().times(ratioOf(rule.pay.points)));
    left = left.minus(earning);
  }
  return sum;
}
