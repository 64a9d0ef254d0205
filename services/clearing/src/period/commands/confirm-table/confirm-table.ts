import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideConfirm } from '../../domain/confirmation.js';
import { PeriodWriter, type UnitAct, type UnitAnswer } from '../period-writer.js';

/** 确认清算表 (CLR-04). */
export class ConfirmTableCommand extends Command<WriteOutcome<UnitAnswer>> {
  constructor(readonly act: UnitAct) {
    super();
  }
}

@CommandHandler(ConfirmTableCommand)
export class ConfirmTableHandler implements ICommandHandler<ConfirmTableCommand> {
  constructor(private readonly periods: PeriodWriter) {}

  execute({ act }: ConfirmTableCommand): Promise<WriteOutcome<UnitAnswer>> {
    const { month, unit, metadata } = act;
    return this.periods.write(act, (period) => decideConfirm({ month, unit, on: metadata.businessDate }, period));
  }
}
