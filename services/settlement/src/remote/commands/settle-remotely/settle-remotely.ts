import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision } from '#event-store';
import { ok, reject, type Rejection, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import type { JsonObject, ScopeSplit } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { fundsToldTo, type SettledAnswer } from '../../../visit/commands/settle-claim/settled-answer.js';
import { withPapers } from '../../../visit/domain/by-hand.js';
import { readyToSettle, settledAs, type SettleClaim, type Settled } from '../../../visit/domain/settle.js';
import { withStayTold } from '../../../visit/domain/told-stay.js';
import type { VisitEvent } from '../../../visit/domain/events.js';
import { evolveVisit, visitRef, type Visit } from '../../../visit/domain/visit.js';
import { decideOutcome, remoteCallRef, type RemoteCallFacts } from '../../domain/remote-call.js';
import { readRemoteSettlement, type RemoteSettlement } from '../../domain/remote-answer.js';
import { preparingSteps, settlingStep, tellingOf } from '../../domain/script.js';
import type { Told } from '../../places/insured-place.js';
import type { RemotePlace } from '../../places/remote-places.js';
import { CallWriter, sessionOf } from '../call-writer.js';
import { remoteMessageId, RemoteSession } from '../remote-session.js';
import { RemoteVisits } from './remote-visits.js';
import { changedMeanwhile, isAsTold, toldOf } from './told-visit.js';

/** A settlement to be computed by the place of insurance itself. */
export interface RemoteCase {
  readonly call: CheckedCall;
  readonly visitId: string;
  /** Of a purchase, which stands nowhere before it is settled: the events that make its visit. */
  readonly opening?: readonly VisitEvent[];
  readonly person: InsuredPerson;
  readonly place: RemotePlace;
  /** Everything but policy and benefit year, which are the other place's. */
  readonly command: SettleClaim;
}

type Answered = { readonly told: Told; readonly remoteVisitId: string };

/**
 * 参保地结算 over the national interface (SET-15): what will be asked is recorded first, then asked, and the outcome is decided once —
 * the claim with it, or a refusal, or nothing: then the place is told to reverse, by this process or by whichever is alive.
 */
@Injectable()
export class RemoteSettlements {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly calls: CallWriter,
    private readonly session: RemoteSession,
    private readonly visits: RemoteVisits,
  ) {}

  /** The place that computes for this region itself; null where we do. */
  placeOf(insuredRegion: string): Promise<RemotePlace | null> {
    return this.calls.placeOf(insuredRegion);
  }

  async settle(remote: RemoteCase, trial: boolean): Promise<Result<SettledAnswer>> {
    const { call, opening = [] } = remote;
    const { state } = await this.store.load(visitRef(remote.visitId));
    const visit = opening.reduce(evolveVisit, state);
    const ready = readyToSettle(remote.command, visit);
    if (!ready.ok) return ready;
    const facts = factsOf(remote, visit, trial);
    if (trial) return this.answerOf(remote, facts, visit, await this.ask(remote, facts, visit, true));
    const opened = await this.calls.open(facts, metadataOf(call));
    if (!opened.ok) return this.refuse(remote, visit, opened);
    const answered = await this.ask(remote, facts, visit, false);
    return this.conclude(remote, facts, visit, { ...answered, ...opened.value });
  }

  private async ask(remote: RemoteCase, facts: RemoteCallFacts, visit: Visit, trial: boolean): Promise<Answered> {
    const { person, place, command } = remote;
    const session = sessionOf(facts);
    const shown = this.visits.shown(person);
    const opened = await this.visits.open({ ...remote, shown }, session, visit);
    if (typeof opened !== 'string') return { told: opened, remoteVisitId: '' };
    const remoteVisitId = opened;
    const ready = readyToSettle(command, visit);
    if (!ready.ok) return { told: { kind: 'refused', message: ready.rejection.message }, remoteVisitId };
    const { lines, charged } = ready.value;
    const telling = tellingOf(visit, charged);
    const prepared = await this.session.steps(place, session, preparingSteps(telling, lines, remoteVisitId));
    if (prepared.kind !== 'answered') return { told: prepared, remoteVisitId };
    const { inScope, classBPrepay, overLimit, selfPay } = ready.value.amounts;
    const split: ScopeSplit = { inScope, classBPrepay, overLimit, selfPay };
    const step = settlingStep({ charged, person: shown, remoteVisitId }, { ...command, split }, trial);
    return { told: await this.session.step(place, session, step), remoteVisitId };
  }

  /** Trial: nothing of the claim is recorded and nothing need be ended. */
  private answerOf(
    remote: RemoteCase,
    facts: RemoteCallFacts,
    visit: Visit,
    { told, remoteVisitId }: Answered,
  ): Result<SettledAnswer> {
    if (told.kind === 'in-doubt') return notAnswered();
    if (told.kind === 'refused') return refusedThere(told.message);
    const settled = this.settledBy(remote, visit, { output: told.output, unit: facts.unit, remoteVisitId });
    return settled.ok ? ok(settled.value.answer) : settled;
  }

  private async conclude(
    remote: RemoteCase,
    facts: RemoteCallFacts,
    visit: Visit,
    { told, remoteVisitId, takenUp }: Answered & { readonly takenUp: boolean },
  ): Promise<Result<SettledAnswer>> {
    const metadata = metadataOf(remote.call);
    const doubt = doubtOf(told, takenUp);
    if (doubt !== null) return this.refuse(remote, visit, await this.calls.abandon(facts, metadata, doubt));
    if (told.kind !== 'answered') {
      await this.calls.decide(facts.callId, metadata, { outcome: 'refused', reason: 'refused' });
      return this.refuse(remote, visit, refusedThere(told.message));
    }
    const answer = { output: told.output, unit: facts.unit, remoteVisitId, told: toldOf(remote.command, visit) };
    const confirmed = await this.confirm(remote, facts, answer);
    if (confirmed.ok) return confirmed;
    // It happened there and cannot stand here: it is taken back there.
    await this.calls.abandon(facts, metadata, confirmed.rejection.code);
    return confirmed;
  }

  /** The claim and the outcome of the call stand or fall together. */
  private async confirm(
    remote: RemoteCase,
    facts: RemoteCallFacts,
    answer: RemoteAnswer & { readonly told: readonly unknown[] },
  ): Promise<Result<SettledAnswer>> {
    const { call, opening = [] } = remote;
    const [visit, ref] = [visitRef(facts.visitId), remoteCallRef(facts.callId)];
    const outcome = await this.store.write<SettledAnswer>({
      streams: [visit, ref],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<SettledAnswer> => {
        const before = opening.reduce(evolveVisit, states.of(visit));
        const settled = this.settledBy(remote, before, answer);
        if (!settled.ok) return refused(settled.rejection);
        if (!isAsTold(remote.command, before, answer.told)) return refused(changedMeanwhile);
        if (settled.value.remoteId === '') return refused(withoutNumber);
        const decided = decideOutcome({ outcome: 'confirmed', reason: '' }, states.of(ref));
        if (!decided.ok) return refused(decided.rejection);
        const { event } = settled.value.settled;
        const remoteNumbers = {
          unit: answer.unit,
          visitId: answer.remoteVisitId,
          settlementId: settled.value.remoteId,
        };
        const recorded = { ...event, data: { ...event.data, remote: remoteNumbers } };
        const told = withStayTold(before, [recorded], {
          on: remote.command.settledOn,
          interim: remote.command.interim,
        });
        return accepted(settled.value.answer, [
          ...[...opening, ...told].map((one) => ({ streamId: visit.id, event: one })),
          ...decided.value.map((one) => ({ streamId: ref.id, event: one })),
        ]);
      },
    });
    return resultOf(outcome);
  }

  private settledBy(remote: RemoteCase, visit: Visit, { output, unit }: RemoteAnswer): Result<Recorded> {
    const read: Result<RemoteSettlement> = readRemoteSettlement(output, unit);
    if (!read.ok) return read;
    const ready = readyToSettle(remote.command, visit);
    if (!ready.ok) return ready;
    const { adjudication } = read.value;
    const settled = settledAs(remote.command, { ...ready.value, visit: ready.value.charged, adjudication });
    if (!settled.ok) return settled;
    const { claim, event } = settled.value;
    const balance = read.value.balance.toString();
    const answer = { claim, facts: event.data.facts, balance, ...fundsToldTo(remote.call.institution) };
    return ok({ settled: settled.value, answer, remoteId: read.value.settlementId });
  }

  /** A refusal is kept under the message's number, so that it comes again as it was. */
  private async refuse(remote: RemoteCase, visit: Visit, refusal: Result<unknown>): Promise<Result<never>> {
    const { call } = remote;
    if (refusal.ok) return notAnswered();
    const rejection = withPapers(refusal.rejection, visit);
    const outcome = await this.store.write<never>({
      streams: [],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: () => refused(rejection),
    });
    return resultOf<never>(outcome);
  }
}

interface RemoteAnswer {
  readonly output: JsonObject;
  readonly unit: string;
  readonly remoteVisitId: string;
}
interface Recorded {
  readonly settled: Settled;
  readonly answer: SettledAnswer;
  readonly remoteId: string;
}

/** A settlement that could never be refunded there does not stand here either. */
const withoutNumber: Rejection = {
  code: 'remote.answer',
  rule: 'SET-05',
  message: '参保地应答不完整或不平：没有setl_id',
  fields: ['setlinfo'],
};

/** Why nobody knows whether it was settled there: of a call taken up again, what the place refuses now it may have granted before. */
function doubtOf(told: Told, takenUp: boolean): string | null {
  if (told.kind === 'in-doubt') return told.message.slice(0, 100);
  return told.kind === 'refused' && takenUp ? 'refused when taken up again' : null;
}

const notAnswered = (): Result<never> =>
  reject('remote.away', 'SET-15', '参保地暂时没有应答，请稍后再试', ['insuplc_admdvs']);

const refusedThere = (message: string): Result<never> =>
  reject('remote.refused', 'SET-15', `参保地未受理：${message.slice(0, 80)}`, ['insuplc_admdvs']);

function factsOf({ call, visitId, person, place }: RemoteCase, visit: Visit, trial: boolean): RemoteCallFacts {
  const { institution, envelope } = call;
  // A trial may be asked again by the same message after the visit has changed: each is told the place anew.
  const callId = trial
    ? numberFor('', 'remote-trial', randomUUID())
    : numberFor('', 'remote-call', envelope.idempotencyKey, envelope.bodyHash);
  return {
    callId,
    kind: 'settlement',
    unit: place.unit,
    institutionCode: institution.code,
    institutionName: institution.name,
    careRegion: institution.region,
    insuredRegion: person.insuredRegion,
    visitId,
    psnNo: person.psnNo,
    infno: visit.facts?.inpatient === true ? '2304' : '2207',
    messageId: remoteMessageId(callId, 'settle'),
    refund: null,
  };
}
