import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideApproveOverride, decideProposeOverride } from '../../domain/confirmation.js';
import { PeriodWriter, type UnitAct, type UnitAnswer } from '../period-writer.js';

/** 视同确认 in a silent province's stead: proposed with its reason, or approved where the reason is null (SEC-04). */
export class OverrideConfirmationCommand extends Command<WriteOutcome<UnitAnswer>> {
  constructor(
    readonly act: UnitAct,
    readonly reason: string | null,
  ) {
    super();
  }
}

@CommandHandler(OverrideConfirmationCommand)
export class OverrideConfirmationHandler implements ICommandHandler<OverrideConfirmationCommand> {
  constructor(private readonly periods: PeriodWriter) {}

  execute({ act, reason }: OverrideConfirmationCommand): Promise<WriteOutcome<UnitAnswer>> {
    const { month, unit, metadata } = act;
    const who = { month, unit, on: metadata.businessDate, by: metadata.actor };
    return this.periods.write(act, (period) =>
      reason === null ? decideApproveOverride(who, period) : decideProposeOverride({ ...who, reason }, period),
    );
  }
}
