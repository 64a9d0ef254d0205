import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideInterest, type ReportInterest } from '../../domain/decisions.js';
import { transfersRef } from '../../domain/transfer.js';

export type InterestAnswer = { readonly unit: string; readonly recorded: boolean };

/** 利息入账 of the place of care (CLR-11). */
export class ReportInterestCommand extends Command<WriteOutcome<InterestAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly interest: Omit<ReportInterest, 'on'>,
  ) {
    super();
  }
}

@CommandHandler(ReportInterestCommand)
export class ReportInterestHandler implements ICommandHandler<ReportInterestCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, interest }: ReportInterestCommand): Promise<WriteOutcome<InterestAnswer>> {
    const { receiver: unit } = interest;
    const on = act.metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(unit), ...act },
        decide: (transfers) => decideInterest({ ...interest, on }, transfers),
        answer: (events): InterestAnswer => ({ unit, recorded: events.length > 0 }),
      }),
    );
  }
}
