import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type Decision, type Json } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../hospital-gateway/call.js';
import { declarationRef, type Declaration, type DeclarationEvent } from '../domain/declaration.js';

/** Writes what a message does to one declaration. */
@Injectable()
export class DeclarationWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async write<A extends Json>(
    call: CheckedCall,
    declarationNo: string,
    { answer, decide }: { answer: A; decide(declaration: Declaration): Result<readonly DeclarationEvent[]> },
  ): Promise<Result<A>> {
    const ref = declarationRef(declarationNo);
    const outcome = await this.store.write<A>({
      streams: [ref],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<A> => {
        const decided = decide(states.of(ref));
        if (!decided.ok) return refused(decided.rejection);
        return accepted(
          answer,
          decided.value.map((event) => ({ streamId: ref.id, event })),
        );
      },
    });
    return resultOf(outcome);
  }
}
