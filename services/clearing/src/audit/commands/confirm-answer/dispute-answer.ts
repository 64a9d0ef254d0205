import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideDisputeAnswer } from '../../domain/answer.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

/** 对协查结果提出异议 by the place of insurance (AUD-06). */
export class DisputeAnswerCommand extends Command<WriteOutcome<string>> {
  constructor(
    readonly act: HoldAct,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DisputeAnswerCommand)
export class DisputeAnswerHandler implements ICommandHandler<DisputeAnswerCommand> {
  constructor(private readonly holds: HoldWriter) {}

  execute({ act, reason }: DisputeAnswerCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    return this.holds.write(act, (hold) => decideDisputeAnswer({ claimId, on: metadata.businessDate, reason }, hold));
  }
}
