import { Decimal, Money, ratioOf } from '#kernel';
import { cutByBands, payOf } from './bands.js';
import { holds } from './conditions.js';
import type { EffectivePolicy, ItemRule } from '#policy';
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
};

const ZERO = new Decimal(0);

/** Whether a policy looks at single items at all, so that others are spared their amounts. */
export const readsItems = ({ byStatus }: EffectivePolicy): boolean =>
  Object.values(byStatus).some(
    ({ values, variants }) => values.items.length > 0 || variants.some(({ name }) => name === 'items'),
  );

/** 项目 Takes the items the policy treats in their own way out of the bill; a line belongs to the first rule that names it. */
export function itemsAnswer({ benefit, facts, items = [] }: BasicQuestion, inScope: Money): ItemsAnswer {
  const rules = benefit.values.items;
  if (rules.length === 0) return { ordinary: inScope, overCeiling: Money.zero, own: ZERO, bonuses: [], used: [] };
  const named = new Map<ItemRule, ItemCost[]>();
  const inForce = rules.filter(({ when }) => holds(when, facts));
  for (const item of items) {
    const rule = inForce.find((one) => isOf(one, item));
    if (rule) named.set(rule, [...(named.get(rule) ?? []), item]);
  }
  return answerOf(
    [...named].map(([rule, costs]) => useOf(rule, costs)),
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

function useOf(rule: ItemRule, costs: readonly ItemCost[]): ItemUse {
  const parts = piecesOf(rule, costs).map((piece) => ({ cost: piece.cost, ...cutPiece(rule, piece) }));
  const cost = Money.sum(parts.map((part) => part.cost));
  const overCeiling = Money.sum(parts.map((part) => part.overCeiling));
  const borne = Money.sum(parts.map((part) => part.borne));
  return { rule, cost, overCeiling, borne, paidOn: cost.minus(overCeiling).minus(borne) };
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
    own: own.reduce((sum: Decimal, use) => sum.plus(ownPay(use)), ZERO),
    bonuses: withRest.flatMap(({ rule, paidOn }) => (rule.pay.kind === 'bonus' ? [{ rule, cost: paidOn }] : [])),
    used,
  };
}

export const ownPay = ({ rule, paidOn }: ItemUse): Decimal =>
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
