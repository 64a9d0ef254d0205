import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { accumulatorsToJson, NO_USE } from '../../adjudication/domain/index.js';
import { balanceOf, decideReport, evolveAccount, type AccountEvent, type PersonalAccount } from './account.js';
import {
  benefitStreamId,
  benefitYearOf,
  evolveBenefitYear,
  type BenefitEvent,
  type InsuredAt,
} from './benefit-year.js';

const accumulators = { ...accumulatorsToJson(NO_USE), stays: 1, deductiblePaid: '800.00', fundPaid: '1234.56' };
const used: BenefitEvent = { type: 'BenefitUsed', data: { claimId: 'C1', accumulators } };
const restored: BenefitEvent = { type: 'BenefitRestored', data: { claimId: 'R1', refundOf: 'C1', accumulators } };
const yearAfter = (...events: readonly BenefitEvent[]) => accumulatorsToJson(events.reduce(evolveBenefitYear, NO_USE));

describe('the year of a person', () => {
  const yearOf = (changes: Partial<InsuredAt>, year = '2025') =>
    benefitStreamId(
      { psnNo: 'P1', insuredRegion: '320200', firstRegion: '320200', insuranceType: '310', ...changes },
      year,
    );

  it('SET-19: is one per person, pool, scheme and medical year', () => {
    const moved = ['320800', '330200', '310000', '110000', '419001', '419002'];
    const ids = [
      ...[yearOf({}), yearOf({ psnNo: 'P2' }), yearOf({ insuranceType: '390' }), yearOf({}, '2026')],
      ...moved.map((insuredRegion) => yearOf({ insuredRegion })),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map(benefitYearOf)).toEqual(ids.map((_, index) => (index === 3 ? '2026' : '2025')));
  });

  it('SET-19: is the same for who moves within a city or a municipality, and for who comes back', () => {
    expect(yearOf({ insuredRegion: '320281' })).toBe(yearOf({}));
    const inShanghai = ['310000', '310104', '310115'].map((insuredRegion) => yearOf({ insuredRegion }));
    expect(new Set(inShanghai).size).toBe(1);
    expect(yearOf({ firstRegion: '320281', insuredRegion: '320206' })).toBe(yearOf({}));
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
  const EMPTY: PersonalAccount = { reported: Money.zero, used: Money.zero };
  const balance = (...events: readonly AccountEvent[]): string =>
    balanceOf(events.reduce(evolveAccount, EMPTY)).toString();
  /** The account after what was told ('1200.00'), used ('-374.36') and given back ('+374.36'), in this order. */
  const after = (...steps: readonly string[]): PersonalAccount =>
    steps.reduce((account, step) => {
      const amount = step.slice(1);
      if (step.startsWith('-')) return evolveAccount(account, event('AccountUsed', amount));
      if (step.startsWith('+')) return evolveAccount(account, event('AccountRestored', amount));
      return decideReport('P1', Money.of(step), account).reduce(evolveAccount, account);
    }, EMPTY);

  it('SET-20: is what was reported less what was used since, and a refund puts it back', () => {
    expect(balance(reported('100.00'), event('AccountUsed', '99.99'))).toBe('0.01');
    expect(balance(reported('100.00'), event('AccountUsed', '99.99'), event('AccountRestored', '99.99'))).toBe(
      '100.00',
    );
  });

  it('SET-20: a new report knows of what was used before it', () => {
    expect(balance(reported('100.00'), event('AccountUsed', '40.00'), reported('60.00'))).toBe('60.00');
  });

  it.each([
    ['the same figure told again gives nothing back', ['1200.00', '-374.36', '1200.00'], '825.64'],
    ['nor does it the second time', ['1200.00', '-374.36', '1200.00', '-100.00', '1200.00'], '725.64'],
    ['the same figure after a refund takes nothing', ['1200.00', '-374.36', '+374.36', '1200.00'], '1200.00'],
    ['one cent more is a new balance', ['1200.00', '-374.36', '1200.01'], '1200.01'],
    ['what the account holds by now is one too', ['1200.00', '-374.36', '825.64'], '825.64'],
    ['and a claim after it counts from it', ['1200.00', '-374.36', '825.64', '-25.64', '825.64'], '800.00'],
    ['a refund after it is given back once', ['1200.00', '-374.36', '825.64', '+374.36', '1200.00'], '1200.00'],
    ['an account told to be empty is empty', ['1200.00', '-374.36', '0.00'], '0.00'],
  ])('SET-20: %s', (_name, steps, expected) => {
    expect(balanceOf(after(...steps)).toString()).toBe(expected);
  });

  it('SET-20: a telling is recorded only when its figure is not the one told last', () => {
    expect(decideReport('P1', Money.of('1200.00'), after('1200.00', '-374.36'))).toEqual([]);
    expect(decideReport('P1', Money.of('1200.01'), after('1200.00'))).toEqual([reported('1200.01')]);
    expect(decideReport('P1', Money.of('825.64'), after('1200.00', '-374.36'))).toEqual([reported('825.64')]);
    expect(decideReport('P1', Money.zero, EMPTY)).toEqual([]);
  });
});
