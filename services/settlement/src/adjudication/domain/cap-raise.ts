import { Money } from '#kernel';
import type { CapRaise } from '#policy';
import type { Facts } from './conditions.js';

/**
 * 激励 SET-19: what the cap of a layer rises by for years of insurance, or of no reimbursement, above those that count
 * nothing; never beyond its maximum. What is not known of a person raises nothing.
 */
export function capRaiseOf(rule: CapRaise | undefined, facts: Pick<Facts, 'insuredYears' | 'unclaimedYears'>): Money {
  if (rule === undefined) return Money.zero;
  const raises = rule.reasons.map(({ years, above, amount }) => {
    const counted = Math.max((facts[years] ?? 0) - above, 0);
    return Money.roundHalfUp(amount.exact().times(counted));
  });
  const sum = Money.sum(raises);
  return rule.max === undefined ? sum : sum.min(rule.max);
}
