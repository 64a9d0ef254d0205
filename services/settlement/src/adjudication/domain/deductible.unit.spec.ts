import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { fund, settle } from '../testing/answers.js';
import { addAccumulators } from './accumulators.js';

describe('deductible', () => {
  const charged = (region: string, stayNumberOfYear: number, level: '1' | '2' | '3' = '3'): string => {
    const policy = policyWith('employee', {}, region);
    const visit = { stayNumberOfYear, settlementLevel: level };
    return settle(claimOf(policy, bill('50000'), { visit })).deductibleCharged.toString();
  };

  it('SET-19: 淮安 takes 100 off each further stay down to a floor', () => {
    expect([1, 2, 5, 6, 40].map((stay) => charged('320800', stay))).toEqual([
      '1000.00',
      '900.00',
      '600.00',
      '600.00',
      '600.00',
    ]);
    expect([1, 2, 3, 4].map((stay) => charged('320800', stay, '1'))).toEqual(['400.00', '300.00', '200.00', '200.00']);
  });

  it('SET-19: 镇江 halves the second stay and charges none from the third', () => {
    expect([1, 2, 3, 4].map((stay) => charged('321100', stay))).toEqual(['1200.00', '600.00', '0.00', '0.00']);
  });

  it('SET-19: 上海 has one deductible a year that is topped up', () => {
    const policy = policyWith('employee', {}, '310000');
    const first = settle(claimOf(policy, bill('1000')));
    expect(first.deductibleCharged.toString()).toBe('1000.00');
    const second = settle(claimOf(policy, bill('1000'), { accumulators: first.delta, visit: { stayNumberOfYear: 2 } }));
    expect(second.deductibleCharged.toString()).toBe('500.00');
    expect(fund(second)).toBe('425.00');
    const year = addAccumulators(first.delta, second.delta);
    const third = settle(claimOf(policy, bill('1000'), { accumulators: year, visit: { stayNumberOfYear: 3 } }));
    expect([third.deductibleCharged.toString(), fund(third)]).toEqual(['0.00', '850.00']);
  });

  it('SET-01: a bill below the deductible is charged as far as it goes', () => {
    const policy = policyWith('employee', {}, '440200');
    const result = settle(claimOf(policy, bill('1599.99', '0', '10')));
    expect([result.deductibleCharged.toString(), fund(result), result.poolRatio]).toEqual(['1599.99', '0.00', '0']);
  });
});

describe('outpatient and pharmacy', () => {
  it('SET-19: 北京 pays 70% above 1,800 and 60% above 20,000 of the year', () => {
    const policy = policyWith('employee', {}, '110000');
    const first = settle(claimOf(policy, bill('19000'), { visit: { kind: 'outpatient' } }));
    expect(fund(first)).toBe('12040.00');
    const second = settle(claimOf(policy, bill('2000'), { visit: { kind: 'outpatient' }, accumulators: first.delta }));
    expect(fund(second)).toBe('1300.00');
  });

  it('the outpatient cap is not the inpatient cap', () => {
    const policy = policyWith('employee', {}, '440200');
    const visit = { kind: 'outpatient', settlementLevel: '1' } as const;
    const first = settle(claimOf(policy, bill('2000'), { visit }));
    expect([fund(first), first.delta.outpatientFundPaid.toString()]).toEqual(['1700.00', '1700.00']);
    const second = settle(claimOf(policy, bill('2000'), { visit, accumulators: first.delta }));
    expect(fund(second)).toBe('300.00');
    expect(second.delta.fundPaid.toString()).toBe('0.00');
  });

  it('a pharmacy is paid by the account alone, or by a ratio under the outpatient deductible', () => {
    const account = { balance: Money.of('80'), mayUse: true };
    const visit = { kind: 'pharmacy' } as const;
    const only = policyWith('employee', { pharmacy: { kind: 'account-only' } });
    const alone = settle(claimOf(only, bill('100'), { account, visit }));
    expect([fund(alone), alone.accountPaid.toString(), alone.cash.toString()]).toEqual(['0.00', '80.00', '20.00']);
    const rated = policyWith('employee', { pharmacy: { kind: 'ratio', ratio: '0.60' }, 'outpatient.deductible': '50' });
    expect(fund(settle(claimOf(rated, bill('100'), { visit })))).toBe('30.00');
  });
});

describe('explanation', () => {
  it('names the policy value, its source and the rule of every step, and marks drafts and demonstration values', () => {
    const policy = policyWith('employee', {}, '440200');
    const { steps } = settle(claimOf(policy, bill('10000'), { filing: 'other-temporary' }));
    const reduced = steps.find((step) => step.rule === 'SET-06');
    expect(reduced).toMatchObject({ name: '异地待遇（其他临时外出）', formula: '比例降25个百分点' });
    expect(reduced?.source).toContain('征求意见稿；city/440200.yaml');
    const paid = steps.find((step) => step.name === '统筹支付');
    expect(paid).toMatchObject({ formula: '(10000.00−1600.00)×55%', amount: '4620.00' });
    const demonstration = settle(claimOf(policyWith('resident'), bill('100'), { visit: { kind: 'outpatient' } }));
    expect(demonstration.steps.map((step) => step.source).join()).toContain('演示；cn-demonstration.yaml');
  });
});
