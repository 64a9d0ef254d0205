import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, Money, businessDate } from '#kernel';
import { fund } from '../testing/answers.js';
import { fen } from '../testing/any-claim.js';
import { funds, inTurn, one } from '../testing/in-turn.js';
import type { Claim, Values } from '../testing/in-turn.js';
import { bill } from '../testing/inputs.js';
import type { Adjudication } from './types.js';

describe('items by price', () => {
  const share = [
    { upTo: '5000', ratio: '0.10' },
    { upTo: '20000', ratio: '0.20' },
    { upTo: 'none', ratio: '0.30' },
  ];
  const rule = (more: Values) => ({
    items: [{ name: '材料', categories: ['08'], pay: { kind: 'normal' }, ...more }],
  });
  const line = (inScope: string, quantity = '1') => ({
    ...{ code: 'C', category: '08', inScope: Money.of(inScope), quantity: new Decimal(quantity) },
  });
  const paid = (more: Values, items: readonly ReturnType<typeof line>[]) =>
    fund(one(rule(more), { items, amounts: bill('100000') }));

  it.each([
    ['unit', '76960.00'], // twice 500 + 1,400 borne first
    ['line', '76240.00'], // 500 + 3,000 + 1,200
  ])('SET-01: a share of materials by bands of the %s', (each, expected) => {
    expect(paid({ share, each }, [line('24000', '2')])).toBe(expected);
  });

  it('SET-01: two lines of 4,000 stay below the first limit, their sum does not', () => {
    const items = [line('4000'), line('4000')];
    expect(paid({ share, each: 'line' }, items)).toBe('79360.00'); // 800 borne
    expect(paid({ share }, items)).toBe('79120.00'); // 500 + 600 borne
  });

  it('SET-01: a ceiling of each unit; three units of a price that is no whole cent lose nothing', () => {
    expect(paid({ ceiling: '30', each: 'unit' }, [line('100', '3')])).toBe('79992.00'); // 10 above
    expect(paid({ share: '0.10', each: 'unit' }, [line('100', '3')])).toBe('79992.00');
    expect(paid({ share, each: 'unit' }, [line('15000', '3')])).toBe('78800.00'); // at the limit of 5,000
  });

  it('SET-13: a line taken back takes back what was borne on it', () => {
    const back = [line('24000', '2'), line('-12000', '-1')];
    expect(paid({ share, each: 'unit' }, back)).toBe(paid({ share, each: 'unit' }, [line('12000', '1')]));
  });

  it('SET-01: by units the split of a line into two of the same price changes nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fen(300_000n), (a, b, price) => {
        const times = (count: number) => line(Money.roundHalfUp(price.exact().times(count)).toString(), String(count));
        const amounts = bill('1000000');
        const whole = one(rule({ share, each: 'unit' }), { items: [times(a + b)], amounts });
        const parts = one(rule({ share, each: 'unit' }), { items: [times(a), times(b)], amounts });
        // Each line is rounded to the cent.
        const gap = (parts.funds[0]?.amount ?? Money.zero).minus(whole.funds[0]?.amount ?? Money.zero);
        expect(gap.abs().lte(Money.of('0.01'))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('caps that rise', () => {
  const TERMS = { base: 'personal', deductible: '0', bands: '1', cap: '100', visits: ['inpatient'] };
  const reasons = [
    { name: '连续参保', years: 'insuredYears', above: '4', amount: '30' },
    { name: '零报销', years: 'unclaimedYears', above: '0', amount: '20' },
  ];
  const paid = (insuredSince?: string, unclaimedYears?: number): string => {
    const large = { kind: 'layer', fund: '330100', ...TERMS, capRaise: { reasons, max: '80' } };
    const since = insuredSince === undefined ? undefined : businessDate(insuredSince);
    const person = { scheme: 'employee', status: 'active', civilServant: false, insuredSince: since, unclaimedYears };
    return fund(one({ large }, { person: person as Claim['person'] }), '330100');
  };

  it.each([
    [undefined, undefined, '100.00'],
    ['2021-08-10', undefined, '100.00'], // four years
    ['2020-08-11', undefined, '100.00'], // a day short of five
    ['2020-08-10', undefined, '130.00'],
    ['2020-08-10', 1, '150.00'],
    ['2018-08-10', 0, '180.00'], // 90, at most 80
    ['2018-08-10', 3, '180.00'],
    [undefined, 2, '140.00'],
  ])('SET-19: insured since %s, %s years without a claim: a cap of %s', (since, unclaimed, expected) => {
    expect(paid(since, unclaimed)).toBe(expected);
  });

  it('the explanation says what the cap has been raised by', () => {
    const large = { kind: 'layer', fund: '330100', ...TERMS, capRaise: { reasons: [reasons[1]] } };
    const person = { scheme: 'employee', status: 'active', civilServant: false, unclaimedYears: 2 } as const;
    const step = one({ large }, { person }).steps.find(({ name }) => name === '大额、大病支付');
    expect(step?.policyValue).toBe('限额尚余140.00，其中激励提高40.00');
  });
});

describe('layers of one fund', () => {
  const layer = (name: string, more: Values = {}) => ({
    ...{ name, fund: '610100', stage: 'assistance', base: 'personal', deductible: '0', bands: '0.50', cap: '60' },
    ...{ visits: ['inpatient'], ...more },
  });
  const payments = (supplements: readonly Values[]) =>
    one({ supplements }).funds.map(({ code, amount, inScope, limitLeft }) =>
      [code, amount, inScope, limitLeft ?? 'none'].map(String),
    );
  const BASIC = ['310100', '800.00', '1000.00', 'none'];

  it('SET-20: pay together: one payment on what the first looked at, within both limits', () => {
    expect(payments([layer('救助'), layer('再救助')])).toEqual([BASIC, ['610100', '120.00', '200.00', '120.00']]);
    const shared = { capShared: '救助' };
    expect(payments([layer('救助', shared), layer('再救助', shared)])).toEqual([
      BASIC,
      ['610100', '60.00', '200.00', '60.00'],
    ]);
    expect(payments([layer('救助'), layer('再救助', { cap: 'none' })])).toEqual([
      BASIC,
      ['610100', '130.00', '200.00', 'none'],
    ]);
  });
});

describe('bands of the year', () => {
  const bands = [
    { upTo: '3000', ratio: '0.50' },
    { upTo: '8000', ratio: '0.70' },
    { upTo: 'none', ratio: '0.90' },
  ];
  const values = {
    'inpatient.ratio.3': bands,
    'inpatient.bandsOn': 'year',
    'reduction.inpatient.referred': { kind: 'first-bear', share: '0.20', of: 'in-scope' },
  };

  it('SET-06, SET-19: later stays go on where the earlier ones ended, also where a share was borne first', () => {
    const stay = (amount: Money): Claim => ({ filing: 'referred', amounts: bill(amount.toString()) });
    const paid = (results: readonly Adjudication[]) =>
      Money.sum(results.map(({ funds: [basic] }) => basic?.amount ?? Money.zero));
    fc.assert(
      fc.property(fen(1_000_000n), fen(1_000_000n), (a, b) => {
        const [apart, together] = [inTurn(values, [stay(a), stay(b)]), inTurn(values, [stay(a.plus(b))])];
        // Shares and payments are rounded claim by claim.
        expect(paid(apart).minus(paid(together)).abs().lte(Money.of('0.03'))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('SET-01: where limits are of the total of the bill, they shrink by what of this bill is in scope', () => {
    const half = { amounts: bill('5000', '0', '5000') };
    const byTotal = { ...values, 'inpatient.bandsBase': 'total' };
    // Limits of 1,500 and 4,000; the second bill lies above both.
    expect(funds(inTurn(byTotal, [half, half]))).toEqual(['3400.00', '4500.00']);
  });
});
