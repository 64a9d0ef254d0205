import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { ClaimFacts } from '../../../claims/claim-facts.js';
import { decideAnswer } from '../../domain/decisions.js';
import type { DeductionLine } from '../../domain/hold.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

export interface InvestigationAnswer {
  readonly result: 'correct' | 'wrong';
  readonly reason: string;
  readonly deductions: readonly DeductionLine[];
}

/** 反馈协查结果 by the place of care (AUD-05). */
export class AnswerInvestigationCommand extends Command<WriteOutcome<string>> {
  constructor(
    readonly act: HoldAct,
    readonly answer: InvestigationAnswer,
    readonly claim: ClaimFacts,
  ) {
    super();
  }
}

@CommandHandler(AnswerInvestigationCommand)
export class AnswerInvestigationHandler implements ICommandHandler<AnswerInvestigationCommand> {
  constructor(private readonly holds: HoldWriter) {}

  execute({ act, answer, claim }: AnswerInvestigationCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    const command = { claimId, on: metadata.businessDate, ...answer, paid: claim.paid };
    return this.holds.write(act, (hold) => decideAnswer(command, hold));
  }
}
