import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideHandOver, type TransferAct } from '../../domain/decisions.js';
import { transfersRef } from '../../domain/transfer.js';

export type HandedOverAnswer = { readonly transferId: string; readonly recorded: boolean };

/** 移交财政 of one transfer by the agency of whoever pays (PRE-03). */
export class HandOverTransferCommand extends Command<WriteOutcome<HandedOverAnswer>> {
  constructor(
    readonly facts: ActFacts,
    readonly whose: Omit<TransferAct, 'on'>,
  ) {
    super();
  }
}

@CommandHandler(HandOverTransferCommand)
export class HandOverTransferHandler implements ICommandHandler<HandOverTransferCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ facts, whose }: HandOverTransferCommand): Promise<WriteOutcome<HandedOverAnswer>> {
    const on = facts.metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(whose.receiver), ...facts },
        decide: (transfers) => decideHandOver({ ...whose, on }, transfers),
        answer: (events): HandedOverAnswer => ({ transferId: whose.transferId, recorded: events.length > 0 }),
      }),
    );
  }
}
