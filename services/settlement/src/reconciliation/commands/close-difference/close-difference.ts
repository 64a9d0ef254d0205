import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { dayRef, decideClose } from '../../domain/day.js';

export interface CloseDifference {
  readonly businessDate: string;
  readonly differenceId: string;
  readonly owner: string;
  readonly reason: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 关闭对账差异 (REC-01). */
export class CloseDifferenceCommand extends Command<WriteOutcome<string>> {
  constructor(readonly difference: CloseDifference) {
    super();
  }
}

@CommandHandler(CloseDifferenceCommand)
export class CloseDifferenceHandler implements ICommandHandler<CloseDifferenceCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ difference }: CloseDifferenceCommand): Promise<WriteOutcome<string>> {
    const { businessDate, differenceId, owner, reason, metadata, idempotency } = difference;
    const ref = dayRef(businessDate);
    return this.store.write<string>({
      streams: [ref],
      idempotency,
      metadata,
      decide: (states) => {
        const command = { differenceId, owner, on: metadata.businessDate, reason };
        const decided = decideClose(command, states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: differenceId, events };
      },
    });
  }
}
