import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
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
    const ref = holdRef(claimId);
    return this.store.write<string>({
      streams: [ref],
      idempotency,
      metadata,
      decide: (states): Decision<string> => {
        const decided = decide(states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        return {
          kind: 'accepted',
          answer: claimId,
          events: decided.value.map((event) => ({ streamId: ref.id, event })),
        };
      },
    });
  }
}
