import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Claim } from '#contracts';
import { EventStore, type AppendedEvent, type Decision, type IdempotencyKey } from '#event-store';
import { Money, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { benefitRef } from '../../../benefit/domain/benefit-year.js';
import { answeredBefore, resultOf } from '../../../hospital-gateway/answers.js';
import { RemoteRefunds } from '../../../remote/commands/refund-remotely/refund-remotely.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { RefundRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { decideRefund, type Refund } from '../../domain/refund.js';
import type { BenefitUse, RemoteNumbers, VisitEvent } from '../../domain/events.js';
import { withStayTold } from '../../domain/told-stay.js';
import { visitRef, type SettlementRecord, type Visit } from '../../domain/visit.js';
import { accountEvents, accountsOf, balanceAfter, balancesOf } from '../settle-claim/accounts.js';
import { fundsToldTo, type SettledAnswer } from '../settle-claim/settled-answer.js';

/** 2208 门诊结算撤销, 2305 住院结算撤销, and the end of an in-doubt settlement by 2601 (SET-13, SET-15). */
export class RefundClaimCommand extends Command<Result<SettledAnswer>> {
  constructor(
    readonly call: CheckedCall<RefundRequest>,
    /** Another key than the call's own, when the refund is one part of what the call does. */
    readonly key: IdempotencyKey | null = null,
  ) {
    super();
  }
}

@CommandHandler(RefundClaimCommand)
export class RefundClaimHandler implements ICommandHandler<RefundClaimCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly remote: RemoteRefunds,
  ) {}

  async execute({ call, key }: RefundClaimCommand): Promise<Result<SettledAnswer>> {
    const { visitId, settlementId, personNo } = call.request;
    const visit = visitRef(visitId);
    // Which benefit year was used never changes once the claim stands, so it may be read before the locks.
    const known = settledBy(call.institution.code, (await this.store.load(visit)).state).get(settlementId);
    if (known === undefined) return reject('claim.unknown', 'SET-13', '未找到该结算，请核对结算ID', ['setl_id']);
    if (known.remote !== null) return this.elsewhere(call, key ?? idempotencyOf(call), known.remote);
    const family = known.facts.family?.accounts ?? [];
    const accounts = accountsOf({ psnNo: personNo, familyAccounts: family.map(({ psnNo }) => psnNo) });
    const outcome = await this.store.write<SettledAnswer>({
      streams: [
        visit,
        ...benefitsOf(known).map(({ benefitStream }) => benefitRef(benefitStream)),
        accounts.own,
        ...accounts.family,
      ],
      idempotency: key ?? idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<SettledAnswer> => {
        const before = states.of(visit);
        const decided = decideRefund(refundOf(call), before);
        if (!decided.ok) return refused(decided.rejection);
        const { refund, original } = decided.value;
        const account = Money.of(refund.account);
        const back = { accountPaid: account, familyPaid: Money.of(original.facts.family?.paid ?? '0.00').negate() };
        const balance = balanceAfter(balancesOf(states, accounts), back);
        const events = eventsOf(refund, original, { visit: visit.id, before, call });
        const answer = { claim: refund, facts: original.facts, balance, ...fundsToldTo(call.institution) };
        return accepted(answer, events);
      },
    });
    return resultOf(outcome);
  }

  /** Computed elsewhere, it is paid back there first. */
  private async elsewhere(
    call: CheckedCall<RefundRequest>,
    key: IdempotencyKey,
    remote: RemoteNumbers,
  ): Promise<Result<SettledAnswer>> {
    const before = await answeredBefore<SettledAnswer>(this.store, key);
    return before ?? this.remote.refund(call, key, remote);
  }
}

/** Whether another hospital has such a settlement is nobody's business (SEC-01). */
const settledBy = (institutionCode: string, { facts, settlements }: Visit): Visit['settlements'] =>
  facts?.institutionCode === institutionCode ? settlements : new Map();

/** Every medical year the settlement took from (SET-12). */
const benefitsOf = ({ benefit, earlierBenefits = [] }: SettlementRecord): readonly BenefitUse[] => [
  ...earlierBenefits,
  benefit,
];

function refundOf(call: CheckedCall<RefundRequest>): Refund {
  const { personNo: psnNo, settlementId: claimId } = call.request;
  return {
    psnNo,
    institutionCode: call.institution.code,
    claimId,
    refundId: numberFor(call.businessDate, 'refund', call.envelope.idempotencyKey),
    refundedOn: call.businessDate,
    refundedAt: call.receivedAt,
  };
}

function eventsOf(
  refund: Claim,
  original: SettlementRecord,
  { visit, before, call }: { visit: string; before: Visit; call: CheckedCall },
): readonly AppendedEvent[] {
  const { claimId } = refund;
  const { claim } = original;
  const messageId = call.envelope.messageId;
  const restored = benefitsOf(original).map(({ benefitStream, accumulators }) => ({
    streamId: benefitStream,
    event: { type: 'BenefitRestored', data: { claimId, refundOf: claim.claimId, accumulators } },
  }));
  const refunded: VisitEvent = { type: 'ClaimRefunded', data: { claim: refund, messageId } };
  const told = withStayTold(before, [refunded], { on: call.businessDate });
  return [
    ...told.map((event) => ({ streamId: visit, event })),
    ...restored,
    ...accountEvents('AccountRestored', claimId, { ...claim, family: original.facts.family }),
  ];
}
