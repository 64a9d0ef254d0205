import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { businessDate, RegionCode, unwrap } from '#kernel';
import { loadPolicyBook, PolicyBook } from '#policy';
import { bookOf, JIYUAN } from '../../../test/filings.js';
import { decideCancel } from '../domain/cancel-filing.js';
import { coverageAt } from '../domain/coverage.js';
import { policiesOf } from './policies-of.js';

const POLICIES = loadPolicyBook(fileURLToPath(new URL('../../../../../policies', import.meta.url)));
const TODAY = businessDate('2025-10-01');
const policyOn = unwrap(policiesOf(POLICIES, JIYUAN, TODAY));

describe('the policies of a place on days of before', () => {
  it('REG-18: days before the first complete table go by that one, days after it by their own', () => {
    const first = policyOn(businessDate('2023-01-01'));
    expect(first).not.toEqual(policyOn(TODAY));
    expect(policyOn(businessDate('2022-12-31'))).toEqual(first);
    expect(policyOn(businessDate('1999-01-01'))).toEqual(first);
    expect(policyOn(businessDate('2025-07-01'))).toEqual(policyOn(TODAY));
  });

  it.each(['2022-09-01', '2022-12-31', '2023-01-01', '2024-09-01'])(
    'REG-10, REG-17, REG-18: a promise of Jiyuan of %s keeps the old rules in the transition',
    (appliedOn) => {
      const { filings, ...rest } = bookOf({
        ...{ filingId: 'L', insuredRegion: JIYUAN, byPromise: true, documents: [], appliedOn: '2024-09-01' },
      });
      const book = { ...rest, filings: filings.map((filing) => ({ ...filing, appliedOn, validFrom: appliedOn })) };
      const insuredRegion = RegionCode.of(JIYUAN);
      const act = { psnNo: 'P1', filingId: 'L', insuredRegion, on: TODAY, channel: 'window' as const };
      expect(unwrap(decideCancel(act, book, policyOn)).map(({ type }) => type)).toEqual(['FilingEnded']);
      expect(coverageAt(book, { insuredRegion, place: JIYUAN }, TODAY, policyOn).pointsOff).toBe('0.10');
    },
  );

  it('REG-06: a place without a complete table today is refused', () => {
    expect(policiesOf(new PolicyBook([]), JIYUAN, TODAY).ok).toBe(false);
    expect(new PolicyBook([]).firstRegistrationDay(RegionCode.of(JIYUAN))).toBeNull();
  });
});
