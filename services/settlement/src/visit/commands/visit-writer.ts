import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision, type Json } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../hospital-gateway/call.js';
import type { VisitEvent } from '../domain/events.js';
import { withStayTold } from '../domain/told-stay.js';
import { visitRef, type Visit } from '../domain/visit.js';
import { refuseToldThirdParty, type MarkedCall } from './third-party.js';

/** Writes what a message does to one visit and nothing else: lines, diagnoses, discharge, cancellation. */
@Injectable()
export class VisitWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** `write` for messages that may carry marks. */
  async writeMarked<A extends Json>(
    call: MarkedCall,
    answer: A,
    decide: (visit: Visit) => Result<readonly VisitEvent[]>,
  ): Promise<Result<A>> {
    return (await refuseToldThirdParty(this.store, call)) ?? this.write(call, answer, decide);
  }

  /** The answer is one for all, or made of what was decided. */
  async write<A extends Json>(
    call: CheckedCall<{ readonly visitId: string }>,
    answer: A | ((events: readonly VisitEvent[]) => A),
    decide: (visit: Visit) => Result<readonly VisitEvent[]>,
  ): Promise<Result<A>> {
    const visit = visitRef(call.request.visitId);
    const outcome = await this.store.write<A>({
      streams: [visit],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<A> => {
        const before = states.of(visit);
        const decided = decide(before);
        if (!decided.ok) return refused(decided.rejection);
        const events = withStayTold(before, decided.value, { on: call.businessDate });
        return accepted(
          typeof answer === 'function' ? answer(decided.value) : answer,
          events.map((event) => ({ streamId: visit.id, event })),
        );
      },
    });
    return resultOf(outcome);
  }
}
