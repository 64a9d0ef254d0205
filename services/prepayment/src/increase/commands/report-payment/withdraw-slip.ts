import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { Side } from '../../../transfer/domain/slips.js';
import { decideWithdraw } from '../../domain/payment.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 撤回付款反馈 or 收款反馈 of an increase that was reported in error (PRE-07). */
export class WithdrawIncreaseSlipCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    readonly slip: { readonly side: Side; readonly reason: string },
  ) {
    super();
  }
}

@CommandHandler(WithdrawIncreaseSlipCommand)
export class WithdrawIncreaseSlipHandler implements ICommandHandler<WithdrawIncreaseSlipCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act, slip }: WithdrawIncreaseSlipCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const on = act.metadata.businessDate;
    return this.writer.write(act, (increase) => decideWithdraw({ ...slip, on }, increase));
  }
}
