import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import { RICHES, anyClaim, fen } from '../testing/any-claim.js';
import { accumulatorsFromJson, accumulatorsToJson, addAccumulators, negateAccumulators } from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import { checkAnnex13 } from './annex13.js';
import type { Adjudication, AdjudicationInput, ItemCost } from './types.js';

const settle = (input: AdjudicationInput): Adjudication => unwrap(adjudicate(input));
const fundsOf = (result: Adjudication): Money => Money.sum(result.funds.map((fund) => fund.amount));

describe('laws of adjudication', () => {
  it('SET-05: both identities of annex 13 hold and no payer is negative, for every claim', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, hospital) => {
        const free = settle(input);
        const stated = hospital.min(free.accountPaid.plus(free.cash));
        const result = settle({ ...input, hospitalBorne: stated });
        // What the hospital bears by policy comes to what it states.
        const hospitalBorne = stated.plus(free.hospitalBorne);
        const { accountPaid, cash } = result;
        expect(result.familyPaid.lte(accountPaid)).toBe(true);
        const payment = { funds: fundsOf(result), account: accountPaid, cash, hospitalBorne: result.hospitalBorne };
        expect(checkAnnex13(input.amounts, payment).ok).toBe(true);
        expect(result.hospitalBorne).toEqual(hospitalBorne);
        for (const amount of [...result.funds.map((fund) => fund.amount), accountPaid, cash]) {
          expect(amount.isNegative()).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('SET-20: the funds together never pay more than what they pay on, nor any fund more than its limit', () => {
    fc.assert(
      fc.property(anyClaim, (input) => {
        const result = settle(input);
        // In scope; the assistance of the rich policies also pays on what is borne first of class B.
        const prepay = RICHES.includes(input.policy) ? input.amounts.classBPrepay : Money.zero;
        expect(fundsOf(result).lte(input.amounts.inScope.plus(prepay))).toBe(true);
        for (const { amount, limitLeft } of result.funds)
          expect(limitLeft === null || amount.lte(limitLeft)).toBe(true);
      }),
      { numRuns: 300 },
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
      { numRuns: 300 },
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

  it('SET-03: the order of the lines of a bill does not matter', () => {
    fc.assert(
      fc.property(anyClaim, fc.infiniteStream(fc.nat(3)), (input, picks) => {
        const items = [...(input.items ?? [])];
        for (let index = items.length - 1; index > 0; index -= 1) {
          const other = Number(picks.next().value) % (index + 1);
          [items[index], items[other]] = [items[other] as ItemCost, items[index] as ItemCost];
        }
        const [there, here] = [settle(input), settle({ ...input, items })];
        expect(here.funds).toEqual(there.funds);
        expect(here.delta).toEqual(there.delta);
      }),
    );
  });

  it('SET-01: more insured cost of the same bill never raises what the patient bears by more than it', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, more) => {
        const amounts = {
          ...input.amounts,
          total: input.amounts.total.plus(more),
          inScope: input.amounts.inScope.plus(more),
        };
        const [before, after] = [settle(input), settle({ ...input, amounts })];
        const borne = ({ accountPaid, cash }: Adjudication): Money => accountPaid.plus(cash);
        expect(borne(after).minus(borne(before)).lte(more)).toBe(true);
      }),
    );
  });

  it('SET-13: a refund undoes what its claim did to the year, whatever came between', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (first, second) => {
        const [a, b] = [settle(first).delta, settle(second).delta];
        const year = addAccumulators(first.accumulators, b);
        const both = addAccumulators(addAccumulators(year, a), b);
        expect(addAccumulators(both, negateAccumulators(a))).toEqual(addAccumulators(year, b));
        expect(accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(both))))).toEqual(both);
      }),
    );
  });
});
