import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { increaseRef, type Increase, type IncreaseEvent } from '../domain/increase.js';

export interface IncreaseAct {
  readonly increaseId: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey | null;
}

/** What an act on an increase answers: its number and, for the acts that compute some, its deadlines. */
export type IncreaseAnswer = { readonly [name: string]: string | boolean };

/** Answer of an act: what its last event says. */
export const answerFrom = (increaseId: string, events: readonly IncreaseEvent[]): IncreaseAnswer => ({
  increaseId,
  ...events.at(-1)?.data,
});

/** Writes what an act does to one increase and nothing else. */
@Injectable()
export class IncreaseWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  write(
    { increaseId, metadata, idempotency }: IncreaseAct,
    decide: (increase: Increase) => Result<readonly IncreaseEvent[]>,
  ): Promise<WriteOutcome<IncreaseAnswer>> {
    const ref = increaseRef(increaseId);
    return this.store.write<IncreaseAnswer>({
      streams: [ref],
      idempotency,
      metadata,
      decide: (states): Decision<IncreaseAnswer> => {
        const decided = decide(states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: answerFrom(increaseId, decided.value), events };
      },
    });
  }
}
