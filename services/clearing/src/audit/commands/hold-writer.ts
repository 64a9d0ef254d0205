import { Inject, Injectable } from '@nestjs/common';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { holdRef, type Hold, type HoldEvent } from '../domain/hold.js';

/** Who acts on which hold, and under which key. */
export interface HoldAct {
  readonly claimId: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** Writes what an act does to one hold and nothing else; answers the claim's number. */
@Injectable()
export class HoldWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  write(
    { claimId, metadata, idempotency }: HoldAct,
    decide: (hold: Hold) => Result<readonly HoldEvent[]>,
  ): Promise<WriteOutcome<string>> {
    const stream = holdRef(claimId);
    return this.store.write(streamRequest({ stream, metadata, idempotency, decide, answer: () => claimId }));
  }
}
