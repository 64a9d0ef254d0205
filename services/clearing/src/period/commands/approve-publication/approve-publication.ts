import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, ClearingMonth } from '#kernel';
import { EVENT_STORE } from '#service';
import { periodRef } from '../../domain/period.js';
import { decideApprovePublication, decideProposePublication } from '../../domain/steps.js';
import { dueOn } from '../../domain/timetable.js';
import { publishNotices } from '../../jobs/publish-notices.js';
import { refusalOf } from '../../jobs/write-step.js';

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

  async execute({ act }: ApprovePublicationCommand): Promise<WriteOutcome<PublicationAnswer>> {
    const { month, step, metadata, idempotency } = act;
    const decide = step === 'propose' ? decideProposePublication : decideApprovePublication;
    const outcome = await this.store.write(
      streamRequest({
        ...{ stream: periodRef(month), metadata, idempotency },
        decide: (period) => decide({ month, on: metadata.businessDate, by: metadata.actor }, period),
        answer: (events): PublicationAnswer => ({ month, recorded: events.length > 0 }),
      }),
    );
    if (step === 'approve' && outcome.kind === 'accepted') await this.publishIfDue(month, metadata.businessDate);
    return outcome;
  }

  /**
   * CLR-05: once their day has come the notices do not wait for tomorrow's job: what is approved on the last day goes out on it. The job
   * at the same time changes nothing. What else is missing leaves the approval as it is and the step due.
   */
  private async publishIfDue(month: ClearingMonth, businessDate: string): Promise<void> {
    const on = businessDate as BusinessDate;
    if (on >= dueOn('notices', month)) await refusalOf(publishNotices(this.store, { month, on }));
  }
}
