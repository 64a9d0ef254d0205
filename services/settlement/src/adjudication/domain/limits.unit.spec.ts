import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#kernel';
import type { Scheme } from '#policy';
import { fund, settle } from '../testing/answers.js';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { NO_USE, addAccumulators } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import type { Accumulators, AdjudicationInput } from './types.js';

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
describe('limits', () => {
  const limit = (more: Values) => ({ limits: [{ name: '限额', on: 'payment', per: 'year', amount: '1000', ...more }] });
  const year = (values: Values, visits: readonly Partial<AdjudicationInput['visit']>[]): string[] => {
    const policy = policyWith('employee', {
      ...PLAIN,
      'outpatient.deductible': '0',
      'outpatient.ratio.{1,2,3}': '0.50',
      'outpatient.cap': '2000',
      ...values,
    });
    let used: Accumulators = NO_USE;
    return visits.map((visit) => {
      const result = settle(
        claimOf(policy, bill('1600'), { accumulators: used, visit: { kind: 'outpatient', ...visit } }),
      );
      used = addAccumulators(used, result.delta);
      return fund(result);
    });
  };

  it('SET-19: 韶关: 2,000 a year, of which the second and third level together 1,000', () => {
    const levels = limit({ when: { levels: ['2', '3'] } });
    const visits = ['2', '3', '1', '1'].map((settlementLevel) => ({ settlementLevel }) as const) as {
      settlementLevel: '1';
    }[];
    expect(year(levels, visits)).toEqual(['800.00', '200.00', '800.00', '200.00']);
  });

  it.each([
    ['claim', ['800.00', '800.00', '800.00']],
    ['day', ['800.00', '200.00', '800.00']],
    ['month', ['800.00', '200.00', '0.00']],
    ['year', ['800.00', '200.00', '0.00']],
  ])('SET-19: a limit per %s', (per, expected) => {
    const dates = ['2025-08-10', '2025-08-10', '2025-08-11'].map((day) => ({ date: businessDate(day) }));
    expect(year({ ...limit({ per }), 'outpatient.cap': 'none' }, dates)).toEqual(expected);
  });

  it('SET-11: a monthly limit on in-scope cost of every disease, and none paid from the third disease on', () => {
    const limits = [
      {
        name: '病种月限额',
        when: { visits: ['chronic'] },
        on: 'in-scope',
        per: 'month',
        each: 'disease',
        amount: '300',
      },
      {
        name: '最多两种',
        when: { visits: ['chronic'], diseaseRank: { from: '3' } },
        on: 'in-scope',
        per: 'claim',
        amount: '0',
      },
    ];
    const values = { ...PLAIN, limits, 'chronic.deductible': '0', 'chronic.ratio.{1,2,3}': '0.70' };
    const policy = policyWith('employee', values);
    const person = { scheme: 'employee', status: 'active', civilServant: false, diseases: ['A', 'B', 'C'] } as const;
    let used: Accumulators = NO_USE;
    const pay = (disease: string): string => {
      const result = settle(
        claimOf(policy, bill('200'), { person, accumulators: used, visit: { kind: 'chronic', disease } }),
      );
      used = addAccumulators(used, result.delta);
      return fund(result);
    };
    expect([pay('A'), pay('B'), pay('A'), pay('C')]).toEqual(['140.00', '140.00', '70.00', '0.00']);
  });

  it('SET-19: the cap of the basic fund may be shared with outpatient visits, or chronic visits have their own', () => {
    const shared = {
      'basic.cap': '1000',
      'basic.capRule': { on: 'payment', visits: ['inpatient', 'chronic', 'outpatient'] },
    };
    expect(year(shared, [{}, {}, { kind: 'inpatient' }])).toEqual(['800.00', '200.00', '0.00']);
    const own = { 'chronic.cap': '1000', 'chronic.deductible': '0', 'chronic.ratio.{1,2,3}': '0.50' };
    expect(year(own, [{ kind: 'chronic' }, { kind: 'chronic' }, { kind: 'inpatient' }])).toEqual([
      '800.00',
      '200.00',
      '480.00',
    ]);
  });

  it('SET-01: 蚌山 guarantees 45% in the province and 40% outside after all other rules, within the cap', () => {
    const share = (ratio: string) => ({
      kind: 'share',
      ratio,
      of: 'in-scope',
      against: 'basic',
      visits: ['inpatient'],
    });
    const minimum = {
      value: share('0.40'),
      variants: [{ when: { place: ['home', 'province'] }, value: share('0.45') }],
    };
    const values = { minimum, 'inpatient.ratio.3': '0.30' };
    const at = (place: 'province' | 'outside') => paid(values, undefined, { visit: { place } }).fund;
    expect([at('province'), at('outside')]).toEqual(['4950.00', '4400.00']);
    expect(paid({ minimum }).fund).toBe('8000.00');
    expect(paid({ ...values, 'basic.cap': '4000' }).fund).toBe('4000.00');
  });
});

describe('reductions', () => {
  it('SET-06: a share borne first of all in-scope cost, or of what lies above the deductible', () => {
    const reduction = (of: string) => ({
      'reduction.inpatient.other-temporary': { kind: 'first-bear', share: '0.20', of },
    });
    const filing = 'other-temporary' as const;
    expect(paid(reduction('above-deductible'), undefined, { filing }).fund).toBe('6400.00');
    expect(paid(reduction('in-scope'), undefined, { filing }).fund).toBe('6240.00'); // (11000 × 80% − 1000) × 80%
  });

  it('SET-06: a deductible of its own by level, and bands of its own by level', () => {
    const own = {
      kind: 'separate',
      bands: { '1': '0.70', '2': '0.60', '3': '0.50' },
      deductible: { levels: { '1': '1200', '2': '1200', '3': '2000' }, later: { kind: 'factors', factors: ['0.5'] } },
    };
    const at = (settlementLevel: '1' | '3', stayNumberOfYear: number) =>
      paid({ 'reduction.inpatient.referred': own }, undefined, {
        filing: 'referred',
        visit: { settlementLevel, stayNumberOfYear },
      }).fund;
    expect([at('1', 1), at('1', 2), at('3', 1)]).toEqual(['6860.00', '7280.00', '4500.00']);
  });

  it('SET-06: 吉林市 takes a further 10 points where direct settlement was refused', () => {
    const values = {
      'penalty.indirect': { kind: 'points', points: '0.10' },
      'reduction.inpatient.referred': { kind: 'points', points: '0.10' },
    };
    const at = (directRefused: boolean) =>
      paid(values, undefined, { filing: 'referred', visit: { directRefused } }).fund;
    expect([at(false), at(true)]).toEqual(['7000.00', '6000.00']);
    const refuse = policyWith('employee', { 'penalty.indirect': { kind: 'refuse' } });
    expect(adjudicate(claimOf(refuse, bill('1'), { visit: { directRefused: true } }))).toMatchObject({
      ok: false,
      rejection: { code: 'claim.indirect', rule: 'SET-17' },
    });
  });

  it('REG-17: at home nothing is reduced, but for a filer who owes promised documents', () => {
    const at = (documentsOwed: boolean) =>
      fund(
        settle(
          claimOf(policyWith('employee', PLAIN, '419001'), bill('11000'), { documentsOwed, visit: { place: 'home' } }),
        ),
      );
    expect([at(false), at(true)]).toEqual(['8000.00', '6000.00']);
    const closed = policyWith('employee', {
      'reduction.inpatient.home': { kind: 'none' },
      'reduction.inpatient.home-promise': { kind: 'refuse' },
    });
    expect(adjudicate(claimOf(closed, bill('1'), { documentsOwed: true, visit: { place: 'home' } }))).toMatchObject({
      ok: false,
      rejection: { code: 'filing.elsewhere' },
    });
  });
});

describe('emergencies', () => {
  const jiyuan = policyWith('employee', PLAIN, '419001');

  it.each([
    ['2025-07-13', '7000.00'], // 28 days
    ['2025-07-12', null], // 29 days
  ])('SET-07: a newborn of 济源 born on %s counts as an emergency without a filing', (birthDate, expected) => {
    const person = {
      scheme: 'employee',
      status: 'active',
      civilServant: false,
      birthDate: businessDate(birthDate),
    } as const;
    const result = adjudicate(claimOf(jiyuan, bill('11000'), { filing: null, person }));
    expect(result.ok ? fund(result.value) : null).toBe(expected);
  });

  it('SET-07: a psychiatric patient counts as an emergency by the diagnosis', () => {
    const of = (disease: string) => adjudicate(claimOf(jiyuan, bill('11000'), { filing: null, visit: { disease } }));
    expect(of('F20.000').ok).toBe(true);
    expect(of('I10.x00')).toMatchObject({ ok: false, rejection: { code: 'filing.required' } });
  });

  it('SET-08: an emergency outpatient visit that ended in death counts as a stay where the policy says so', () => {
    const visit = { kind: 'outpatient', emergency: true, died: true } as const;
    const dead = settle(claimOf(jiyuan, bill('11000'), { filing: null, visit }));
    expect([fund(dead), dead.delta.stays]).toEqual(['7000.00', 1]);
    const alive = settle(claimOf(jiyuan, bill('11000'), { filing: null, visit: { ...visit, died: false } }));
    expect(alive.delta.stays).toBe(0);
    const elsewhere = settle(claimOf(policyWith('employee', PLAIN), bill('11000'), { filing: null, visit }));
    expect(elsewhere.delta.stays).toBe(0);
  });
});
