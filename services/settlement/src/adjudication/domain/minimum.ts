import { Money } from '#kernel';
import type { BenefitTable, MinimumRule } from '#policy';
import type { BasicAnswer } from './basic-fund.js';
import type { Amounts, Visit } from './types.js';

type MinimumQuestion = { readonly benefit: BenefitTable; readonly visit: Visit; readonly amounts: Amounts };

/**
 * 保底 What the basic fund adds so that it, or with the layer above it, pays at least the share the policy guarantees; never
 * beyond what its caps left nor beyond the in-scope cost. `others` is what the layer above paid.
 */
export function minimumAdded(
  { benefit, visit, amounts }: MinimumQuestion,
  basic: BasicAnswer,
  { stage, others }: { readonly stage: Extract<MinimumRule, { kind: 'share' }>['against']; readonly others: Money },
): Money {
  const rule = benefit.values.minimum;
  if (rule.kind === 'none' || rule.against !== stage || !rule.visits.includes(visit.kind)) return Money.zero;
  const least = baseOf(rule.of, amounts, basic.deductibleCharged).share(rule.ratio);
  const wanted = least.minus(others).min(amounts.inScope.minus(others));
  const allowed = basic.limitLeft === null ? wanted : wanted.min(basic.limitLeft);
  return allowed.minus(basic.paid).max(Money.zero);
}

function baseOf(
  of: Extract<MinimumRule, { kind: 'share' }>['of'],
  { total, inScope }: Amounts,
  deductible: Money,
): Money {
  switch (of) {
    case 'in-scope':
      return inScope;
    case 'in-scope-above-deductible':
      return inScope.minus(deductible);
    case 'total':
      return total;
    case 'total-above-deductible':
      return total.minus(deductible);
  }
}
