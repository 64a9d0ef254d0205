import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey } from '#event-store';
import type { Clock } from '#jobs';
import { reject, shanghaiDateOf, type Result } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import { localTimeOf, type JsonObject, type RefundRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { fundsToldTo, type SettledAnswer } from '../../../visit/commands/settle-claim/settled-answer.js';
import type { RemoteNumbers, VisitEvent } from '../../../visit/domain/events.js';
import { decideRefund, refundMade, type Refund } from '../../../visit/domain/refund.js';
import { withStayTold } from '../../../visit/domain/told-stay.js';
import { visitRef } from '../../../visit/domain/visit.js';
import { balanceAfterRefund } from '../../domain/remote-answer.js';
import { decideOutcome, remoteCallRef, type RemoteCallFacts, type RefundFacts } from '../../domain/remote-call.js';
import { CallWriter, sessionOf } from '../call-writer.js';
import { remoteMessageId, RemoteSession } from '../remote-session.js';

/** 参保地退费: goes forward only. Asked once, it is asked for until the place has answered, by whichever process is alive. */
@Injectable()
export class RemoteRefunds {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly calls: CallWriter,
    private readonly session: RemoteSession,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async refund(
    call: CheckedCall<RefundRequest>,
    key: IdempotencyKey,
    remote: RemoteNumbers,
  ): Promise<Result<SettledAnswer>> {
    const { visitId } = call.request;
    const { state: visit } = await this.store.load(visitRef(visitId));
    const decided = decideRefund(refundOf(call), visit);
    if (!decided.ok) return decided;
    const facts = factsOf(call, key, {
      remote,
      insuredRegion: visit.facts?.insuredRegion ?? '',
      inpatient: visit.facts?.inpatient ?? false,
    });
    const opened = await this.calls.open(facts, metadataOf(call));
    return opened.ok ? this.push(facts, metadataOf(call)) : opened;
  }

  /** Asks the place again, the same message every time, and records what it answers. */
  async push(facts: RemoteCallFacts, metadata: EventMetadata): Promise<Result<SettledAnswer>> {
    const place = await this.calls.placeOfUnit(facts.unit);
    const refund = facts.refund;
    if (place === null || refund === null) return underWay();
    const data = { setl_id: refund.remoteSettlementId, mdtrt_id: refund.remoteVisitId, psn_no: facts.psnNo };
    const { callId: _callId, ...session } = sessionOf(facts);
    const message = { ...session, infno: facts.infno, messageId: facts.messageId, input: { data } };
    const told = await this.session.send(place, message);
    if (told.kind === 'in-doubt') return underWay();
    if (told.kind === 'refused') {
      await this.calls.decide(facts.callId, metadata, { outcome: 'refused', reason: 'refused' });
      return reject('remote.refused', 'SET-13', `参保地未受理退费：${told.message.slice(0, 80)}`, ['setl_id']);
    }
    const confirmed = await this.confirm(facts, refund, { metadata, output: told.output });
    // Another message's refund of this claim stands: the place has said yes to the same thing twice.
    if (!confirmed.ok && confirmed.rejection.code === 'claim.refunded') {
      await this.calls.decide(facts.callId, metadata, { outcome: 'refused', reason: 'claim.refunded' });
    }
    return confirmed;
  }

  private async confirm(
    facts: RemoteCallFacts,
    refund: RefundFacts,
    { metadata, output }: { readonly metadata: EventMetadata; readonly output: JsonObject },
  ): Promise<Result<SettledAnswer>> {
    const [visit, ref] = [visitRef(facts.visitId), remoteCallRef(facts.callId)];
    const { scope, key, bodyHash } = refund;
    const balance = balanceAfterRefund(output).toString();
    const now = this.clock.now();
    // It stands from the day the place said yes: that of the request may have been compared and confirmed by then (SET-13, REC-01).
    const made = { refundedOn: shanghaiDateOf(now), refundedAt: localTimeOf(now) };
    const outcome = await this.store.write<SettledAnswer>({
      streams: [visit, ref],
      idempotency: { scope, key, bodyHash },
      metadata,
      decide: (states): Decision<SettledAnswer> => {
        const before = states.of(visit);
        const command = { ...refund, ...made, psnNo: facts.psnNo, institutionCode: facts.institutionCode };
        const decided = refundMade(command, before);
        if (!decided.ok) return refused(decided.rejection);
        const outcomeDecided = decideOutcome({ outcome: 'confirmed', reason: '' }, states.of(ref));
        if (!outcomeDecided.ok) return refused(outcomeDecided.rejection);
        const { refund: claim, original } = decided.value;
        const event: VisitEvent = { type: 'ClaimRefunded', data: { claim, messageId: refund.hospitalMessageId } };
        const told = withStayTold(before, [event], { on: made.refundedOn });
        const answer = { claim, facts: original.facts, balance, ...fundsToldTo(refund) };
        return accepted(answer, [
          ...told.map((one) => ({ streamId: visit.id, event: one })),
          ...outcomeDecided.value.map((one) => ({ streamId: ref.id, event: one })),
        ]);
      },
    });
    return resultOf(outcome);
  }
}

const underWay = (): Result<never> =>
  reject('remote.under-way', 'SET-15', '退费已提交参保地，尚未应答，将继续办理，请稍后以同一报文重发', ['setl_id']);

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

interface Standing {
  readonly remote: RemoteNumbers;
  readonly insuredRegion: string;
  readonly inpatient: boolean;
}

/** One refund a message asks for: the same message again is the same call. */
function factsOf(
  call: CheckedCall<RefundRequest>,
  key: IdempotencyKey,
  { remote, insuredRegion, inpatient }: Standing,
): RemoteCallFacts {
  const { institution, request, envelope } = call;
  const { claimId, refundId, refundedOn, refundedAt } = refundOf(call);
  const callId = numberFor('', 'remote-refund', claimId, envelope.idempotencyKey);
  return {
    callId,
    kind: 'refund',
    unit: remote.unit,
    institutionCode: institution.code,
    institutionName: institution.name,
    careRegion: institution.region,
    insuredRegion,
    visitId: request.visitId,
    psnNo: request.personNo,
    infno: inpatient ? '2305' : '2208',
    messageId: remoteMessageId(callId, 'refund'),
    refund: {
      ...{ claimId, refundId, refundedOn, refundedAt, hospitalMessageId: envelope.messageId },
      ...{ remoteVisitId: remote.visitId, remoteSettlementId: remote.settlementId },
      ...{ scope: key.scope, key: key.key, bodyHash: key.bodyHash, ...fundsToldTo(institution) },
    },
  };
}
