import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decidePayment } from '../../domain/payment.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

export interface Payment {
  readonly paidOn: BusinessDate;
  /** Bank name, never an account. */
  readonly bank: string;
  readonly serialNumber: string;
}

/** 付款反馈 (PRE-07), by the place of insurance. */
export class ReportPaymentCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    readonly payment: Payment,
  ) {
    super();
  }
}

@CommandHandler(ReportPaymentCommand)
export class ReportPaymentHandler implements ICommandHandler<ReportPaymentCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act, payment }: ReportPaymentCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const on = act.metadata.businessDate as BusinessDate;
    return this.writer.write(act, (increase) => decidePayment({ ...payment, on }, increase));
  }
}
