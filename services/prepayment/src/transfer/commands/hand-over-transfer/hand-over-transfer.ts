import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideHandOver } from '../../domain/decisions.js';
import { transfersRef } from '../../domain/transfer.js';

export type HandedOverAnswer = { readonly transferId: string; readonly recorded: boolean };

/** 移交财政 of one transfer by the agency of whoever pays (PRE-03). */
export class HandOverTransferCommand extends Command<WriteOutcome<HandedOverAnswer>> {
  constructor(
    readonly act: {
      readonly receiver: string;
      readonly transferId: string;
      readonly by: string;
      readonly metadata: EventMetadata;
      readonly idempotency: IdempotencyKey;
    },
  ) {
    super();
  }
}

@CommandHandler(HandOverTransferCommand)
export class HandOverTransferHandler implements ICommandHandler<HandOverTransferCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act }: HandOverTransferCommand): Promise<WriteOutcome<HandedOverAnswer>> {
    const { receiver, transferId, by, metadata, idempotency } = act;
    const on = metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(receiver), metadata, idempotency },
        decide: (transfers) => decideHandOver({ receiver, transferId, by, on }, transfers),
        answer: (events): HandedOverAnswer => ({ transferId, recorded: events.length > 0 }),
      }),
    );
  }
}
