import { describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import { adjudicate } from './adjudicate.js';

const layer = {
  kind: 'layer',
  base: 'personal',
  deductible: '5000',
  bands: '0.60',
  cap: 'none',
  visits: ['inpatient'],
};
const assistance = {
  name: '救助',
  stage: 'assistance',
  fund: '610100',
  base: 'personal',
  deductible: '0',
  bands: '0.50',
};

/** What basic fund, catastrophic insurance and assistance pay of 10,000 in scope, half of which is guaranteed. */
function paid(against: string, changes: object = {}): readonly string[] {
  const policy = policyWith('resident', {
    ...{ 'inpatient.deductible': '1000', 'inpatient.ratio.3': '0.30', 'basic.cap': 'none' },
    large: { ...layer, fund: '390200' },
    minimum: { kind: 'share', ratio: '0.50', of: 'in-scope', against, visits: ['inpatient'] },
    ...changes,
  });
  const { funds } = unwrap(adjudicate(claimOf(policy, bill('10000'))));
  return ['390100', '390200', '610100'].map((code) =>
    Money.sum(funds.filter((fund) => fund.code === code).map(({ amount }) => amount)).toString(),
  );
}

describe('a guaranteed minimum', () => {
  it('SET-20: with the layer above it comes after that layer has paid, and both come to the share to the cent', () => {
    // 2,700 and 60% of what 7,300 lie above 5,000; what is missing to 5,000 the basic fund adds.
    expect(paid('basic-and-large')).toEqual(['3620.00', '1380.00', '0.00']);
  });

  it('SET-20: of the basic fund alone it comes before, and the layer pays on what is left', () => {
    expect(paid('basic')).toEqual(['5000.00', '0.00', '0.00']);
    expect(paid('basic', { large: { ...layer, fund: '390200', deductible: '0' } })).toEqual([
      '5000.00',
      '3000.00',
      '0.00',
    ]);
  });

  it('SET-20: what is added after the layer is no base of the layers that follow', () => {
    const supplements = [{ ...assistance, cap: 'none', visits: ['inpatient'] }];
    expect(paid('basic-and-large', { supplements })).toEqual(['3620.00', '1380.00', '2500.00']);
  });

  it('SET-20: is added only as far as the caps of the basic fund go', () => {
    expect(paid('basic-and-large', { 'basic.cap': '3000' })).toEqual(['3000.00', '1380.00', '0.00']);
  });
});
