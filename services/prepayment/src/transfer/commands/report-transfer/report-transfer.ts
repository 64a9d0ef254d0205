import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideMovement, type ReportMovement } from '../../domain/decisions.js';
import { transfersRef } from '../../domain/transfer.js';

export type TransferAnswer = { readonly transferId: string; readonly side: string; readonly reportedLate: boolean };

/** 付款反馈 or 收款反馈 of an advance (PRE-07). */
export class ReportTransferCommand extends Command<WriteOutcome<TransferAnswer>> {
  constructor(
    readonly facts: ActFacts,
    readonly movement: Omit<ReportMovement, 'on'>,
  ) {
    super();
  }
}

@CommandHandler(ReportTransferCommand)
export class ReportTransferHandler implements ICommandHandler<ReportTransferCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ facts, movement }: ReportTransferCommand): Promise<WriteOutcome<TransferAnswer>> {
    const { receiver, transferId, side } = movement;
    const on = facts.metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(receiver), ...facts },
        decide: (transfers) => decideMovement({ ...movement, on }, transfers),
        answer: ([event]): TransferAnswer => ({
          ...{ transferId, side },
          reportedLate: event !== undefined && 'reportedLate' in event.data && event.data.reportedLate,
        }),
      }),
    );
  }
}
