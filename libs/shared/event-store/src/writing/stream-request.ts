import type { Result } from '#kernel';
import type { DomainEvent, EventMetadata, IdempotencyKey, Json, StreamRef, WriteRequest } from '../types.js';

/** A request that speaks of one stream and nothing else. */
export interface StreamAct<S, E extends DomainEvent, A extends Json> {
  readonly stream: StreamRef<S>;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey | null;
  /** The pure decision: events or a coded refusal. */
  decide(state: S): Result<readonly E[]>;
  /** What the caller is answered, from what was decided. */
  answer(events: readonly E[]): A;
}

/** The write request of an act on one stream: its events go to that stream, its refusal to the caller. */
export function streamRequest<S, E extends DomainEvent, A extends Json>(act: StreamAct<S, E, A>): WriteRequest<A> {
  const { stream, metadata, idempotency } = act;
  return {
    streams: [stream],
    idempotency,
    metadata,
    decide: (states) => {
      const decided = act.decide(states.of(stream));
      if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
      const events = decided.value.map((event) => ({ streamId: stream.id, event }));
      return { kind: 'accepted', answer: act.answer(decided.value), events };
    },
  };
}
