import { describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { accumulatorsToJson, addAccumulators, negateAccumulators, NO_USE } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import type { Accumulators } from './types.js';

const BANDS = [
  { upTo: '1000', ratio: '0.50' },
  { upTo: 'none', ratio: '0.90' },
];
const ONE_FIFTH = { kind: 'first-bear', share: '0.20', of: 'in-scope' };

function visits(values: object, bills: readonly string[]) {
  const policy = policyWith('employee', {
    ...{ 'chronic.deductible': '0', 'chronic.ratio.3': BANDS, 'chronic.bandsOn': 'year', 'chronic.direct': 'all' },
    ...{ 'basic.cap': 'none', large: { kind: 'none' }, 'reduction.chronic.other-temporary': ONE_FIFTH },
    ...values,
  });
  let year: Accumulators = NO_USE;
  const paid = bills.map((yuan) => {
    const visit = { kind: 'chronic', disease: 'M03900' } as const;
    const claim = claimOf(policy, bill(yuan), { visit, filing: 'other-temporary', accumulators: year });
    const { funds, delta } = unwrap(adjudicate(claim));
    year = addAccumulators(year, delta);
    return funds[0]?.amount ?? Money.zero;
  });
  return { paid: paid.map(String), sum: Money.sum(paid).toString(), year };
}

describe('chronic cost on the bands of the year', () => {
  it('SET-06, SET-19: what is borne first lies on no band: two visits come to the same as their cost in one', () => {
    const two = visits({}, ['1000', '1000']);
    expect(two.paid).toEqual(['400.00', '640.00']);
    expect(two.sum).toBe(visits({}, ['2000']).sum);
  });

  it('SET-19: nor does what lies beyond a cap on cost, and limits of a month count what they counted', () => {
    const cap = { 'basic.cap': '900', 'basic.capRule': { on: 'in-scope', visits: ['chronic'] } };
    const { paid, year } = visits(cap, ['1000', '1000']);
    expect(paid).toEqual(['400.00', '50.00']);
    expect(Object.values(year.chronicInScopeByMonth).map(String)).toEqual(['2000.00']);
  });

  it('SET-13: a refund leaves no trace of it', () => {
    const { year } = visits({}, ['1000']);
    expect(accumulatorsToJson(addAccumulators(year, negateAccumulators(year)))).toEqual({
      ...accumulatorsToJson(NO_USE),
      chronicInScopeByMonth: expect.anything(),
    });
  });
});
