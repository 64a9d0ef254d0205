import { Decimal, Money } from '#kernel';
import type { BenefitName, BenefitTable, DeductibleRule, Origin } from '#policy';
import type { BandPart } from './bands.js';
import type { PayableReduction } from './treatment.js';
import type { Step } from './types.js';

/** Money or exact decimals as the trace prints them: at least two, at most four decimals. */
export const yuanText = (amount: Money | Decimal): string => {
  if (amount instanceof Money) return amount.toString();
  const exact = amount.toDecimalPlaces(4);
  return exact.decimalPlaces() <= 2 ? exact.toFixed(2) : exact.toString();
};

/** How the source of a value from a demonstration table begins after its text. */
export const DEMONSTRATION_MARK = '（演示；';

const sourceText = (origin: Origin): string => {
  if (origin.status === 'demonstration') return `${origin.source}${DEMONSTRATION_MARK}${origin.file}）`;
  return `${origin.source}（${origin.status === 'draft' ? '征求意见稿；' : ''}${origin.file}）`;
};

/** A step that rests on a policy value. */
export const policyStep = (
  benefit: BenefitTable,
  step: Omit<Step, 'source' | 'amount'> & { readonly from: BenefitName; readonly amount: Money | Decimal },
): Step => ({
  name: step.name,
  amount: yuanText(step.amount),
  formula: step.formula,
  policyValue: step.policyValue,
  source: sourceText(benefit.origins[step.from]),
  rule: step.rule,
});

/** A step of arithmetic alone. */
export const plainStep = (name: string, amount: Money, formula: string, rule: string): Step => ({
  name,
  amount: amount.toString(),
  formula,
  policyValue: null,
  source: null,
  rule,
});

export const percent = (ratio: string): string => `${new Decimal(ratio).times(100).toString()}%`;

/** One step a band: `统筹第2段 (40000.00−20000.00)×73%`. */
export const bandSteps = (
  benefit: BenefitTable,
  parts: readonly BandPart[],
  about: { readonly name: string; readonly from: BenefitName; readonly rule: string },
): Step[] =>
  parts.map((part, index) =>
    policyStep(benefit, {
      name: parts.length === 1 ? about.name : `${about.name}第${index + 1}段`,
      amount: part.pay,
      formula: `(${yuanText(part.to)}−${yuanText(part.from)})×${percent(part.ratio)}`,
      policyValue: percent(part.ratio),
      from: about.from,
      rule: about.rule,
    }),
  );

/** A deductible in words, for the trace. */
export function deductibleText(rule: DeductibleRule): string {
  if (rule instanceof Money) return rule.toString();
  if ('share' in rule) {
    const of = rule.of === 'total' ? '总费用' : '范围内费用';
    const floor = rule.floor ? `，不低于${rule.floor}` : '';
    return `${of}的${percent(rule.share)}${floor}${rule.ceiling ? `，不高于${rule.ceiling}` : ''}`;
  }
  const { levels, per } = rule;
  const texts = (['1', '2', '3'] as const).map((level) => deductibleText(levels[level]));
  return `${per === 'year' ? '每年' : ''}${new Set(texts).size === 1 ? texts[0] : texts.join('/')}`;
}

/** The reduction in words, for the trace. */
export function reductionText(reduction: PayableReduction): string {
  const deductible = reduction.deductible ? `，起付标准${deductibleText(reduction.deductible)}` : '';
  switch (reduction.kind) {
    case 'none':
      return `不降低${deductible}`;
    case 'points':
      return `比例降${new Decimal(reduction.points).times(100).toString()}个百分点${deductible}`;
    case 'first-bear': {
      const of = reduction.of === 'in-scope' ? '范围内费用（扣起付前）' : '';
      return `先行承担${of}${percent(reduction.share)}${deductible}`;
    }
    case 'separate':
      return `按单独比例${deductible}`;
  }
}
