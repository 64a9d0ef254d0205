import { Money } from '#kernel';
import type { BenefitTable, LayerRule, Treatment } from '#policy';
import { cutByBands, payOf, reduceBands } from './bands.js';
import type { BandPart } from './bands.js';
import type { BasicAnswer } from './basic-fund.js';
import type { Accumulators, Amounts, Visit } from './types.js';

export type LayerAnswer = {
  readonly code: string;
  readonly paid: Money;
  readonly base: Money;
  readonly limitLeft: Money | null;
  readonly parts: readonly BandPart[];
};

const UNTOUCHED: LayerAnswer = { code: '', paid: Money.zero, base: Money.zero, limitLeft: null, parts: [] };

type LayerQuestion = {
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly year: Accumulators;
};

/** 大额、大病 The layer above the basic fund: its own base, deductible, bands, reduction and cap, accumulated over the year. */
export function largeFund(question: LayerQuestion, basic: BasicAnswer): LayerAnswer {
  const { benefit, treatment, visit, amounts, year } = question;
  const rule = benefit.values.large;
  if (rule.kind === 'none' || !rule.visits.includes(visit.kind)) return UNTOUCHED;
  const reduction = benefit.values[`reduction.large.${treatment}`];
  if (reduction.kind === 'refuse') return UNTOUCHED;
  const leftToPatient = amounts.inScope.minus(basic.paid);
  const base = layerBase(rule, basic, leftToPatient);
  const before = year.catastrophicBase;
  const from = before.max(reduction.deductible ?? rule.deductible);
  const parts = cutByBands(reduceBands(rule.bands, reduction), from, before.plus(base));
  const limitLeft = rule.cap === null ? null : rule.cap.minus(year.largeFundPaid).max(Money.zero);
  // Rounding up half a cent may not pay more than was left of the bill.
  const rounded = Money.roundHalfUp(payOf(parts)).min(leftToPatient);
  return { code: rule.fund, paid: limitLeft ? rounded.min(limitLeft) : rounded, base, limitLeft, parts };
}

function layerBase(rule: Extract<LayerRule, { kind: 'layer' }>, basic: BasicAnswer, leftToPatient: Money): Money {
  switch (rule.base) {
    case 'over-cap':
      return basic.beyondCap;
    case 'personal':
      return leftToPatient;
    case 'personal-without-deductible':
      return leftToPatient.minus(basic.deductibleCharged);
  }
}

/** 公务员医疗补助 Share of the in-scope cost the earlier funds left. */
export function civilServantFund(question: LayerQuestion, left: Money): LayerAnswer {
  const rule = question.benefit.values.civilServant;
  if (rule.kind === 'none' || !rule.visits.includes(question.visit.kind)) return UNTOUCHED;
  const parts = cutByBands([{ upTo: null, ratio: rule.ratio }], Money.zero, left);
  return { code: '320100', paid: left.share(rule.ratio), base: left, limitLeft: null, parts };
}
