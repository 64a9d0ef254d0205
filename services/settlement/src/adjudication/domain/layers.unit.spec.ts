import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { fund, settle } from '../testing/answers.js';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { NO_USE, addAccumulators } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import type { Accumulators } from './types.js';

type Values = Readonly<Record<string, unknown>>;
type Changes = Parameters<typeof claimOf>[2];

const PLAIN: Values = {
  'inpatient.deductible': '1000',
  'inpatient.ratio.3': '0.50',
  'basic.cap': 'none',
  large: { kind: 'none' },
};
const TERMS = { base: 'personal', deductible: '0', bands: '0.60', cap: 'none', visits: ['inpatient'] };
const large = (more: Values = {}) => ({ large: { kind: 'layer', fund: '390200', ...TERMS, ...more } });
const supplement = (name: string, more: Values = {}) => ({
  name,
  fund: '610100',
  stage: 'assistance',
  ...TERMS,
  ...more,
});

const settled = (values: Values, amounts = bill('21000'), changes: Changes = {}) =>
  settle(claimOf(policyWith('resident', { ...PLAIN, ...values }), amounts, changes));
const inGroup = (...groups: string[]): Changes => ({
  person: { scheme: 'resident', status: 'resident', civilServant: false, groups },
});

describe('the layer above the basic fund', () => {
  it.each([
    ['personal', '6600.00'], // 11000
    ['personal-without-deductible', '6000.00'],
    [['coinsurance', 'deductible', 'prepay'], '6900.00'],
    [['self-pay', 'over-limit'], '180.00'],
    ['over-cap', '0.00'],
  ])('SET-20: its base is %j', (base, expected) => {
    expect(fund(settled(large({ base }), bill('21000', '500', '200', '100')), '390200')).toBe(expected);
  });

  it('SET-20: what is borne first out of area may stay out of the base', () => {
    const values = { 'reduction.inpatient.other-temporary': { kind: 'first-bear', share: '0.20' } };
    const base = ['coinsurance', 'deductible'];
    const result = settled({ ...values, ...large({ base }) }, undefined, { filing: 'other-temporary' });
    expect(fund(result, '390100')).toBe('8000.00');
    // 21000 − 8000 − 4000 borne first = 9000
    expect(fund(result, '390200')).toBe('5400.00');
  });

  it('SET-06: 成都 lowers the basic fund out of area and not the layer, 阳江 the layer by its own points', () => {
    const reduced = { 'reduction.inpatient.referred': { kind: 'points', points: '0.10' } };
    const own = { 'reduction.large.referred': { kind: 'points', points: '0.05' } };
    const at = (values: Values) =>
      fund(settled({ ...reduced, ...large(), ...values }, undefined, { filing: 'referred' }), '390200');
    expect([at({}), at(own)]).toEqual(['7800.00', '7150.00']);
  });

  it('SET-20: bands may count from the deductible on, and a claim may stand for itself', () => {
    const bands = [
      { upTo: '5000', ratio: '0.60' },
      { upTo: 'none', ratio: '0.70' },
    ];
    const at = (more: Values) => fund(settled(large({ deductible: '4000', bands, ...more })), '390200');
    expect([at({}), at({ bandsFrom: 'deductible' })]).toEqual(['4800.00', '4400.00']);
    const used: Accumulators = { ...NO_USE, catastrophicBase: Money.of('4000') };
    const again = (per: string) =>
      fund(settled(large({ deductible: '4000', per }), undefined, { accumulators: used }), '390200');
    expect([again('year'), again('claim')]).toEqual(['6600.00', '4200.00']);
  });

  it('SET-20: poor insured have a lower deductible and five points more', () => {
    const rule = { kind: 'layer', fund: '390200', ...TERMS, deductible: '5000' };
    const value = {
      value: rule,
      variants: [{ when: { groups: ['低保'] }, value: { ...rule, deductible: '2500', bands: '0.65' } }],
    };
    expect(fund(settled({ large: value }), '390200')).toBe('3600.00');
    expect(fund(settled({ large: value }, undefined, inGroup('低保')), '390200')).toBe('5525.00');
  });
});

describe('supplements and assistance', () => {
  it('SET-20: pay in their stages, each from what the earlier ones left, whatever the order they are written in', () => {
    const supplements = [
      supplement('医疗救助', { bands: '0.50' }),
      supplement('企业补充', { fund: '370100', stage: 'supplementary', bands: '0.10' }),
      supplement('第二层大额', { fund: '330100', stage: 'large', bands: '0.20' }),
    ];
    const result = settled({ ...large({ bands: '0.50' }), supplements });
    // 11000 → 5500 → 20% 1100 → 4400 → 10% 440 → 3960 → 50% 1980
    expect(result.funds.map(({ code, amount }) => [code, amount.toString()])).toEqual([
      ['390100', '10000.00'],
      ['390200', '5500.00'],
      ['330100', '1100.00'],
      ['370100', '440.00'],
      ['610100', '1980.00'],
    ]);
    expect(result.cash.toString()).toBe('1980.00');
  });

  it('SET-20: concern only whom they name; a tilted part begins above its own deductible and ends at its yearly cap', () => {
    const supplements = [
      supplement('医疗救助', { when: { groups: ['低保', '特困'] }, bands: '0.70' }),
      supplement('倾斜救助', {
        fund: '610102',
        when: { groups: ['低保'] },
        deductible: '3000',
        bands: '0.50',
        cap: '200',
      }),
    ];
    expect(settled({ supplements }).funds).toHaveLength(1);
    const policy = policyWith('resident', { ...PLAIN, supplements });
    const first = settle(claimOf(policy, bill('21000'), inGroup('低保')));
    expect([fund(first, '610100'), fund(first, '610102')]).toEqual(['7700.00', '150.00']);
    const accumulators = addAccumulators(NO_USE, first.delta);
    const second = settle(claimOf(policy, bill('21000'), { ...inGroup('低保'), accumulators }));
    // The base of the year is past its deductible; 50.00 are left of the cap.
    expect(fund(second, '610102')).toBe('50.00');
  });

  it('SET-20: 江阴 assists by kind of visit at ratios of their own under one yearly cap', () => {
    const shared = { capShared: '医疗救助', cap: '8000' };
    const supplements = [
      supplement('住院救助', { ...shared, bands: '0.70' }),
      supplement('门诊救助', {
        ...shared,
        bands: [
          { upTo: '1000', ratio: '0.80' },
          { upTo: 'none', ratio: '0' },
        ],
        visits: ['outpatient'],
      }),
      supplement('再救助', { ...shared, fund: '610102', bands: '0.50' }),
    ];
    const policy = policyWith('resident', {
      ...PLAIN,
      'outpatient.deductible': '0',
      'outpatient.ratio.3': '0',
      supplements,
    });
    const first = settle(claimOf(policy, bill('21000')));
    // 11000 × 70%, then half of the remaining 3300 within the 300 that are left of the cap.
    expect([fund(first, '610100'), fund(first, '610102')]).toEqual(['7700.00', '300.00']);
    const outpatient = claimOf(policy, bill('1500'), { visit: { kind: 'outpatient' } });
    expect(fund(settle(outpatient), '610100')).toBe('800.00');
    expect(fund(settle({ ...outpatient, accumulators: first.delta }), '610100')).toBe('0.00');
  });

  it('SET-05: what the hospital bears by policy is no fund, and leaves less to the patient', () => {
    const supplements = [supplement('医院减免', { fund: '999996', bands: '0.10' })];
    const result = settled({ supplements });
    expect([result.funds.length, result.hospitalBorne.toString(), result.cash.toString()]).toEqual([
      1,
      '1100.00',
      '9900.00',
    ]);
    const both = settled({ supplements }, undefined, { hospitalBorne: Money.of('9900') });
    expect([both.hospitalBorne.toString(), both.cash.toString()]).toEqual(['11000.00', '0.00']);
    const policy = policyWith('resident', { ...PLAIN, supplements });
    expect(adjudicate(claimOf(policy, bill('21000'), { hospitalBorne: Money.of('9900.01') }))).toMatchObject({
      ok: false,
      rejection: { code: 'claim.hospital-borne-excessive' },
    });
  });

  it('SET-05: a payment decided elsewhere stands in place of the computed one, and cannot be more than its base', () => {
    const given = (amount: string) =>
      claimOf(policyWith('resident', { ...PLAIN, ...large() }), bill('21000'), {
        given: { '390200': Money.of(amount) },
      });
    const result = settle(given('11000'));
    expect([fund(result, '390200'), result.cash.toString()]).toEqual(['11000.00', '0.00']);
    expect(adjudicate(given('11000.01'))).toMatchObject({
      ok: false,
      rejection: { code: 'claim.given-excessive', rule: 'SET-05' },
    });
  });
});

describe('accounts', () => {
  const policy = policyWith('employee', { ...PLAIN, 'inpatient.ratio.3': '0.50' });
  const pay = (account: { balance: Money; mayUse: boolean; family?: Money }) => {
    const { accountPaid, familyPaid, cash } = settle(claimOf(policy, bill('1100'), { account }));
    return [accountPaid, familyPaid, cash].map(String);
  };
  const yuan = Money.of;

  it('SET-20: the family account pays after the own one, and its part is within the account payment', () => {
    expect(pay({ balance: yuan('1000'), mayUse: true, family: yuan('50') })).toEqual(['1050.00', '50.00', '0.00']);
    expect(pay({ balance: yuan('999.99'), mayUse: true, family: yuan('100') })).toEqual(['1050.00', '50.01', '0.00']);
    expect(pay({ balance: yuan('1050'), mayUse: true, family: yuan('100') })).toEqual(['1050.00', '0.00', '0.00']);
    expect(pay({ balance: yuan('1000'), mayUse: false, family: yuan('100') })).toEqual(['100.00', '100.00', '950.00']);
    expect(pay({ balance: yuan('1000'), mayUse: true })).toEqual(['1000.00', '0.00', '50.00']);
  });
});
