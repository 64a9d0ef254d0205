import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type StreamStates, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import { businessDate, Money, ok, RegionCode, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { Amounts } from '../../adjudication/domain/index.js';
import { benefitRef } from '../../benefit/domain/benefit-year.js';
import type { InsuredPerson } from '../../hospital-gateway/directory/directory.js';
import { CoverageOf, type Coverage } from '../../visit/commands/settle-claim/coverage.js';
import { insuredTerms } from '../../visit/commands/settle-claim/settle-claim.js';
import type { SettleClaim } from '../../visit/domain/settle-command.js';
import { withStayTold } from '../../visit/domain/told-stay.js';
import { visitRef } from '../../visit/domain/visit.js';
import { knownTo } from '../domain/acts.js';
import { filingByHand } from '../domain/filing-by-hand.js';
import {
  evolveHandClaim,
  handClaimNo,
  handClaimRef,
  type HandBill,
  type HandClaim,
  type HandSettled,
} from '../domain/hand-claim.js';
import { decideSettleByHand, visitOf } from '../domain/settle-by-hand.js';
import { HandClaims } from '../queries/hand-claims.js';
import { CareDayCovers } from './care-day-covers.js';
import { answerFor, busy, dayOf, hasMoved, refusedBy, type HandClaimAnswer, type Whose } from './hand-claim-facts.js';

/** 手工报销核定 by the agency of the place of insurance (SET-17). */
export class SettleHandClaimCommand extends Command<WriteOutcome<HandClaimAnswer>> {
  constructor(
    readonly whose: Whose,
    readonly stated: Omit<Amounts, 'total'> | null,
    readonly facts: ActFacts,
  ) {
    super();
  }
}

@CommandHandler(SettleHandClaimCommand)
export class SettleHandClaimHandler implements ICommandHandler<SettleHandClaimCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly covers: CareDayCovers,
    private readonly coverage: CoverageOf,
    private readonly claims: HandClaims,
  ) {}

  async execute({ whose, stated, facts }: SettleHandClaimCommand): Promise<WriteOutcome<HandClaimAnswer>> {
    const ref = handClaimRef(whose);
    const found = await this.store.look([ref]);
    const seen = found.of(ref);
    const known = knownTo(whose, seen);
    if (known?.ok === false) return refusedBy(known.rejection);
    const bill = seen.bill as HandBill;
    const terms = await this.termsOf(bill, seen.cover, dayOf(facts));
    if (!terms.ok) return refusedBy(terms.rejection);
    const refs = this.refsOf(bill, terms.value);
    const years = [...refs.earlier, refs.year];
    // Another settlement of the same bill moves its medical year: what is read here holds if that has not moved since.
    const looked = await this.store.look(years);
    const settled = await this.claims.settledOtherwise(handClaimNo(bill), dayOf(facts));
    const command = { ...whose, on: dayOf(facts), stated, terms: terms.value, ...settled };
    return this.store.write<HandClaimAnswer>({
      ...{ streams: [ref, ...years, ...(refs.visit === null ? [] : [refs.visit])], ...facts },
      decide: (states): Decision<HandClaimAnswer> => {
        if (hasMoved([ref], found, states) || hasMoved(years, looked, states)) return busy();
        const claim = states.of(ref);
        const decided = decideSettleByHand(command, {
          claim,
          visit: refs.visit === null ? null : states.of(refs.visit),
          year: states.of(refs.year),
          earlierYears: refs.earlier.map((one) => states.of(one)),
        });
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const { institutionCode, invoiceNumber } = whose;
        const settled = {
          type: 'HandClaimSettled' as const,
          data: { institutionCode, invoiceNumber, ...decided.value },
        };
        const events = [{ streamId: ref.id, event: settled }, ...usedBy(bill, decided.value, states)];
        return { kind: 'accepted', answer: answerFor(whose, evolveHandClaim(claim, settled)), events };
      },
    });
  }

  private refsOf({ visitId }: HandBill, { benefitStream, earlierYears = [] }: SettleClaim) {
    return {
      year: benefitRef(benefitStream),
      earlier: earlierYears.map((one) => benefitRef(one.benefitStream)),
      visit: visitId === null ? null : visitRef(visitId),
    };
  }

  /** By the policy of the last day of the care, which the cost belongs to, and by filings as current as for a direct claim. */
  private async termsOf(bill: HandBill, cover: HandClaim['cover'], on: string): Promise<Result<SettleClaim>> {
    const stale = await this.coverage.filings.refuseUnlessCurrent(bill.psnNo);
    if (stale !== null) return stale;
    const [insured, filings] = await Promise.all([
      this.covers.personOf(bill, cover),
      this.coverage.filingsOf(bill.psnNo),
    ]);
    if (!insured.ok) return insured;
    const looked = { visit: visitOf(bill), filings };
    const coverage = await this.coverage.of(looked, insured.value, {
      ...{ today: businessDate(bill.careTo), remote: false },
    });
    if (!coverage.ok) return coverage;
    const { insuredRegion, careFrom } = bill;
    const care = { insuredRegion, careRegion: RegionCode.of(bill.careRegion), careFrom, on };
    const filing = filingByHand(filings, care)?.kind ?? null;
    return ok(termsFor(bill, insured.value, { ...coverage.value, filing }));
  }
}

function termsFor(bill: HandBill, person: InsuredPerson, coverage: Coverage): SettleClaim {
  const { psnNo, institutionCode, invoiceNumber, batch, died, cause } = bill;
  return {
    ...{ psnNo, institutionCode, claimId: handClaimNo(bill), messageId: '', batch, invoiceNumber },
    ...{ total: Money.of(bill.total), split: null, useAccount: false, interim: false, clearingCategory: '' },
    ...{ dischargedOn: bill.careTo, settledOn: businessDate(bill.careTo), settledAt: '' },
    ...insuredTerms(person, coverage),
    byHand: { died, directRefused: cause === 'own-wish' },
  };
}

/** What the settlement takes: from every medical year, and the lines of the visit, which nobody can settle again. */
function usedBy(
  bill: HandBill,
  { benefits, lines, settledOn }: HandSettled,
  states: StreamStates,
): readonly AppendedEvent[] {
  const no = handClaimNo(bill);
  const years = benefits.map(({ benefitStream, accumulators }) => ({
    streamId: benefitStream,
    event: { type: 'BenefitUsed', data: { claimId: no, accumulators } },
  }));
  if (bill.visitId === null) return years;
  const visit = visitRef(bill.visitId);
  const taken = { type: 'LinesClaimedByHand' as const, data: { handClaimNo: no, sequences: lines } };
  const told = withStayTold(states.of(visit), [taken], { on: settledOn });
  return [...years, ...told.map((event) => ({ streamId: visit.id, event }))];
}
