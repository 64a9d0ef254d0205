import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { accumulatorsToJson, NO_USE } from '../../adjudication/domain/index.js';
import { balanceOf, evolveAccount, type AccountEvent } from './account.js';
import { benefitStreamId, evolveBenefitYear, type BenefitEvent } from './benefit-year.js';

const accumulators = { ...accumulatorsToJson(NO_USE), stays: 1, deductiblePaid: '800.00', fundPaid: '1234.56' };
const used: BenefitEvent = { type: 'BenefitUsed', data: { claimId: 'C1', accumulators } };
const restored: BenefitEvent = { type: 'BenefitRestored', data: { claimId: 'R1', refundOf: 'C1', accumulators } };
const yearAfter = (...events: readonly BenefitEvent[]) => accumulatorsToJson(events.reduce(evolveBenefitYear, NO_USE));

describe('the year of a person', () => {
  it('SET-19: is one per person, scheme and medical year', () => {
    const ids = [
      benefitStreamId('P1', '310', '2025'),
      benefitStreamId('P2', '310', '2025'),
      benefitStreamId('P1', '390', '2025'),
      benefitStreamId('P1', '310', '2026'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('SET-19: adds what claims use', () => {
    expect(yearAfter(used, used)).toMatchObject({ stays: 2, deductiblePaid: '1600.00', fundPaid: '2469.12' });
  });

  it('SET-13: gives back exactly what the refunded claim had used', () => {
    expect(yearAfter(used, restored)).toEqual(accumulatorsToJson(NO_USE));
    expect(yearAfter(used, used, restored)).toEqual(yearAfter(used));
  });
});

describe('the personal account', () => {
  const reported = (balance: string): AccountEvent => ({ type: 'AccountReported', data: { psnNo: 'P1', balance } });
  const event = (type: 'AccountUsed' | 'AccountRestored', amount: string): AccountEvent => ({
    ...{ type, data: { claimId: 'C1', amount } },
  });
  const balance = (...events: readonly AccountEvent[]): string =>
    balanceOf(events.reduce(evolveAccount, { reported: Money.zero, used: Money.zero })).toString();

  it('SET-20: is what was reported less what was used since, and a refund puts it back', () => {
    expect(balance(reported('100.00'), event('AccountUsed', '99.99'))).toBe('0.01');
    expect(balance(reported('100.00'), event('AccountUsed', '99.99'), event('AccountRestored', '99.99'))).toBe(
      '100.00',
    );
  });

  it('SET-20: a new report knows of what was used before it', () => {
    expect(balance(reported('100.00'), event('AccountUsed', '40.00'), reported('60.00'))).toBe('60.00');
  });
});
