import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type EventMetadata } from '#event-store';
import { ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../hospital-gateway/answers.js';
import {
  decideOpenCall,
  decideOutcome,
  decideReversed,
  remoteCallRef,
  type RemoteCall,
  type RemoteCallEvent,
  type RemoteCallFacts,
  type RemoteOutcome,
} from '../domain/remote-call.js';
import { RemotePlaces, type RemotePlace } from '../places/remote-places.js';
import { RemoteSession } from './remote-session.js';

/** Writes what becomes of calls to other places, and reverses what was given up. */
@Injectable()
export class CallWriter {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly places: RemotePlaces,
    private readonly session: RemoteSession,
  ) {}

  /** The place that computes for this region itself; null where we do. */
  placeOf(insuredRegion: string): Promise<RemotePlace | null> {
    return this.places.of(insuredRegion);
  }

  /** Also where it is closed: what it has settled is refunded there (SET-13). */
  placeOfUnit(unit: string): Promise<RemotePlace | null> {
    return this.places.ofUnit(unit);
  }

  /** Whether it was open already: then what it asks for may have happened at the place, whatever that one says now (SET-15). */
  async open(facts: RemoteCallFacts, metadata: EventMetadata): Promise<Result<{ readonly takenUp: boolean }>> {
    let takenUp = false;
    const opened = await this.write(facts.callId, metadata, (call) => {
      takenUp = call.status === 'open';
      return decideOpenCall(facts, call);
    });
    return opened.ok ? ok({ takenUp }) : opened;
  }

  decide(
    callId: string,
    metadata: EventMetadata,
    decided: { readonly outcome: RemoteOutcome; readonly reason: string },
  ): Promise<Result<null>> {
    return this.write(callId, metadata, (call) => decideOutcome(decided, call));
  }

  /** Decides that the call is void, whatever the place did, and tells the place so once; what fails here is tried again later. */
  async abandon(facts: RemoteCallFacts, metadata: EventMetadata, reason: string): Promise<Result<never>> {
    await this.decide(facts.callId, metadata, { outcome: 'abandoned', reason });
    await this.reverse(facts, metadata);
    return reject('remote.reversed', 'SET-15', '参保地未应答，本次结算已作废冲正，请以新的报文重新结算', ['msgid']);
  }

  /** True once the place has acknowledged the reversal of an abandoned call. */
  async reverse(facts: RemoteCallFacts, metadata: EventMetadata): Promise<boolean> {
    const place = await this.places.ofUnit(facts.unit);
    const { status } = (await this.store.load(remoteCallRef(facts.callId))).state;
    if (place === null || status !== 'abandoned') return false;
    const acknowledged = await this.session.reverse(place, sessionOf(facts), facts);
    if (!acknowledged) return false;
    const written = await this.write(facts.callId, metadata, (call) => ({ ok: true, value: decideReversed(call) }));
    return written.ok;
  }

  private async write(
    callId: string,
    metadata: EventMetadata,
    decide: (call: RemoteCall) => Result<readonly RemoteCallEvent[]>,
  ): Promise<Result<null>> {
    const ref = remoteCallRef(callId);
    const outcome = await this.store.write<null>({
      streams: [ref],
      idempotency: null,
      metadata,
      decide: (states) => {
        const decided = decide(states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: null, events };
      },
    });
    return resultOf(outcome);
  }
}

export function sessionOf({ callId, institutionCode, institutionName, careRegion, insuredRegion }: RemoteCallFacts) {
  return { callId, institutionCode, institutionName, careRegion, insuredRegion };
}
