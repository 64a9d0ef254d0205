import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideWithdraw, type WithdrawMovement } from '../../domain/decisions.js';
import { transfersRef } from '../../domain/transfer.js';

export type WithdrawnAnswer = { readonly transferId: string; readonly side: string; readonly withdrawnOn: string };

/** 撤回付款反馈 or 收款反馈 of an advance that was reported in error (PRE-07). */
export class WithdrawSlipCommand extends Command<WriteOutcome<WithdrawnAnswer>> {
  constructor(
    readonly facts: ActFacts,
    readonly slip: Omit<WithdrawMovement, 'on'>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawSlipCommand)
export class WithdrawSlipHandler implements ICommandHandler<WithdrawSlipCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ facts, slip }: WithdrawSlipCommand): Promise<WriteOutcome<WithdrawnAnswer>> {
    const { receiver, transferId, side } = slip;
    const on = facts.metadata.businessDate as BusinessDate;
    return this.store.write(
      streamRequest({
        ...{ stream: transfersRef(receiver), ...facts },
        decide: (transfers) => decideWithdraw({ ...slip, on }, transfers),
        answer: (): WithdrawnAnswer => ({ transferId, side, withdrawnOn: on }),
      }),
    );
  }
}
