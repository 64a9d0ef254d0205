import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#kernel';
import { fund } from '../testing/answers.js';
import { charged, funds, inTurn, one } from '../testing/in-turn.js';
import type { Claim } from '../testing/in-turn.js';
import { bill } from '../testing/inputs.js';

describe('deductibles of a time', () => {
  const visit = (date: string, settlementLevel: '1' | '2' | '3' = '2'): Claim => ({
    visit: { kind: 'outpatient', date: businessDate(date), settlementLevel },
  });
  const rule = (per: string) => ({
    'outpatient.deductible': { levels: { '1': '30', '2': '60', '3': '90' }, per },
  });

  it.each([
    ['stay', ['60.00', '60.00', '90.00', '60.00', '60.00']],
    ['day', ['60.00', '0.00', '30.00', '60.00', '60.00']],
    ['month', ['60.00', '0.00', '30.00', '0.00', '60.00']],
    ['quarter', ['60.00', '0.00', '30.00', '0.00', '60.00']],
    ['year', ['60.00', '0.00', '30.00', '0.00', '0.00']],
  ])('SET-19: one a %s, topped up at a higher level', (per, expected) => {
    const claims = [
      visit('2025-09-29'),
      visit('2025-09-29'),
      visit('2025-09-29', '3'),
      visit('2025-09-30'),
      visit('2025-10-01'),
    ];
    expect(charged(inTurn(rule(per), claims))).toEqual(expected);
  });

  it('SET-19: months of a quarter share one, the quarter ends on its last day', () => {
    const claims = ['2025-07-01', '2025-09-30', '2025-10-01', '2025-12-31'].map((date) => visit(date));
    expect(charged(inTurn(rule('quarter'), claims))).toEqual(['60.00', '0.00', '60.00', '0.00']);
    expect(charged(inTurn(rule('month'), claims))).toEqual(['60.00', '60.00', '60.00', '60.00']);
  });

  it('SET-19: a bill below it leaves the rest to the next visit of the day', () => {
    const claims = [{ ...visit('2025-09-29'), amounts: bill('20') }, visit('2025-09-29')];
    expect(charged(inTurn(rule('day'), claims))).toEqual(['20.00', '40.00']);
  });

  it('SET-19: deductibles of the year together never go beyond their maximum', () => {
    const levels = { levels: { '1': '300', '2': '600', '3': '1200' }, yearMaximum: '2000' };
    const stays = Array.from({ length: 3 }, () => ({ amounts: bill('5000') }));
    expect(charged(inTurn({ 'inpatient.deductible': levels }, stays))).toEqual(['1200.00', '800.00', '0.00']);
  });

  it('SET-19: moving up within days of a stay costs the difference of the first deductibles, though later ones are halved', () => {
    const levels = { '1': '200', '2': '500', '3': '900' };
    const rules = {
      'inpatient.deductible': { levels, later: { kind: 'factors', factors: ['0.5'] }, readmission: { days: '30' } },
    };
    const stay = (settlementLevel: '2' | '3', admitted: string, discharged: string): Claim => ({
      amounts: bill('5000'),
      visit: {
        settlementLevel,
        disease: 'I10',
        admittedOn: businessDate(admitted),
        dischargedOn: businessDate(discharged),
      },
    });
    const stays = [
      stay('2', '2025-03-01', '2025-03-10'),
      stay('3', '2025-03-12', '2025-03-20'),
      stay('2', '2025-06-01', '2025-06-10'),
      stay('3', '2025-07-10', '2025-07-20'),
    ];
    expect(charged(inTurn(rules, stays))).toEqual(['500.00', '400.00', '250.00', '200.00']);
  });

  it('SET-19: a floor of later stays never raises a deductible above the first', () => {
    const floors = { '1': '200', '2': '400', '3': '600' };
    const levels = { '1': '100', '2': '400', '3': '700' };
    const rules = { 'inpatient.deductible': { levels, later: { kind: 'step-down', step: '50', floors } } };
    const at = (settlementLevel: '1' | '2' | '3'): Claim => ({ visit: { settlementLevel }, amounts: bill('5000') });
    expect(charged(inTurn(rules, [at('1'), at('1'), at('2'), at('3')]))).toEqual([
      '100.00',
      '100.00',
      '400.00',
      '600.00',
    ]);
  });
});

describe('conditions of bulletins', () => {
  const insured = (insuredSince: string): Claim => ({
    person: { scheme: 'employee', status: 'active', civilServant: false, insuredSince: businessDate(insuredSince) },
  });
  const half = { when: { insuredMonths: { from: '6' } }, value: '300' };

  it.each([
    ['2025-02-10', '300.00'],
    ['2025-02-11', '100.00'],
    ['2024-08-10', '300.00'],
    ['2025-08-10', '100.00'],
  ])('SET-01: 深圳 has a cap by months of insurance: since %s, on 10 August', (since, expected) => {
    expect(fund(one({ 'basic.cap': { value: '100', variants: [half] } }, insured(since)))).toBe(expected);
  });

  it('SET-11: a limit for every disease but those that have their own', () => {
    const limit = { on: 'payment', per: 'month' };
    const limits = [
      { ...limit, name: '糖尿病', when: { diseases: ['M016*'] }, amount: '400' },
      { ...limit, name: '其他', when: { notDiseases: ['M016*'] }, each: 'disease', amount: '100' },
    ];
    const claims = ['M01600', 'M03900', 'M05300', 'M03900', undefined].map((disease) => ({
      visit: { kind: 'chronic', disease } as const,
    }));
    expect(funds(inTurn({ limits }, claims))).toEqual(['400.00', '100.00', '100.00', '0.00', '100.00']);
  });
});

describe('limits of a time', () => {
  it('SET-19: a quarter has its own limit, and hands nothing on', () => {
    const limits = [{ name: '季度', on: 'payment', per: 'quarter', amount: '600' }];
    const claims = ['2025-07-01', '2025-09-30', '2025-10-01'].map((date) => ({
      visit: { kind: 'outpatient', date: businessDate(date) } as const,
    }));
    expect(funds(inTurn({ limits }, claims))).toEqual(['500.00', '100.00', '500.00']);
  });

  it.each([
    ['2025-08-01', '2025-08-01', '200.00'], // one day at least
    ['2025-08-01', '2025-08-02', '200.00'],
    ['2025-08-01', '2025-08-04', '600.00'],
    ['2025-08-01', '2025-08-31', '800.00'], // all of the bill
  ])('SET-11: so much for every bed day, from %s to %s', (admitted, discharged, expected) => {
    const limits = [{ name: '床日', on: 'in-scope', per: 'bed-day', amount: '250' }];
    const visit = { admittedOn: businessDate(admitted), dischargedOn: businessDate(discharged) };
    expect(fund(one({ limits }, { visit }))).toBe(expected);
  });

  it('SET-06, SET-11: what is borne first is part of what a limit on cost has used', () => {
    const limits = [{ name: '月限额', on: 'in-scope', per: 'month', amount: '300' }];
    const values = { limits, 'reduction.chronic.referred': { kind: 'first-bear', share: '0.20', of: 'in-scope' } };
    const claim: Claim = { filing: 'referred', visit: { kind: 'chronic' }, amounts: bill('300') };
    expect(funds(inTurn(values, [claim, claim]))).toEqual(['120.00', '0.00']);
  });

  it('SET-20: cost beyond a limit of the month is no cost beyond the cap; the large layer begins above the cap alone', () => {
    const TERMS = { base: 'over-cap', deductible: '0', bands: '0.90', cap: 'none', visits: ['chronic'] };
    const large = { kind: 'layer', fund: '330100', ...TERMS };
    const limits = [{ name: '月限额', on: 'payment', per: 'month', amount: '300' }];
    const pay = (cap: string) => {
      const result = one({ large, limits, 'basic.cap': cap }, { visit: { kind: 'chronic' } });
      return [fund(result), fund(result, '330100')];
    };
    expect(pay('none')).toEqual(['300.00', '0.00']);
    // Cost of 400 lies between the cap and the limit: 90% of it.
    expect(pay('100')).toEqual(['100.00', '360.00']);
    expect(pay('400')).toEqual(['300.00', '0.00']);
  });

  it('the explanation names the limit that leaves least', () => {
    const limits = [
      { name: '宽的', on: 'in-scope', per: 'month', amount: '900' },
      { name: '窄的', on: 'in-scope', per: 'month', amount: '300' },
    ];
    const { steps } = one({ limits }, { visit: { kind: 'chronic' } });
    expect(steps.find(({ rule }) => rule === 'SET-11')).toMatchObject({
      amount: '700.00',
      policyValue: '窄的尚余300.00',
    });
  });
});
