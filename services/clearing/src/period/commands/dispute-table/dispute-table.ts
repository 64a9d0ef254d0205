import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { reject } from '#kernel';
import { ClaimFactsReader } from '../../../claims/claim-facts.js';
import { decideDispute } from '../../domain/confirmation.js';
import { PeriodWriter, type UnitAct, type UnitAnswer } from '../period-writer.js';

/** 对清算表提出异议, naming claims of the unit that this table carries (CLR-04). */
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
    const others = await this.claims.notInTable(claimIds, month, unit);
    return this.periods.write(act, (period) => {
      const decided = decideDispute({ month, unit, on: metadata.businessDate, claimIds, reason }, period);
      if (!decided.ok || others.length === 0) return decided;
      const named = others.slice(0, 5).join('、');
      return reject('dispute.other-claims', 'CLR-04', `异议列明的费用不在本单位当期清算表中：${named}`, ['claimIds']);
    });
  }
}
