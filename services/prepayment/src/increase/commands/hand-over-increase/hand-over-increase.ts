import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideHandOver } from '../../domain/payment.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 移交财政 of annex 8 (PRE-06), by the place of insurance. */
export class HandOverIncreaseCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(readonly act: IncreaseAct) {
    super();
  }
}

@CommandHandler(HandOverIncreaseCommand)
export class HandOverIncreaseHandler implements ICommandHandler<HandOverIncreaseCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act }: HandOverIncreaseCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const on = act.metadata.businessDate as BusinessDate;
    return this.writer.write(act, (increase) => decideHandOver(on, increase));
  }
}
