import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type StreamRef, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import { Money, ok, type BusinessDate, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { Accumulators } from '../../adjudication/domain/index.js';
import { benefitRef } from '../../benefit/domain/benefit-year.js';
import type { VisitEvent } from '../../visit/domain/events.js';
import { withStayTold } from '../../visit/domain/told-stay.js';
import { visitRef, type Visit } from '../../visit/domain/visit.js';
import {
  decideExtend,
  decidePay,
  decideRefuse,
  decideReverse,
  decideSupplement,
  decideVerifyCover,
  knownTo,
  type Returned,
} from '../domain/acts.js';
import {
  evolveHandClaim,
  handClaimNo,
  handClaimRef,
  type CareDayCover,
  type HandBill,
  type HandClaim,
  type HandClaimEvent,
  type Slip,
} from '../domain/hand-claim.js';
import type { Paper } from '../domain/papers.js';
import { answerFor, busy, dayOf, hasMoved, refusedBy, type HandClaimAnswer, type Whose } from './hand-claim-facts.js';
import { CareDayCovers } from './care-day-covers.js';
import { HandClaims } from '../queries/hand-claims.js';
import { HandClaimTerms } from './hand-claim-terms.js';

export type HandClaimAct =
  | { readonly kind: 'supplement'; readonly papers: readonly Paper[] }
  | { readonly kind: 'verify-cover'; readonly cover: CareDayCover }
  | { readonly kind: 'extend'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'pay'; readonly amount: string; readonly paidOn: string; readonly slip: Slip }
  | { readonly kind: 'reverse'; readonly reason: string; readonly returned: Returned | null };

/** 补齐材料、核实参保、延长、不予报销、支付、撤销 of a claim by hand (SET-17). */
export class ActOnHandClaimCommand extends Command<WriteOutcome<HandClaimAnswer>> {
  constructor(
    readonly whose: Whose,
    readonly act: HandClaimAct,
    readonly facts: ActFacts,
  ) {
    super();
  }
}

type Decide = (claim: HandClaim) => Result<readonly HandClaimEvent[]>;

@CommandHandler(ActOnHandClaimCommand)
export class ActOnHandClaimHandler implements ICommandHandler<ActOnHandClaimCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly terms: HandClaimTerms,
    private readonly claims: HandClaims,
    private readonly covers: CareDayCovers,
  ) {}

  async execute({ whose, act, facts }: ActOnHandClaimCommand): Promise<WriteOutcome<HandClaimAnswer>> {
    const ref = handClaimRef(whose);
    const { state: seen } = await this.store.load(ref);
    // Of what a settlement took, for it may be taken back; a direct settlement of the same bill moves them.
    const years = yearsOf(seen);
    const looked = await this.store.look(years);
    const decide = await this.deciderOf(whose, act, { seen, on: dayOf(facts) });
    if (!decide.ok) return refusedBy(decide.rejection);
    const visit = visitOf(seen);
    return this.store.write<HandClaimAnswer>({
      streams: [ref, ...years, ...(visit === null ? [] : [visit])],
      ...facts,
      decide: (states): Decision<HandClaimAnswer> => {
        if (act.kind === 'pay' && hasMoved(years, looked, states)) return busy();
        const before = states.of(ref);
        const decided = decide.value(before);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const restored = decided.value.some(({ type }) => type === 'HandClaimReversed')
          ? restoredBy(before, visit === null ? null : { ref: visit, state: states.of(visit) }, dayOf(facts))
          : [];
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        const answer = answerFor(whose, decided.value.reduce(evolveHandClaim, before));
        return { kind: 'accepted', answer, events: [...events, ...restored] };
      },
    });
  }

  private async deciderOf(
    whose: Whose,
    act: HandClaimAct,
    { seen, on }: { readonly seen: HandClaim; readonly on: BusinessDate },
  ): Promise<Result<Decide>> {
    const of = { ...whose, on };
    switch (act.kind) {
      case 'supplement': {
        const known = knownTo(whose, seen);
        if (known !== null) return known;
        const term = this.terms.from(seen.bill?.insuredRegion ?? '', on);
        return term.ok ? ok((claim) => decideSupplement({ ...of, papers: act.papers, term: term.value }, claim)) : term;
      }
      case 'verify-cover':
        return this.verifying({ ...of, cover: act.cover }, seen);
      case 'extend':
        return ok((claim) => decideExtend({ ...of, reason: act.reason }, claim));
      case 'refuse':
        return ok((claim) => decideRefuse({ ...of, reason: act.reason }, claim));
      case 'pay': {
        const { amount, paidOn, slip } = act;
        const { settledDirectly } = await this.claims.settledOtherwise(handClaimNo(whose), paidOn);
        return ok((claim) => decidePay({ ...of, amount: Money.of(amount), paidOn, slip, settledDirectly }, claim));
      }
      case 'reverse':
        return ok((claim) => decideReverse({ ...of, reason: act.reason, returned: act.returned }, claim));
      default:
        return act satisfies never;
    }
  }

  private async verifying(command: Verifying, seen: HandClaim): Promise<Result<Decide>> {
    const known = knownTo(command, seen);
    if (known !== null) return known;
    const { insuranceType } = command.cover;
    const untold = await this.covers.refuseUntold({ ...(seen.bill as HandBill), insuranceType });
    return untold ?? ok((claim) => decideVerifyCover(command, claim));
  }
}

type Verifying = Parameters<typeof decideVerifyCover>[0];

const yearsOf = ({ settlement }: HandClaim): readonly StreamRef<Accumulators>[] =>
  [...new Set((settlement?.benefits ?? []).map(({ benefitStream }) => benefitStream))].map(benefitRef);

/** The visit whose lines a settlement took; null where it took none. */
const visitOf = ({ bill, settlement }: HandClaim): StreamRef<Visit> | null =>
  bill?.visitId == null || settlement === null ? null : visitRef(bill.visitId);

/** What a reversal gives back: exactly what every medical year gave (SET-19), and the lines of the visit. */
function restoredBy(
  { bill, settlement }: HandClaim,
  visit: { readonly ref: StreamRef<Visit>; readonly state: Visit } | null,
  on: string,
): readonly AppendedEvent[] {
  if (bill === null || settlement === null) return [];
  const no = handClaimNo(bill);
  const years = settlement.benefits.map(({ benefitStream, accumulators }) => ({
    streamId: benefitStream,
    event: { type: 'BenefitRestored', data: { claimId: no, refundOf: no, accumulators } },
  }));
  if (visit === null) return years;
  const released: VisitEvent = {
    type: 'HandClaimedLinesReleased',
    data: { handClaimNo: no, sequences: settlement.lines },
  };
  const told = withStayTold(visit.state, [released], { on });
  return [...years, ...told.map((event) => ({ streamId: visit.ref.id, event }))];
}
