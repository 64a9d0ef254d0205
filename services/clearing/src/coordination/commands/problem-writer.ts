import { Inject, Injectable } from '@nestjs/common';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { problemRef, type Problem, type ProblemEvent } from '../domain/problem.js';

/** Who acts on which request, and under which key; null for what a day does by itself. */
export interface ProblemKey {
  readonly requestId: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey | null;
}

/** What an act on a request answers: its number and what its last event says. */
export type ProblemAnswer = { readonly [name: string]: string | boolean | null | readonly string[] };

/** Writes what an act does to one request and nothing else. */
@Injectable()
export class ProblemWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  write(
    { requestId, metadata, idempotency }: ProblemKey,
    decide: (problem: Problem) => Result<readonly ProblemEvent[]>,
  ): Promise<WriteOutcome<ProblemAnswer>> {
    const answer = (events: readonly ProblemEvent[]): ProblemAnswer => ({ requestId, ...events.at(-1)?.data });
    return this.store.write(streamRequest({ stream: problemRef(requestId), metadata, idempotency, decide, answer }));
  }
}
