import { describe, expect, it } from '@jest/globals';
import { Decimal, Money } from '#kernel';
import { NO_USE, addAccumulators, splitFeeLine, sumSplit } from './index.js';
import type { Accumulators } from './index.js';
import { bill, claimOf, policyWith } from './testing/inputs.js';
import { caseOf, fund, personal, settle } from './testing/published.js';

describe('published chronic-disease cases, to the cent', () => {
  it('WC02: chronic disease, deductible 300 left, 70%, the account pays the rest (SET-01, SET-20)', () => {
    const { inputs, expected } = caseOf('WC02');
    const policy = policyWith('employee', {
      'chronic.deductible': inputs['deductible_remaining'],
      'chronic.ratio.{1,2,3}': '0.70',
    });
    const account = { balance: Money.of('5000'), mayUse: true };
    const result = settle(claimOf(policy, bill(inputs['total'] ?? ''), { account, visit: { kind: 'chronic' } }));
    expect(fund(result, '310100')).toBe(expected['pooled_fund']);
    expect(result.accountPaid.toString()).toBe(expected['personal_account']);
    expect(result.cash.toString()).toBe(expected['cash']);
  });

  it('WC03: lines are split by the place of care, the ratio is of the place of insurance (SET-03)', () => {
    const { inputs, expected } = caseOf('WC03');
    const lines = inputs['lines'] as unknown as { item: string; class: string; amount: string; prepay: string }[];
    const split = lines.map((line) => {
      const entry = {
        code: line.item,
        name: line.item,
        class: line.class === '甲' ? '01' : '02',
        category: '09',
        selfpayProp: '0.10',
        priceCeiling: null,
        restricted: false,
      } as const;
      const part = splitFeeLine(
        { code: line.item, amount: Money.of(line.amount), quantity: new Decimal(1), approval: '1' },
        entry,
      );
      expect(part.classBPrepay.toString()).toBe(line.prepay);
      return part;
    });
    const policy = policyWith('employee', { 'chronic.deductible': '0', 'chronic.ratio.{1,2,3}': '0.80' });
    const amounts = sumSplit(split);
    expect([amounts.inScope.toString(), amounts.classBPrepay.toString()]).toEqual([
      expected['in_scope'],
      expected['class_b_prepay'],
    ]);
    const result = settle(claimOf(policy, amounts, { visit: { kind: 'chronic' } }));
    expect(fund(result, '310100')).toBe(expected['pooled_fund']);
    expect(personal(result)).toBe(expected['personal_total']);
  });

  it('WC24: a monthly limit on the in-scope cost bites before the ratio, and is used up within the month', () => {
    const { expected } = caseOf('WC24');
    const policy = policyWith('resident', {
      'chronic.deductible': '0',
      'chronic.ratio.{1,2,3}': '0.70',
      'chronic.monthlyLimit': '300',
    });
    const first = settle(claimOf(policy, bill('500', '0', '100'), { visit: { kind: 'chronic' } }));
    expect(fund(first, '390100')).toBe(expected['fund']);
    expect(personal(first)).toBe(expected['personal_total']);
    const second = settle(claimOf(policy, bill('500'), { accumulators: first.delta, visit: { kind: 'chronic' } }));
    expect(fund(second, '390100')).toBe('0.00');
  });

  it('WC25: the yearly deductible fills over three visits (SET-19)', () => {
    const { expected } = caseOf('WC25');
    const visits = expected['visits'] as unknown as { in_scope: string; deductible_used: string; fund: string }[];
    const policy = policyWith('employee', { 'chronic.deductible': '700', 'chronic.ratio.{1,2,3}': '0.70' });
    const bills = [bill('296', '4', '50'), bill('696', '4', '100'), bill('488', '12')];
    let year: Accumulators = NO_USE;
    for (const [index, amounts] of bills.entries()) {
      const result = settle(claimOf(policy, amounts, { accumulators: year, visit: { kind: 'chronic' } }));
      year = addAccumulators(year, result.delta);
      expect(amounts.inScope.toString()).toBe(visits[index]?.in_scope);
      expect(result.deductibleCharged.toString()).toBe(visits[index]?.deductible_used);
      expect(fund(result, '310100')).toBe(visits[index]?.fund);
    }
    expect(year.chronicDeductiblePaid.toString()).toBe('700.00');
  });
});
