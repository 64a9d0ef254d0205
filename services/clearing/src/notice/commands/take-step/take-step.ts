import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingMonth, ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideNoticeStep, noticeRef, type NoticeEvent } from '../../domain/notice.js';

export type NoticeStepTaken = { readonly month: string; readonly unit: string; readonly recorded: boolean };

/** 移交财政、划款、反馈 of one notice (CLR-06, CLR-12). */
export class TakeNoticeStepCommand extends Command<WriteOutcome<NoticeStepTaken>> {
  constructor(
    readonly act: {
      readonly month: ClearingMonth;
      readonly unit: ClearingUnit;
      readonly event: Exclude<NoticeEvent, { type: 'NoticePublished' }>;
      readonly metadata: EventMetadata;
      readonly idempotency: IdempotencyKey;
    },
  ) {
    super();
  }
}

@CommandHandler(TakeNoticeStepCommand)
export class TakeNoticeStepHandler implements ICommandHandler<TakeNoticeStepCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act }: TakeNoticeStepCommand): Promise<WriteOutcome<NoticeStepTaken>> {
    const { month, unit, event, metadata, idempotency } = act;
    return this.store.write(
      streamRequest({
        ...{ stream: noticeRef(month, unit), metadata, idempotency },
        decide: (notice) => decideNoticeStep(event, notice),
        answer: (events): NoticeStepTaken => ({ month, unit, recorded: events.length > 0 }),
      }),
    );
  }
}
