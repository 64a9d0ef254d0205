import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideReceipt } from '../../domain/payment.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

export interface Receipt {
  readonly receivedOn: BusinessDate;
  /** Bank name, never an account. */
  readonly bank: string;
  readonly serialNumber: string;
}

/** 收款反馈 (PRE-07), by the place of care. */
export class ReportReceiptCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    readonly receipt: Receipt,
  ) {
    super();
  }
}

@CommandHandler(ReportReceiptCommand)
export class ReportReceiptHandler implements ICommandHandler<ReportReceiptCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act, receipt }: ReportReceiptCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const on = act.metadata.businessDate as BusinessDate;
    return this.writer.write(act, (increase) => decideReceipt({ ...receipt, on }, increase));
  }
}
