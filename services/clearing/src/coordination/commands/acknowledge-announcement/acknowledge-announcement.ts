import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { announcementRef, decideAcknowledge } from '../../domain/announcement.js';

export type AcknowledgedAnswer = {
  readonly announcementId: string;
  readonly unit: string;
  readonly recorded: boolean;
};

/** 签收公告 (COL-03). */
export class AcknowledgeAnnouncementCommand extends Command<WriteOutcome<AcknowledgedAnswer>> {
  constructor(
    readonly announcementId: string,
    readonly unit: ClearingUnit,
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeAnnouncementCommand)
export class AcknowledgeAnnouncementHandler implements ICommandHandler<AcknowledgeAnnouncementCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ announcementId, unit, act }: AcknowledgeAnnouncementCommand): Promise<WriteOutcome<AcknowledgedAnswer>> {
    return this.store.write(
      streamRequest({
        ...{ stream: announcementRef(announcementId), ...act },
        decide: (state) => decideAcknowledge({ announcementId, unit, on: act.metadata.businessDate }, state),
        answer: (events): AcknowledgedAnswer => ({ announcementId, unit, recorded: events.length > 0 }),
      }),
    );
  }
}
