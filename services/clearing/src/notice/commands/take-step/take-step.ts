import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingMonth, ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { specialAccountRef } from '../../../treasury/domain/special-account.js';
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
    const notice = noticeRef(month, unit);
    return this.store.write<NoticeStepTaken>({
      // A payment books the special account, and so does a match: they wait for each other (CLR-13).
      streams: [notice, specialAccountRef(unit)],
      ...{ metadata, idempotency },
      decide: (states) => {
        const decided = decideNoticeStep(event, states.of(notice));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((one) => ({ streamId: notice.id, event: one }));
        return { kind: 'accepted', events, answer: { month, unit, recorded: events.length > 0 } };
      },
    });
  }
}
