import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideConfirmAnswer } from '../../domain/answer.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

/** 确认协查结果 by the place of insurance (AUD-06). */
export class ConfirmAnswerCommand extends Command<WriteOutcome<string>> {
  constructor(readonly act: HoldAct) {
    super();
  }
}

@CommandHandler(ConfirmAnswerCommand)
export class ConfirmAnswerHandler implements ICommandHandler<ConfirmAnswerCommand> {
  constructor(private readonly holds: HoldWriter) {}

  execute({ act }: ConfirmAnswerCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    return this.holds.write(act, (hold) => decideConfirmAnswer({ claimId, on: metadata.businessDate }, hold));
  }
}
