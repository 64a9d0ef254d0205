import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { reject } from '#kernel';
import { ClaimFactsReader } from '../../../claims/claim-facts.js';
import { decideDispute } from '../../domain/confirmation.js';
import { PeriodWriter, type UnitAct, type UnitAnswer } from '../period-writer.js';

/** 对清算表提出异议, naming claims of the unit (CLR-04). */
export class DisputeTableCommand extends Command<WriteOutcome<UnitAnswer>> {
  constructor(
    readonly act: UnitAct,
    readonly claimIds: readonly string[],
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DisputeTableCommand)
export class DisputeTableHandler implements ICommandHandler<DisputeTableCommand> {
  constructor(
    private readonly periods: PeriodWriter,
    private readonly claims: ClaimFactsReader,
  ) {}

  async execute({ act, claimIds, reason }: DisputeTableCommand): Promise<WriteOutcome<UnitAnswer>> {
    const { month, unit, metadata } = act;
    const strangers = await this.claims.strangers(claimIds, unit);
    return this.periods.write(act, (period) =>
      strangers.length > 0
        ? reject('dispute.other-claims', 'CLR-04', `异议列明的费用与本单位无关：${strangers.slice(0, 5).join('、')}`, [
            'claimIds',
          ])
        : decideDispute({ month, unit, on: metadata.businessDate, claimIds, reason }, period),
    );
  }
}
