import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import { FILING_KINDS, LEVELS, VISIT_KINDS } from '#policy';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import {
  NO_USE,
  accumulatorsFromJson,
  accumulatorsToJson,
  addAccumulators,
  negateAccumulators,
} from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import { checkAnnex13 } from './annex13.js';
import type { Adjudication, AdjudicationInput } from './types.js';

const REGIONS = ['110000', '310000', '320200', '320800', '321100', '410100', '419001', '440200', '440700', '510100'];
const POLICIES = REGIONS.flatMap((region) => [policyWith('employee', {}, region), policyWith('resident', {}, region)]);

const fen = (max: bigint) => fc.bigInt({ min: 0n, max }).map((value) => Money.fromFen(value));
const used = fc.record({
  deductible: fen(200_000n),
  fund: fen(70_000_000n),
  base: fen(50_000_000n),
  scope: fen(90_000_000n),
});

const anyClaim: fc.Arbitrary<AdjudicationInput> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    status: fc.constantFrom('active', 'retired'),
    civilServant: fc.boolean(),
    filing: fc.constantFrom(...FILING_KINDS),
    kind: fc.constantFrom(...VISIT_KINDS),
    settlementLevel: fc.constantFrom(...LEVELS),
    stayNumberOfYear: fc.integer({ min: 1, max: 12 }),
    emergency: fc.boolean(),
    parts: fc.tuple(fen(100_000_000n), fen(1_000_000n), fen(1_000_000n), fen(1_000_000n)),
    year: used,
    account: fc.record({ balance: fen(1_000_000n), mayUse: fc.boolean() }),
  })
  .map(({ policy, parts, year, ...rest }) => {
    const { kind, settlementLevel, stayNumberOfYear, emergency, filing, account } = rest;
    const status = policy.scheme === 'resident' ? 'resident' : (rest.status as 'active');
    return claimOf(policy, bill(...(parts.map(String) as [string, string, string, string])), {
      person: { scheme: policy.scheme, status, civilServant: rest.civilServant },
      filing,
      account,
      visit: { kind, settlementLevel, stayNumberOfYear, emergency },
      accumulators: {
        ...NO_USE,
        deductiblePaid: year.deductible,
        fundPaid: year.fund,
        inScope: year.scope,
        catastrophicBase: year.base,
        largeFundPaid: year.fund,
        outpatientDeductiblePaid: year.deductible,
        outpatientFundPaid: year.deductible,
        outpatientInScope: year.scope,
        chronicDeductiblePaid: year.deductible,
      },
    });
  });

const settle = (input: AdjudicationInput): Adjudication => unwrap(adjudicate(input));
const fundsOf = (result: Adjudication): Money => Money.sum(result.funds.map((fund) => fund.amount));

describe('laws of adjudication', () => {
  it('SET-05: both identities of annex 13 hold and no payer is negative, for every claim', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, hospital) => {
        const free = settle(input);
        const hospitalBorne = hospital.min(free.accountPaid.plus(free.cash));
        const result = settle({ ...input, hospitalBorne });
        const { accountPaid, cash } = result;
        const payment = { funds: fundsOf(result), account: accountPaid, cash, hospitalBorne: result.hospitalBorne };
        expect(checkAnnex13(input.amounts, payment).ok).toBe(true);
        expect(result.hospitalBorne).toEqual(hospitalBorne);
        for (const amount of [...result.funds.map((fund) => fund.amount), accountPaid, cash]) {
          expect(amount.isNegative()).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('SET-20: the funds together never pay more than the in-scope amount, nor any fund more than its limit', () => {
    fc.assert(
      fc.property(anyClaim, (input) => {
        const result = settle(input);
        expect(fundsOf(result).lte(input.amounts.inScope)).toBe(true);
        for (const { amount, limitLeft } of result.funds)
          expect(limitLeft === null || amount.lte(limitLeft)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a larger in-scope amount never lowers what the funds pay', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, more) => {
        const amounts = {
          ...input.amounts,
          total: input.amounts.total.plus(more),
          inScope: input.amounts.inScope.plus(more),
        };
        expect(fundsOf(settle({ ...input, amounts })).gte(fundsOf(settle(input)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('SET-19: the more of the cap is used, the less the basic fund pays; never below zero', () => {
    fc.assert(
      fc.property(anyClaim, fen(50_000_000n), (input, more) => {
        const { accumulators: year } = input;
        const later = {
          ...year,
          fundPaid: year.fundPaid.plus(more),
          outpatientFundPaid: year.outpatientFundPaid.plus(more),
        };
        const [before, after] = [settle(input), settle({ ...input, accumulators: later })];
        const [first, second] = [before.funds[0]?.amount, after.funds[0]?.amount];
        expect(first && second && second.lte(first)).toBe(true);
      }),
    );
  });

  it('SET-19: the delta counts exactly what was charged and paid', () => {
    fc.assert(
      fc.property(anyClaim, (input) => {
        const { delta, deductibleCharged, funds } = settle(input);
        const deductibles = [delta.deductiblePaid, delta.outpatientDeductiblePaid, delta.chronicDeductiblePaid];
        expect(Money.sum(deductibles)).toEqual(deductibleCharged);
        expect(delta.fundPaid.plus(delta.outpatientFundPaid)).toEqual(funds[0]?.amount);
        expect(delta.stays).toBe(input.visit.kind === 'inpatient' ? 1 : 0);
      }),
    );
  });

  it('SET-13: a refund undoes what its claim did to the year, whatever came between', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (first, second) => {
        const [a, b] = [settle(first).delta, settle(second).delta];
        const year = first.accumulators;
        const both = addAccumulators(addAccumulators(year, a), b);
        expect(addAccumulators(both, negateAccumulators(a))).toEqual(addAccumulators(year, b));
        expect(accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(both))))).toEqual(both);
      }),
    );
  });
});
