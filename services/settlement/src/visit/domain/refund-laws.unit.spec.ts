import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Claim } from '#contracts';
import { Money, unwrap } from '#kernel';
import { FILING_KINDS } from '#policy';
import { policyWith } from '../../adjudication/testing/inputs.js';
import {
  CALLER,
  feeLine,
  happened,
  openedVisit,
  settle,
  settlement,
  withLines,
  WUXI_EMPLOYEE,
} from '../../../test/visits.js';
import { accumulatorsToJson, NO_USE, type Accumulators } from '../../adjudication/domain/index.js';
import { balanceOf, evolveAccount, type PersonalAccount } from '../../benefit/domain/account.js';
import { evolveBenefitYear } from '../../benefit/domain/benefit-year.js';
import { decideRefund, refundMade } from './refund.js';
import type { Visit } from './visit.js';

const PLACES = ['320200', '320800', '419001', '440200', '510100'];
const POLICY_OF = new Map(PLACES.map((place) => [place, policyWith('employee', {}, place)]));

interface World {
  readonly visit: Visit;
  readonly year: Accumulators;
  readonly account: PersonalAccount;
  readonly claims: readonly Claim[];
}

const bill = fc.record({
  fen: fc.bigInt({ min: 1n, max: 3_000_000n }),
  useAccount: fc.boolean(),
  filing: fc.constantFrom(...FILING_KINDS),
});
type Bill = typeof bill extends fc.Arbitrary<infer T> ? T : never;

const world = (inpatient: boolean, opening: bigint): World => ({
  visit: openedVisit(inpatient),
  year: NO_USE,
  account: evolveAccount(
    { reported: Money.zero, used: Money.zero },
    { type: 'AccountReported', data: { psnNo: 'P1', balance: Money.fromFen(opening).toString() } },
  ),
  claims: [],
});

function settleOne(before: World, { fen, useAccount, filing }: Bill, place = '320200'): World {
  const policy = POLICY_OF.get(place) ?? WUXI_EMPLOYEE;
  const n = String(before.claims.length);
  const total = Money.fromFen(fen).toString();
  const visit = withLines(before.visit, feeLine(`line ${n}`, total, `batch ${n}`));
  const command = settlement(total, {
    claimId: `C${n}`,
    batch: `batch ${n}`,
    useAccount,
    filing,
    policy,
    interim: true,
  });
  const { claim, event } = unwrap(settle(command, visit, { ...before, accountBalance: balanceOf(before.account) }));
  const { accumulators } = event.data.benefit;
  return {
    visit: happened(visit, [event]),
    year: evolveBenefitYear(before.year, { type: 'BenefitUsed', data: { claimId: claim.claimId, accumulators } }),
    account: evolveAccount(before.account, {
      ...{ type: 'AccountUsed', data: { claimId: claim.claimId, amount: claim.account } },
    }),
    claims: [...before.claims, claim],
  };
}

function refundOne(before: World, claimId: string): World {
  const when = { refundId: `R${claimId}`, refundedOn: '2025-12-31', refundedAt: '2025-12-31 23:59:59' };
  const { refund, original } = unwrap(refundMade({ ...CALLER, claimId, ...when }, before.visit));
  const { accumulators } = original.benefit;
  return {
    visit: happened(before.visit, [{ type: 'ClaimRefunded', data: { claim: refund, messageId: claimId } }]),
    year: evolveBenefitYear(before.year, {
      ...{ type: 'BenefitRestored', data: { claimId: refund.claimId, refundOf: claimId, accumulators } },
    }),
    account: evolveAccount(before.account, {
      ...{ type: 'AccountRestored', data: { claimId: refund.claimId, amount: original.claim.account } },
    }),
    claims: [...before.claims, refund],
  };
}

const AMOUNTS = ['total', 'inScope', 'classBPrepay', 'fundTotal', 'account', 'cash', 'hospitalBorne'] as const;

describe('laws of settling and refunding', () => {
  it('SET-13, SET-19: refunds in any order leave the year, the account and the sums as if nothing had been', () => {
    const sequence = fc.record({
      inpatient: fc.boolean(),
      opening: fc.bigInt({ min: 0n, max: 500_000n }),
      place: fc.constantFrom(...PLACES),
      bills: fc.array(bill, { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(sequence, fc.infiniteStream(fc.nat(5)), ({ inpatient, opening, place, bills }, picks) => {
        const start = world(inpatient, opening);
        let now = bills.reduce((before, one) => settleOne(before, one, place), start);
        const open = now.claims.map(({ claimId }) => claimId);
        while (open.length > 0) {
          const [claimId = ''] = open.splice(Number(picks.next().value) % open.length, 1);
          now = refundOne(now, claimId);
        }
        expect(accumulatorsToJson(now.year)).toEqual(accumulatorsToJson(NO_USE));
        expect(balanceOf(now.account).toString()).toBe(Money.fromFen(opening).toString());
        for (const name of AMOUNTS)
          expect(Money.sum(now.claims.map((claim) => Money.of(claim[name]))).isZero()).toBe(true);
        expect(now.visit.settledLines.size).toBe(0);
        expect(now.visit.openLines.size).toBe(bills.length);
      }),
    );
  });

  it('SET-13: refunding the last is the same as never having settled it; no refund is made twice', () => {
    fc.assert(
      fc.property(fc.array(bill, { minLength: 2, maxLength: 5 }), fc.nat(4), (bills, pick) => {
        const last = bills.length - 1;
        const all = bills.reduce((before, one) => settleOne(before, one), world(false, 100_000n));
        const without = bills.slice(0, last).reduce((before, one) => settleOne(before, one), world(false, 100_000n));
        expect(accumulatorsToJson(refundOne(all, `C${last}`).year)).toEqual(accumulatorsToJson(without.year));
        const claimId = `C${pick % bills.length}`;
        expect(
          decideRefund(
            { ...CALLER, claimId, refundId: 'R', refundedOn: '2025-12-31', refundedAt: '' },
            refundOne(all, claimId).visit,
          ).ok,
        ).toBe(false);
      }),
    );
  });
});
