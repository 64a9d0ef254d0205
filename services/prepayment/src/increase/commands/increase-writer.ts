import { Inject, Injectable } from '@nestjs/common';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { increaseRef, type Increase, type IncreaseEvent } from '../domain/increase.js';

export interface IncreaseAct {
  readonly increaseId: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey | null;
}

/** What an act on an increase answers: its number and, for the acts that compute some, its deadlines. */
export type IncreaseAnswer = { readonly [name: string]: string | boolean | number };

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
    const answer = (events: readonly IncreaseEvent[]): IncreaseAnswer => answerFrom(increaseId, events);
    return this.store.write(streamRequest({ stream: increaseRef(increaseId), metadata, idempotency, decide, answer }));
  }
}
