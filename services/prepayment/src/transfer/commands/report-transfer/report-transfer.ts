import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideMovement } from '../../domain/decisions.js';
import { transfersRef, type BankSlip } from '../../domain/transfer.js';

export interface TransferMovement extends BankSlip {
  readonly receiver: string;
  readonly transferId: string;
  readonly side: 'paid' | 'received';
  /** The unit that reports, or the nation. */
  readonly by: string;
  readonly amount: Money;
  readonly movedOn: BusinessDate;
}

export type TransferAnswer = { readonly transferId: string; readonly side: string; readonly reportedLate: boolean };

/** 付款反馈 or 收款反馈 of an advance (PRE-07). */
export class ReportTransferCommand extends Command<WriteOutcome<TransferAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly movement: TransferMovement,
  ) {
    super();
  }
}

@CommandHandler(ReportTransferCommand)
export class ReportTransferHandler implements ICommandHandler<ReportTransferCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, movement }: ReportTransferCommand): Promise<WriteOutcome<TransferAnswer>> {
    const { receiver, transferId, side } = movement;
    const on = act.metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(receiver), ...act },
        decide: (transfers) => decideMovement({ ...movement, on }, transfers),
        answer: ([event]): TransferAnswer => ({
          ...{ transferId, side },
          reportedLate: event !== undefined && event.type !== 'TransfersDue' && event.data.reportedLate,
        }),
      }),
    );
  }
}
