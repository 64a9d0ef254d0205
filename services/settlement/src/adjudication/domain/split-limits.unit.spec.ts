import { describe, expect, it } from '@jest/globals';
import { Money, businessDate, unwrap } from '#kernel';
import { medicalYearAt } from '#policy';
import { fund } from '../testing/answers.js';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { NO_USE } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import { adjudicateStay } from './cross-year.js';
import type { DatedLine, YearOfStay } from './cross-year.js';

const PLAIN = {
  ...{ 'inpatient.deductible': '1000', 'inpatient.ratio.3': '0.80', 'basic.cap': 'none', large: { kind: 'none' } },
};
const policyBy = (crossing: object, more: object = {}) =>
  policyWith('employee', { ...PLAIN, 'medicalYear.crossing': crossing, ...more });
const DAILY = { kind: 'daily', deductible: 'first' };
/** Eight days, seven of them in the old year. */
const dates = { admittedOn: businessDate('2025-12-25'), dischargedOn: businessDate('2026-01-02') };
const visit = { ...dates, date: dates.dischargedOn };
const YEARS = ['2025-12-31', '2026-01-02'].map((day) => medicalYearAt('01-01', businessDate(day)));

const stay = (
  policy: ReturnType<typeof policyBy>,
  yuan = '16000',
  more: { lines?: DatedLine[]; years?: Partial<YearOfStay>[] } = {},
) => {
  const input = claimOf(policy, bill(yuan), { visit });
  const years = YEARS.map((year, index): YearOfStay => ({
    ...{ year, policy, person: input.person, accumulators: NO_USE },
    ...more.years?.[index],
  }));
  return unwrap(adjudicateStay(input, years, more.lines ?? []));
};
const limit = (on: string, per: string, amount: string) => ({ limits: [{ name: '限', on, per, amount }] });

describe('limits of a stay that is split over medical years', () => {
  it.each([
    ['payment', '5000', ['5000.00', '0.00']],
    ['payment', '10400.01', ['10400.00', '0.01']],
    ['payment', '12000', ['10400.00', '1600.00']],
    ['in-scope', '14000', ['10400.00', '0.00']],
    ['in-scope', '15000', ['10400.00', '800.00']],
  ])('SET-12, SET-11: a limit on %s of %s a claim is one limit for both years', (on, amount, paid) => {
    const { uses } = stay(policyBy(DAILY, limit(on, 'claim', amount)));
    expect(uses.map(({ delta }) => delta.fundPaid.toString())).toEqual(paid);
    // The same stay within one year is let have as much.
    const policy = policyBy({ kind: 'whole', year: 'settlement' }, limit(on, 'claim', amount));
    const whole = unwrap(adjudicate(claimOf(policy, bill('16000'), { visit })));
    expect(Money.sum(paid.map((text) => Money.of(text))).toString()).toBe(fund(whole));
  });

  it.each(['payment', 'in-scope'])('SET-12: a year without cover uses nothing of a limit on %s a claim', (on) => {
    const policy = policyBy(DAILY, limit(on, 'claim', '1500'));
    const { uses } = stay(policy, '16000', { years: [{ covered: false }] });
    // 2,000.00 fall on the new year, or the 1,500.00 that are looked at, less its deductible of 1,000.00.
    const alone = on === 'payment' ? '800.00' : '400.00';
    expect(uses.map(({ delta }) => delta.fundPaid.toString())).toEqual(['0.00', alone]);
  });

  it('SET-12, SET-20: a layer with a deductible and a cap a claim charges and pays them once', () => {
    const layer = { fund: '370100', stage: 'supplementary', base: 'personal', visits: ['inpatient'], per: 'claim' };
    const by = (cap: string) => {
      const supplements = [{ name: '补充', ...layer, deductible: '3000', bands: '0.50', cap }];
      return stay(policyBy(DAILY, { supplements })).parts.map(({ layers }) => layers[0]?.paid.toString());
    };
    // 3,600.00 and then 400.00 are left to the patient: half of what is above 3,000.00.
    expect(by('none')).toEqual(['300.00', '200.00']);
    expect(by('300.01')).toEqual(['300.00', '0.01']);
    expect(by('300')).toEqual(['300.00', '0.00']);
  });

  it('SET-12: limits of a month are those of December and of January, each counted in its own year', () => {
    const used = { ...NO_USE, counters: { 'limit|限|2025-12': Money.of('9000'), 'limit|限|2026-01': Money.of('1') } };
    const policy = policyBy(DAILY, limit('payment', 'month', '10000'));
    const { uses } = stay(policy, '16000', { years: [{ accumulators: used }] });
    const counted = uses.map(({ delta }) =>
      Object.entries(delta.counters).map(([name, amount]) => `${name} ${amount}`),
    );
    expect(counted).toEqual([['limit|限|2025-12 1000.00'], ['limit|限|2026-01 1600.00']]);
  });

  it('SET-19, SET-13: an item’s limit a claim is one too, and nothing of one claim alone stays in a year', () => {
    const limited = { name: '材料', categories: ['05'], limit: { on: 'in-scope', per: 'claim', amount: '100' } };
    const items = [{ ...limited, pay: { kind: 'own', ratio: '0.50' } }];
    const policy = policyBy({ ...DAILY, kind: 'by-line' }, { ...limit('payment', 'claim', '90000'), items });
    const line = (day: string): DatedLine => ({
      ...{ code: 'A', category: '05', occurredOn: businessDate(day), ...bill('80') },
    });
    const { uses, adjudication } = stay(policy, '160', { lines: [line('2025-12-31'), line('2026-01-01')] });
    expect(fund(adjudication)).toBe('50.00');
    expect(uses.map(({ delta }) => delta.counters)).toEqual([{}, {}]);
  });
});
