import { describe, expect, it } from '@jest/globals';
import { Money, businessDate } from '#kernel';
import type { Scheme } from '#policy';
import { fund, settle } from '../testing/answers.js';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { NO_USE, addAccumulators } from './accumulators.js';
import type { Accumulators } from './types.js';

type Values = Readonly<Record<string, unknown>>;
type Changes = Parameters<typeof claimOf>[2];
const PLAIN: Values = {
  'inpatient.deductible': '1000',
  'inpatient.ratio.1': '0.80',
  'inpatient.ratio.2': '0.80',
  'inpatient.ratio.3': '0.80',
  large: { kind: 'none' },
  'basic.cap': 'none',
};
const BASIC = { employee: '310100', resident: '390100' } as const;

const paid = (values: Values, amounts = bill('11000'), changes: Changes = {}, scheme: Scheme = 'employee') => {
  const result = settle(claimOf(policyWith(scheme, { ...PLAIN, ...values }), amounts, changes));
  return { fund: fund(result, BASIC[scheme]), charged: result.deductibleCharged.toString(), result };
};
/** Stays of one person in one year, each with what the earlier ones used. */
const inTurn = (values: Values, stays: readonly Changes[], amounts = bill('11000')): string[] => {
  const policy = policyWith('employee', { ...PLAIN, ...values });
  let year: Accumulators = NO_USE;
  return stays.map((changes) => {
    const visit = { stayNumberOfYear: year.stays + 1, ...changes?.visit };
    const result = settle(claimOf(policy, amounts, { ...changes, accumulators: year, visit }));
    year = addAccumulators(year, result.delta);
    return result.deductibleCharged.toString();
  });
};

describe('deductibles', () => {
  it.each([
    ['9999.99', '2000.00'],
    ['10000', '2000.00'],
    ['10000.03', '2000.01'],
    ['50000', '10000.00'],
    ['50001', '10000.00'],
  ])('SET-01: 安徽 takes 20%% of a bill of %s, at least 2,000 and at most 10,000', (total, expected) => {
    const share = { share: '0.20', of: 'total', floor: '2000', ceiling: '10000' };
    expect(paid({ 'inpatient.deductible': share }, bill(total)).charged).toBe(expected);
  });

  it('SET-19: 杭州 has one deductible a year at the highest level used', () => {
    const rule = { levels: { '1': '300', '2': '500', '3': '800' }, per: 'year' };
    const levels = ['1', '3', '2', '3'] as const;
    const stays = levels.map((settlementLevel) => ({ visit: { settlementLevel } }));
    expect(inTurn({ 'inpatient.deductible': rule }, stays)).toEqual(['300.00', '500.00', '0.00', '0.00']);
  });

  it('SET-19: 洛阳 takes the difference when a patient moves up a level within 30 days, and nothing otherwise', () => {
    const rule = { levels: { '1': '200', '2': '600', '3': '1500' }, readmission: { days: '30' } };
    const stay = (settlementLevel: '1' | '2' | '3', admitted: string, discharged: string, disease = 'I10') => ({
      visit: { settlementLevel, disease, admittedOn: businessDate(admitted), dischargedOn: businessDate(discharged) },
    });
    const up = [stay('2', '2025-08-01', '2025-08-10'), stay('3', '2025-09-09', '2025-09-12')];
    expect(inTurn({ 'inpatient.deductible': rule }, up)).toEqual(['600.00', '900.00']);
    const late = [stay('2', '2025-08-01', '2025-08-10'), stay('3', '2025-09-10', '2025-09-12')];
    expect(inTurn({ 'inpatient.deductible': rule }, late)).toEqual(['600.00', '1500.00']);
    const down = [
      stay('3', '2025-08-01', '2025-08-10'),
      stay('2', '2025-08-11', '2025-08-20'),
      stay('2', '2025-09-19', '2025-09-20'),
    ];
    expect(inTurn({ 'inpatient.deductible': rule }, down)).toEqual(['1500.00', '0.00', '0.00']);
    const other = [stay('2', '2025-08-01', '2025-08-10'), stay('2', '2025-08-11', '2025-08-20', 'K35')];
    expect(inTurn({ 'inpatient.deductible': rule }, other)).toEqual(['600.00', '600.00']);
  });

  it('SET-19: one yearly deductible is shared by the kinds of visit that the policy names', () => {
    const one = {
      'outpatient.deductible': '600',
      'chronic.deductible': '600',
      'deductible.shared': ['outpatient', 'chronic'],
    };
    const kinds = [
      { visit: { kind: 'outpatient' } },
      { visit: { kind: 'chronic' } },
      { visit: { kind: 'inpatient' } },
    ] as const;
    expect(inTurn(one, kinds, bill('400'))).toEqual(['400.00', '200.00', '400.00']);
  });

  it('SET-01: age, group and TCM change the deductible in the order written, down to a floor and never below zero', () => {
    const adjustments = [
      { name: '未成年减半', when: { age: { to: '14' } }, deductible: { kind: 'times', factor: '0.5' } },
      { name: '中医减100', when: { marks: ['tcm'] }, deductible: { kind: 'minus', amount: '100', floor: '450' } },
      { name: '低保免付', when: { groups: ['低保'] }, deductible: { kind: 'to', amount: '0' } },
    ];
    const person = (birthDate: string, groups: string[] = []) => ({
      ...({
        scheme: 'employee',
        status: 'active',
        civilServant: false,
        birthDate: businessDate(birthDate),
        groups,
      } as const),
    });
    const on = (birthDate: string, marks: string[] = [], groups: string[] = []) =>
      paid({ adjustments }, undefined, { person: person(birthDate, groups), visit: { marks } }).charged;
    expect(on('2010-08-11')).toBe('500.00'); // fourteen on the day
    expect(on('2010-08-10')).toBe('1000.00'); // fifteen on the day
    expect([on('2010-08-11', ['tcm']), on('2000-01-01', ['tcm']), on('2000-01-01', [], ['低保'])]).toEqual([
      '450.00',
      '900.00',
      '0.00',
    ]);
  });
});

describe('ratios and bands', () => {
  it('SET-01: 成都 adds points by age up to 100%', () => {
    const adjustments = [
      { name: '50岁以上', when: { age: { from: '50' } }, ratio: { kind: 'by-age', points: '0.002', above: '50' } },
      { name: '百岁', when: { age: { from: '100' } }, ratio: { kind: 'to', ratio: '1' } },
    ];
    const at = (age: number) =>
      paid({ adjustments }, undefined, {
        person: {
          scheme: 'employee',
          status: 'active',
          civilServant: false,
          birthDate: businessDate(`${2025 - age}-08-10`),
        },
      }).fund;
    expect([at(49), at(50), at(60), at(99), at(100)]).toEqual(['8000.00', '8000.00', '8200.00', '8980.00', '10000.00']);
    expect(paid({ adjustments }).fund).toBe('8000.00'); // an unknown age fulfils no condition
  });

  it.each([
    [{ kind: 'plus', points: '0.05' }, '8500.00'],
    [{ kind: 'plus', points: '0.30' }, '10000.00'],
    [{ kind: 'minus', points: '0.90' }, '0.00'],
    [{ kind: 'times', factor: '0.9' }, '7200.00'],
    [{ kind: 'personal-times', factor: '0.6' }, '8800.00'],
    [{ kind: 'at-least', ratio: '0.85' }, '8500.00'],
    [{ kind: 'at-most', ratio: '0.75' }, '7500.00'],
  ])('SET-01: a ratio of 80%% adjusted by %j, never outside 0 to 100%%', (ratio, expected) => {
    const adjustments = [{ name: '调整', when: { levels: ['3'] }, ratio }];
    expect(paid({ adjustments }).fund).toBe(expected);
  });

  it('SET-06: an adjustment comes before the reduction, or after it where the policy says so', () => {
    const values = (after?: string) => ({
      adjustments: [
        {
          name: '不低于',
          when: { levels: ['3'] },
          ratio: { kind: 'at-least', ratio: '0.75' },
          ...(after ? { after } : {}),
        },
      ],
      'reduction.inpatient.referred': { kind: 'points', points: '0.10' },
    });
    expect(paid(values(), undefined, { filing: 'referred' }).fund).toBe('7000.00');
    expect(paid(values('reduction'), undefined, { filing: 'referred' }).fund).toBe('7500.00');
  });

  it('SET-01: 北京 pays the community bonus only at home', () => {
    const policy = policyWith('employee', {}, '110000');
    const at = (place: 'home' | 'outside', marks: string[]) =>
      fund(settle(claimOf(policy, bill('2800'), { visit: { kind: 'outpatient', place, marks } })));
    expect([at('home', ['community']), at('home', []), at('outside', ['community'])]).toEqual([
      '900.00',
      '700.00',
      '700.00',
    ]);
  });

  it('SET-01: values by condition: the first that holds, else the value for all, each with its own source', () => {
    const cap = { value: '200000', variants: [{ when: { insuredYears: { from: '5' } }, value: '250000' }] };
    const left = (insuredSince: string) =>
      paid({ 'basic.cap': cap }, undefined, {
        person: { scheme: 'employee', status: 'active', civilServant: false, insuredSince: businessDate(insuredSince) },
      }).result.funds[0]?.limitLeft?.toString();
    expect([left('2020-08-10'), left('2020-08-11')]).toEqual(['250000.00', '200000.00']);
  });

  it.each([
    ['in-scope', 'progressive', '7600.00'], // 9000 × 80% + 1000 × 40%
    ['above-deductible', 'progressive', '8000.00'], // 10000 × 80%
    ['total', 'progressive', '5800.00'], // the limit of 10,000 falls at 5,500 in scope: 4500 × 80% + 5500 × 40%
    ['in-scope', 'whole', '4000.00'], // everything at 40%
    ['above-deductible', 'whole', '8000.00'],
  ])('SET-01: bands by %s, %s', (base, mode, expected) => {
    const ratio = [
      { upTo: '10000', ratio: '0.80' },
      { upTo: 'none', ratio: '0.40' },
    ];
    const values = { 'inpatient.ratio.3': ratio, 'inpatient.bandsBase': base, 'inpatient.bandsMode': mode };
    const amounts = base === 'total' ? bill('11000', '0', '9000') : bill('11000');
    expect(paid(values, amounts).fund).toBe(expected);
  });

  it('SET-01: TCM items earn 5 points more, the deductible borne by the other cost first', () => {
    const items = [{ name: '中医药', categories: ['10', '11'], pay: { kind: 'bonus', points: '0.05' } }];
    const lines = (tcm: string) => [{ code: 'A', category: '10', inScope: Money.of(tcm) }];
    expect(paid({ items }, undefined, { items: lines('2000') }).fund).toBe('8100.00');
    expect(paid({ items }, undefined, { items: lines('11000') }).fund).toBe('8500.00'); // 1,000 of it is the deductible
    expect(paid({ items, 'inpatient.ratio.3': '0.98' }, undefined, { items: lines('11000') }).fund).toBe('10000.00');
  });

  it('SET-01: 江阴 implants: 30% borne first up to 40,000, above that nothing is paid', () => {
    const items = [{ name: '植入材料', categories: ['08'], ceiling: '40000', share: '0.30', pay: { kind: 'normal' } }];
    const lines = [{ code: 'C1', category: '08', inScope: Money.of('50000') }];
    const { fund: basic, result } = paid({ items }, bill('61000'), { items: lines });
    expect(basic).toBe('30400.00'); // (61000 − 10000 − 12000 − 1000) × 80%
    expect(result.steps.find(({ name }) => name === '植入材料')).toMatchObject({ amount: '50000.00' });
  });
});
