import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, businessDate, unwrap } from '#kernel';
import type { BusinessDate } from '#kernel';
import { medicalYearAt } from '#policy';
import { fund } from '../testing/answers.js';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { NO_USE } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import { adjudicateStay, yearsOfStay } from './cross-year.js';
import type { DatedLine, YearOfStay } from './cross-year.js';
import type { Amounts } from './types.js';

const PLAIN = {
  'inpatient.deductible': '1000',
  'inpatient.ratio.3': '0.80',
  'basic.cap': 'none',
  large: { kind: 'none' },
};
const policyBy = (crossing: object, more: object = {}) =>
  policyWith('employee', { ...PLAIN, 'medicalYear.crossing': crossing, ...more });
const dates = { admittedOn: businessDate('2025-12-25'), dischargedOn: businessDate('2026-01-02') };
const YEARS = ['2025-12-31', '2026-01-02'].map((day) => medicalYearAt('01-01', businessDate(day)));

const stay = (
  crossing: object,
  amounts: Amounts,
  more: { lines?: DatedLine[]; years?: Partial<YearOfStay>[] } = {},
) => {
  const policy = policyBy(crossing);
  const input = claimOf(policy, amounts, { visit: { ...dates, date: dates.dischargedOn } });
  const years = YEARS.map((year, index): YearOfStay => ({
    ...{ year, policy, person: input.person, accumulators: NO_USE },
    ...more.years?.[index],
  }));
  return unwrap(adjudicateStay(input, years, more.lines ?? []));
};

describe('a stay across the end of the medical year', () => {
  const calendar = (date: BusinessDate) => medicalYearAt('01-01', date);
  const span = { admittedOn: dates.admittedOn, endedOn: dates.dischargedOn, settledOn: dates.dischargedOn };

  it('SET-12: belongs whole to the year of settlement or of admission, or is split over the years', () => {
    const names = (rule: Parameters<typeof yearsOfStay>[0], start: '01-01' | '07-01' = '01-01') =>
      yearsOfStay(rule, (date) => medicalYearAt(start, date), span).map(({ name }) => name);
    expect(names({ kind: 'whole', year: 'settlement' })).toEqual(['2026']);
    expect(names({ kind: 'whole', year: 'admission' })).toEqual(['2025']);
    expect(names({ kind: 'daily', deductible: 'first' })).toEqual(['2025', '2026']);
    expect(names({ kind: 'daily', deductible: 'first' }, '07-01')).toEqual(['2025']);
    const until = (admittedOn: string, endedOn: string, settledOn = endedOn) => ({
      ...{ admittedOn: businessDate(admittedOn), endedOn: businessDate(endedOn), settledOn: businessDate(settledOn) },
    });
    const sameYear = until('2025-12-25', '2025-12-31');
    expect(yearsOfStay({ kind: 'by-line', deductible: 'first' }, calendar, sameYear)).toHaveLength(1);
    const long = until('2023-06-01', '2025-02-01');
    expect(yearsOfStay({ kind: 'daily', deductible: 'each' }, calendar, long)).toHaveLength(3);
    const settledLater = until('2025-12-20', '2025-12-28', '2026-01-03');
    for (const kind of ['daily', 'by-line'] as const) {
      const named = yearsOfStay({ kind, deductible: 'last' }, calendar, settledLater).map(({ name }) => name);
      expect(named).toEqual(['2025']);
    }
  });

  it.each([
    ['first', '1000.00', '0.00', [1, 0]],
    ['last', '0.00', '1000.00', [0, 1]],
    ['each', '1000.00', '1000.00', [1, 1]],
  ])('SET-12: mean daily cost and days of each year, the deductible in the %s', (deductible, old, young, stays) => {
    const { uses, adjudication } = stay({ kind: 'daily', deductible }, bill('16000'));
    // Eight days, seven of them in the old year.
    expect(uses.map(({ year, delta }) => [year, delta.inScope.toString(), delta.deductiblePaid.toString()])).toEqual([
      ['2025', '14000.00', old],
      ['2026', '2000.00', young],
    ]);
    expect(uses.map(({ delta }) => delta.stays)).toEqual(stays);
    expect(Money.sum(uses.map(({ delta }) => delta.fundPaid)).toString()).toBe(fund(adjudication));
  });

  it.each(['daily', 'by-line'])('SET-12, SET-11: a limit of bed days counts each day in its own year (%s)', (kind) => {
    const limits = [{ name: '床日', on: 'in-scope', per: 'bed-day', amount: '1000' }];
    const policy = policyBy({ kind, deductible: 'first' }, { limits });
    const line = (occurredOn: string, yuan: string): DatedLine => ({
      ...{ code: 'A', category: '05', occurredOn: businessDate(occurredOn) },
      ...bill(yuan),
    });
    const lines = [line('2025-12-31', '14000'), line('2026-01-01', '2000')];
    const { uses } = stay({ kind, deductible: 'first' }, bill('16000'), { lines, years: [{ policy }, { policy }] });
    // Seven days and one of them, not eight in each year.
    expect(uses.map(({ delta }) => delta.inScope.toString())).toEqual(['7000.00', '1000.00']);
  });

  it('SET-12: a year that began after the discharge takes nothing of the stay', () => {
    const policy = policyBy({ kind: 'daily', deductible: 'first' });
    const visit = { admittedOn: businessDate('2025-12-20'), dischargedOn: businessDate('2025-12-28') };
    const input = claimOf(policy, bill('16000'), { visit: { ...visit, date: businessDate('2026-01-03') } });
    const years = YEARS.map((year) => ({ year, policy, person: input.person, accumulators: NO_USE }));
    const { uses } = unwrap(adjudicateStay(input, years, []));
    expect(uses.map(({ delta }) => delta.inScope.toString())).toEqual(['16000.00', '0.00']);
  });

  it.each([
    ['daily', '2026-01-01'],
    ['by-line', '2026-01-02'],
  ] as const)(
    'SET-12, SET-19: a year no cost falls on bears no deductible and counts no stay (%s)',
    (kind, dischargedOn) => {
      const line = { code: 'A', category: '05', occurredOn: businessDate('2025-12-31'), ...bill('16000') };
      const uses = (deductible: string) => {
        const policy = policyBy({ kind, deductible });
        const visit = { ...dates, dischargedOn: businessDate(dischargedOn), date: businessDate(dischargedOn) };
        const input = claimOf(policy, bill('16000'), { visit });
        const years = YEARS.map((year) => ({ year, policy, person: input.person, accumulators: NO_USE }));
        const stay = unwrap(adjudicateStay(input, years, [line]));
        expect(fund(stay.adjudication)).toBe('12000.00');
        return stay.uses.map(({ delta }) => [delta.stays, delta.deductiblePaid.toString()]);
      };
      for (const deductible of ['first', 'last', 'each']) {
        expect(uses(deductible)).toEqual([
          [1, '1000.00'],
          [0, '0.00'],
        ]);
      }
    },
  );

  it('SET-12, SET-13: what is taken back after New Year belongs to the year of what it takes back', () => {
    const line = (code: string, occurredOn: string, amounts: Amounts): DatedLine => ({
      ...{ code, category: '09', occurredOn: businessDate(occurredOn), ...amounts },
    });
    const { zero } = Money;
    const back = { ...bill('0'), total: Money.of('-300'), selfPay: Money.of('-300') };
    const lines = [
      line('A', '2025-12-30', bill('5000')),
      line('B', '2025-12-30', bill('0', '0', '300')),
      line('B', '2026-01-02', back),
      line('A', '2026-01-01', bill('2000')),
    ];
    const { uses, parts } = stay({ kind: 'by-line', deductible: 'first' }, bill('7000'), { lines });
    expect(parts.map(({ input }) => input.amounts.selfPay)).toEqual([zero, zero]);
    expect(uses.map(({ delta }) => delta.fundPaid.toString())).toEqual(['3200.00', '1600.00']);
  });

  it('SET-12: by the date of each line, that of 31 December in the old year and of 1 January in the new', () => {
    const line = (occurredOn: string, yuan: string): DatedLine => ({
      ...{ code: 'A', category: '05', occurredOn: businessDate(occurredOn) },
      ...bill(yuan),
    });
    const lines = [line('2025-12-31', '6000'), line('2026-01-01', '4000')];
    const { uses, adjudication } = stay({ kind: 'by-line', deductible: 'first' }, bill('10000'), { lines });
    expect(uses.map(({ delta }) => delta.fundPaid.toString())).toEqual(['4000.00', '3200.00']);
    expect(fund(adjudication)).toBe('7200.00');
    expect(adjudication.steps.map(({ name }) => name)).toContain('2025年度·起付标准');
  });

  it('SET-12: status may change at the boundary, and each year uses its own accumulators', () => {
    const policy = policyBy({ kind: 'daily', deductible: 'each' }, {});
    const retired = { scheme: 'employee', status: 'retired', civilServant: false } as const;
    const spent = { ...NO_USE, stays: 3, deductiblePaid: Money.of('3000') };
    const years = [{ accumulators: spent }, { person: retired, policy }];
    const { uses } = stay({ kind: 'daily', deductible: 'each' }, bill('16000'), { years });
    expect(uses.map(({ delta }) => delta.deductiblePaid.toString())).toEqual(['1000.00', '1000.00']);
  });

  it('SET-12, SET-18: a year without cover pays nothing and counts nothing; the deductible is that of the covered one', () => {
    const ended = stay({ kind: 'daily', deductible: 'last' }, bill('16000'), { years: [{}, { covered: false }] });
    expect([fund(ended.adjudication), ended.adjudication.cash.toString()]).toEqual(['10400.00', '5600.00']);
    expect(ended.uses[1]?.delta).toEqual(NO_USE);
    const begun = stay({ kind: 'daily', deductible: 'first' }, bill('16000'), { years: [{ covered: false }, {}] });
    expect([fund(begun.adjudication), begun.adjudication.deductibleCharged.toString()]).toEqual(['800.00', '1000.00']);
  });

  it('SET-12, SET-05: the parts add up to the claim to the cent, whatever the days and amounts', () => {
    const fen = fc.bigInt({ min: 0n, max: 90_000_000n }).map((value) => Money.fromFen(value).toString());
    const kind = fc.constantFrom('first', 'last', 'each');
    fc.assert(
      fc.property(fc.tuple(fen, fen, fen, fen), kind, (parts, deductible) => {
        const amounts = bill(...parts);
        const { uses, parts: years, adjudication } = stay({ kind: 'daily', deductible }, amounts);
        for (const name of ['total', 'inScope', 'classBPrepay', 'overLimit', 'selfPay'] as const) {
          expect(Money.sum(years.map(({ input }) => input.amounts[name]))).toEqual(amounts[name]);
          expect(years.some(({ input }) => input.amounts[name].isNegative())).toBe(false);
        }
        expect(Money.sum(uses.map(({ delta }) => delta.fundPaid)).toString()).toBe(fund(adjudication));
      }),
    );
  });
});

describe('items of a stay across the end of the medical year', () => {
  const items = [
    { name: '单列', codes: ['X'], pay: { kind: 'own', ratio: '0.99' } },
    { name: '材料', categories: ['08'], each: 'unit', share: '0.30', pay: { kind: 'normal' } },
  ];
  const large = { kind: 'layer', fund: '330100', base: 'personal', deductible: '0', bands: '1', cap: 'none' };
  const policy = policyBy(
    { kind: 'daily', deductible: 'first' },
    { items, 'inpatient.deductible': '0', large: { ...large, visits: ['inpatient'] } },
  );

  it('SET-05, SET-12: however the cents of the lines fall on the years, no payer and no part is negative', () => {
    const cents = fc.bigInt({ min: 0n, max: 7n }).map((value) => Money.fromFen(value));
    const line = fc.record({ code: fc.constantFrom('X', 'Y'), category: fc.constantFrom('08', '14'), inScope: cents });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const amounts = bill(Money.sum(lines.map(({ inScope }) => inScope)).toString());
        const visit = { ...dates, date: dates.dischargedOn };
        const input = claimOf(policy, amounts, { visit, items: lines });
        const years = YEARS.map((year) => ({ year, policy, person: input.person, accumulators: NO_USE }));
        const { adjudication, uses } = unwrap(adjudicateStay(input, years, []));
        const { funds, cash, deductibleCharged } = adjudication;
        const counted = uses.flatMap(({ delta }) => [delta.inScope, delta.fundPaid, delta.catastrophicBase]);
        const all = [...funds.map(({ amount }) => amount), cash, deductibleCharged, ...counted];
        expect(all.filter((amount) => amount.isNegative())).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('items at a pharmacy that takes the account alone', () => {
  it('SET-20: nothing is looked at, so nothing of it is taken out', () => {
    const items = [{ name: '单列', codes: ['X'], pay: { kind: 'own', ratio: '0.99' } }];
    const policy = policyWith('employee', { ...PLAIN, items, pharmacy: { kind: 'account-only' } });
    const bought = { code: 'X', category: '11', inScope: Money.of('50') };
    const { funds, cash, delta } = unwrap(
      adjudicate(claimOf(policy, bill('50'), { visit: { kind: 'pharmacy' }, items: [bought] })),
    );
    expect([funds[0]?.amount, cash, delta.outpatientInScope, delta.outpatientDeductiblePaid].map(String)).toEqual([
      '0.00',
      '50.00',
      '0.00',
      '0.00',
    ]);
  });
});
