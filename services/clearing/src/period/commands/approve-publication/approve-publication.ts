import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingMonth } from '#kernel';
import { EVENT_STORE } from '#service';
import { periodRef } from '../../domain/period.js';
import { decideApprovePublication, decideProposePublication } from '../../domain/steps.js';

export type PublicationAnswer = { readonly month: string; readonly recorded: boolean };

/** 提请发布 and 复核发布 of the notices of a month, by two persons of the nation (SEC-04). */
export class ApprovePublicationCommand extends Command<WriteOutcome<PublicationAnswer>> {
  constructor(
    readonly act: {
      readonly month: ClearingMonth;
      readonly step: 'propose' | 'approve';
      readonly metadata: EventMetadata;
      readonly idempotency: IdempotencyKey;
    },
  ) {
    super();
  }
}

@CommandHandler(ApprovePublicationCommand)
export class ApprovePublicationHandler implements ICommandHandler<ApprovePublicationCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act }: ApprovePublicationCommand): Promise<WriteOutcome<PublicationAnswer>> {
    const { month, step, metadata, idempotency } = act;
    const decide = step === 'propose' ? decideProposePublication : decideApprovePublication;
    return this.store.write(
      streamRequest({
        ...{ stream: periodRef(month), metadata, idempotency },
        decide: (period) => decide({ month, on: metadata.businessDate, by: metadata.actor }, period),
        answer: (events): PublicationAnswer => ({ month, recorded: events.length > 0 }),
      }),
    );
  }
}
