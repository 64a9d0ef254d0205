import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import type { FilingKind } from '#policy';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { fund, settle } from '../testing/answers.js';
import { NO_USE } from './accumulators.js';
import { adjudicate } from './adjudicate.js';

const flat = (amount: string) => ({ levels: { '1': amount, '2': amount, '3': amount } });
const at85 = { 'inpatient.deductible': flat('0'), 'inpatient.ratio.3': '0.85' };

describe('out-of-area reduction', () => {
  it('SET-06: 20% first-bear gives 6,800 where 20 points give 6,500', () => {
    const other = 'reduction.inpatient.other-temporary';
    const firstBear = policyWith('employee', { ...at85, [other]: { kind: 'first-bear', share: '0.20' } });
    const points = policyWith('employee', { ...at85, [other]: { kind: 'points', points: '0.20' } });
    const paid = (policy: typeof points): string =>
      fund(settle(claimOf(policy, bill('10000'), { filing: 'other-temporary' })));
    expect(paid(firstBear)).toBe('6800.00');
    expect(paid(points)).toBe('6500.00');
  });

  it.each([
    ['419001', 'referred', '7500.00'],
    ['419001', 'emergency', '7500.00'],
    ['419001', 'other-temporary', '6500.00'],
    ['419001', 'long-term-resident', '8500.00'],
    ['440200', 'referred', '8500.00'],
    ['440200', 'other-temporary', '6000.00'],
    ['320200', 'referred', '8500.00'],
    ['320200', 'other-temporary', '6800.00'],
    ['320800', 'referred', '8500.00'],
    ['320800', 'other-temporary', '6500.00'],
  ] as const)('SET-06: %s pays %s as its table says', (region, filing, expected) => {
    const policy = policyWith('employee', at85, region);
    expect(fund(settle(claimOf(policy, bill('10000'), { filing })))).toBe(expected);
  });

  it('SET-06: a reduction may bring its own deductible and its own bands', () => {
    const jiangmen = policyWith('employee', {}, '440700');
    const result = settle(claimOf(jiangmen, bill('11500'), { filing: 'referred' }));
    expect([result.deductibleCharged.toString(), fund(result), result.poolRatio]).toEqual([
      '1500.00',
      '7300.00',
      '0.73',
    ]);
    const henan = policyWith('resident', {}, '410100');
    const resident = settle(claimOf(henan, bill('10000'), { filing: 'referred' }));
    expect(fund(resident, '390100')).toBe('4790.00');
  });

  it('SET-06: points never push a ratio below zero', () => {
    const policy = policyWith('employee', {
      'inpatient.ratio.3': '0.10',
      'reduction.inpatient.referred': { kind: 'points', points: '0.20' },
    });
    expect(fund(settle(claimOf(policy, bill('10000'), { filing: 'referred' })))).toBe('0.00');
  });
});

describe('who is covered', () => {
  const policy = policyWith('employee', at85, '419001');

  it('REG-02: without a filing the claim is refused with what the patient can do', () => {
    expect(adjudicate(claimOf(policy, bill('10000'), { filing: null }))).toMatchObject({
      ok: false,
      rejection: { code: 'filing.required', rule: 'REG-02' },
    });
  });

  it.each([
    [null, '7500.00'],
    ['other-temporary', '7500.00'],
    ['long-term-resident', '8500.00'],
  ] as const)('SET-07: with the 急诊 mark a filing of %s gets %s', (filing: FilingKind | null, expected) => {
    expect(fund(settle(claimOf(policy, bill('10000'), { filing, visit: { emergency: true } })))).toBe(expected);
  });

  it('SET-07: where the policy does not deem an emergency filed, the mark does not help', () => {
    const strict = policyWith('employee', { emergencyDeemedFiled: 'false' });
    expect(adjudicate(claimOf(strict, bill('1'), { filing: null, visit: { emergency: true } })).ok).toBe(false);
  });

  it('SET-01: a status of another scheme is refused', () => {
    const person = { scheme: 'employee', status: 'resident', civilServant: false } as const;
    expect(adjudicate(claimOf(policy, bill('1'), { person }))).toMatchObject({
      ok: false,
      rejection: { code: 'person.status-mismatch' },
    });
  });

  it('SET-05: amounts that do not add up come first in the order of refusals', () => {
    const amounts = { ...bill('100'), total: Money.of('100.01') };
    expect(adjudicate(claimOf(policy, amounts, { filing: null }))).toMatchObject({
      ok: false,
      rejection: { code: 'claim.parts-differ', rule: 'SET-05' },
    });
    expect(adjudicate(claimOf(policy, bill('-1')))).toMatchObject({ ok: false, rejection: { rule: 'SET-13' } });
  });
});

describe('fund order and rounding', () => {
  const layer = {
    kind: 'layer',
    fund: '330100',
    base: 'over-cap',
    deductible: '0',
    bands: '0.85',
    cap: '600000',
    visits: ['inpatient'],
  };

  it('SET-20: basic pool, then large-amount above its cap, then civil servant, account and cash', () => {
    const policy = policyWith('employee', {
      ...at85,
      'basic.cap': '8500',
      large: layer,
      civilServant: { kind: 'share', ratio: '0.50', visits: ['inpatient'] },
    });
    const result = settle(
      claimOf(policy, bill('20000', '100', '200'), {
        person: { scheme: 'employee', status: 'active', civilServant: true },
        account: { balance: Money.of('500'), mayUse: true },
      }),
    );
    expect(result.funds.map(({ code, amount }) => `${code} ${amount}`)).toEqual([
      '310100 8500.00',
      '330100 8500.00',
      '320100 1500.00',
    ]);
    expect([result.accountPaid.toString(), result.cash.toString()]).toEqual(['500.00', '1300.00']);
    expect(result.funds.map((payment) => payment.limitLeft?.toString())).toEqual(['8500.00', '600000.00', undefined]);
    expect(result.funds.map((payment) => payment.inScope.toString())).toEqual(['20000.00', '10000.00', '3000.00']);
  });

  it('SET-20: the civil-servant fund does not pay for others', () => {
    expect(fund(settle(claimOf(policyWith('employee', at85), bill('10000'))), '320100')).toBe('0.00');
  });

  it('SET-19: what the year has used is not paid again, to the cent', () => {
    const policy = policyWith('employee', { ...at85, 'basic.cap': '10000', large: { kind: 'none' } });
    const accumulators = { ...NO_USE, fundPaid: Money.of('9999.99') };
    expect(fund(settle(claimOf(policy, bill('10000'), { accumulators })))).toBe('0.01');
    const spent = { ...NO_USE, fundPaid: Money.of('10000') };
    expect(fund(settle(claimOf(policy, bill('10000'), { accumulators: spent })))).toBe('0.00');
  });

  it('section 10 item 7: the odd cent stays with the last fund that pays by ratio', () => {
    const policy = policyWith('employee', {
      'inpatient.deductible': flat('0'),
      'inpatient.ratio.3': '0.5',
      civilServant: { kind: 'share', ratio: '1', visits: ['inpatient'] },
    });
    const person = { scheme: 'employee', status: 'active', civilServant: true } as const;
    const result = settle(claimOf(policy, bill('0.03'), { person }));
    expect([fund(result), fund(result, '320100'), result.cash.toString()]).toEqual(['0.02', '0.01', '0.00']);
  });

  it('SET-05: the hospital bears its part before the patient pays, and never more than is left', () => {
    const policy = policyWith('employee', at85);
    const account = { balance: Money.of('10000'), mayUse: true };
    const result = settle(claimOf(policy, bill('10000'), { hospitalBorne: Money.of('505.01'), account }));
    expect([result.hospitalBorne.toString(), result.accountPaid.toString(), result.cash.toString()]).toEqual([
      '505.01',
      '994.99',
      '0.00',
    ]);
    expect(adjudicate(claimOf(policy, bill('10000'), { hospitalBorne: Money.of('1500.01') }))).toMatchObject({
      ok: false,
      rejection: { code: 'claim.hospital-borne-excessive', rule: 'SET-05' },
    });
  });

  it('the account pays only where it may: not when the patient declines, not for residents', () => {
    const balance = Money.of('100');
    const declined = claimOf(policyWith('employee', at85), bill('10000'), { account: { balance, mayUse: false } });
    expect(settle(declined).accountPaid.toString()).toBe('0.00');
    const resident = claimOf(policyWith('resident'), bill('10000'), { account: { balance, mayUse: true } });
    expect(settle(resident).accountPaid.toString()).toBe('0.00');
  });
});
