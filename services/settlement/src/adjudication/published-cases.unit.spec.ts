import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import type { Scheme } from '#policy';
import { NO_USE, addAccumulators, checkAnnex13 } from './index.js';
import { bill, claimOf, policyWith } from './testing/inputs.js';
import { caseOf, fund, personal, settle } from './testing/published.js';

const NO_LAYER = { large: { kind: 'none' }, 'basic.cap': 'none' };
const level3 = (amount: string) => ({ levels: { '1': amount, '2': amount, '3': amount } });
const inpatientPolicy = (scheme: Scheme, deductible: string, ratio: unknown, more: Record<string, unknown> = {}) =>
  policyWith(scheme, {
    ...NO_LAYER,
    'inpatient.deductible': level3(deductible),
    'inpatient.ratio.3': ratio,
    ...more,
  });

describe('published inpatient cases, to the cent', () => {
  it('WC01 and SET-05: the four payers of the first national claim add up to its total', () => {
    const { inputs, expected } = caseOf('WC01');
    const total = Money.of(inputs['total'] ?? '');
    const funds = Money.of(expected['pooled_fund'] ?? '').plus(Money.of(expected['civil_servant_supplement'] ?? ''));
    const payment = {
      funds,
      account: Money.of(expected['personal_account'] ?? ''),
      cash: Money.of(expected['cash'] ?? ''),
      hospitalBorne: Money.zero,
    };
    const amounts = { ...bill('0'), total, inScope: total };
    expect(checkAnnex13(amounts, payment).ok).toBe(true);
    expect(checkAnnex13(amounts, { ...payment, cash: payment.cash.plus(Money.of('0.01')) }).ok).toBe(false);
  });

  it('WC06 and SET-05: the hospital-borne amount is a real term of the identity', () => {
    const { inputs, expected } = caseOf('WC06');
    const total = Money.of(inputs['total'] ?? '');
    const names = ['basic_fund', 'medical_assistance', 'commercial_supplement'];
    const funds = Money.sum(names.map((name) => Money.of(expected[name] ?? '')));
    const payment = { funds, account: Money.zero, cash: Money.of(expected['cash'] ?? ''), hospitalBorne: Money.zero };
    const amounts = { ...bill('0'), total, inScope: total };
    expect(checkAnnex13(amounts, payment)).toMatchObject({ ok: false, rejection: { rule: 'SET-05' } });
    expect(checkAnnex13(amounts, { ...payment, hospitalBorne: Money.of(expected['hospital_borne'] ?? '') }).ok).toBe(
      true,
    );
  });

  it('WC10: class-B prepay and self-pay stay out of the base', () => {
    const { expected } = caseOf('WC10');
    const result = settle(claimOf(inpatientPolicy('resident', '1200', '0.70'), bill('20000', '500', '1500')));
    expect(fund(result, '390100')).toBe(expected['pooled_fund']);
    expect(personal(result)).toBe(expected['personal_total']);
  });

  it('WC13: bands run on the cumulative in-scope amount, then catastrophic insurance', () => {
    const { expected } = caseOf('WC13');
    const bands = [
      { upTo: '20000', ratio: '0.68' },
      { upTo: '40000', ratio: '0.73' },
      { upTo: 'none', ratio: '0.78' },
    ];
    const large = {
      kind: 'layer',
      fund: '390200',
      base: 'personal',
      deductible: '20000',
      bands: '0.50',
      cap: 'none',
      visits: ['inpatient'],
    };
    const result = settle(claimOf(inpatientPolicy('resident', '900', bands, { large }), bill('89400', '600', '10000')));
    expect(fund(result, '390100')).toBe(expected['pooled_fund']);
    expect(fund(result, '390200')).toBe(expected['catastrophic']);
    expect(result.cash.toString()).toBe(expected['cash']);
    expect(result.poolRatio).toBe('0.78');
  });

  it.each([
    ['10000', 'fund_at_cost_10000'],
    ['30000', 'fund_at_cost_30000'],
  ])('WC14: three bands at a cost of %s', (cost, name) => {
    const { expected } = caseOf('WC14');
    const bands = [
      { upTo: '10000', ratio: '0.80' },
      { upTo: '30000', ratio: '0.85' },
      { upTo: 'none', ratio: '0.90' },
    ];
    const policy = inpatientPolicy('resident', '400', bands, { 'basic.cap': '60000' });
    expect(fund(settle(claimOf(policy, bill(cost))), '390100')).toBe(expected[name]);
    expect(fund(settle(claimOf(policy, bill('69244.44'))), '390100')).toBe('60000.00');
    expect(fund(settle(claimOf(policy, bill('69244.43'))), '390100')).toBe('59999.99');
    expect(fund(settle(claimOf(policy, bill('300000'))), '390100')).toBe('60000.00');
  });

  it('WC15: an 83% ratio above a deductible with cents', () => {
    const { expected } = caseOf('WC15');
    const result = settle(claimOf(inpatientPolicy('employee', '404.20', '0.83'), bill('30000')));
    expect(fund(result, '310100')).toBe(expected['pooled_fund']);
    expect(personal(result)).toBe(expected['personal_total']);
  });

  it('WC19: a capped base, and everything unpaid goes to the catastrophic base', () => {
    const { expected } = caseOf('WC19');
    const bands = [
      { upTo: '90000', ratio: '0.55' },
      { upTo: 'none', ratio: '0' },
    ];
    const large = {
      kind: 'layer',
      fund: '390200',
      base: 'personal',
      deductible: '500000',
      bands: '0.60',
      cap: 'none',
      visits: ['inpatient'],
    };
    const result = settle(claimOf(inpatientPolicy('resident', '600', bands, { large }), bill('177000', '0', '3000')));
    expect(fund(result, '390100')).toBe(expected['basic_fund']);
    expect(result.delta.catastrophicBase.toString()).toBe(expected['catastrophic_base']);
  });

  it('WC21: catastrophic bands above the deductible, also when the year is paid in two claims', () => {
    const { expected } = caseOf('WC21');
    const large = {
      kind: 'layer',
      fund: '390200',
      base: 'personal',
      deductible: '12000',
      bands: [
        { upTo: '30000', ratio: '0.60' },
        { upTo: '100000', ratio: '0.65' },
        { upTo: 'none', ratio: '0.75' },
      ],
      cap: 'none',
      visits: ['inpatient'],
    };
    const policy = inpatientPolicy('resident', '0', '0', { large });
    expect(fund(settle(claimOf(policy, bill('150000'))), '390200')).toBe(expected['catastrophic']);
    const first = settle(claimOf(policy, bill('40000')));
    const accumulators = addAccumulators(NO_USE, first.delta);
    const second = settle(claimOf(policy, bill('110000'), { accumulators, visit: { stayNumberOfYear: 2 } }));
    const both = Money.of(fund(first, '390200')).plus(Money.of(fund(second, '390200')));
    expect(both.toString()).toBe(expected['catastrophic']);
  });

  it('WC26: out of scope and personal shares of a large bill follow from the identities', () => {
    const { inputs, expected } = caseOf('WC26');
    const [total, inScope, funds] = ['total', 'in_scope', 'fund_total'].map((name) => Money.of(inputs[name] ?? ''));
    if (!total || !inScope || !funds) throw new Error('incomplete case');
    const selfPay = Money.of(expected['out_of_scope'] ?? '');
    const cash = Money.of(expected['personal_total'] ?? '');
    const payment = { funds, account: Money.zero, cash, hospitalBorne: Money.zero };
    expect(checkAnnex13({ ...bill('0'), total, inScope, selfPay }, payment).ok).toBe(true);
  });

  it('DC01: a defective published answer is not copied; the correct sum is computed', () => {
    const { expected } = caseOf('DC01');
    const result = settle(claimOf(inpatientPolicy('employee', '700', '0.92'), bill('8088.51', '501.97')));
    expect(fund(result, '310100')).toBe(expected['correct_fund']);
    expect(fund(result, '310100')).not.toBe(expected['published_fund']);
  });
});
