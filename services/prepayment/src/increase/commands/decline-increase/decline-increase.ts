import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideDecline } from '../../domain/decisions.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 不予调增 (PRE-06), by the nation, with the reason. */
export class DeclineIncreaseCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(DeclineIncreaseCommand)
export class DeclineIncreaseHandler implements ICommandHandler<DeclineIncreaseCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act, reason }: DeclineIncreaseCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const on = act.metadata.businessDate as BusinessDate;
    return this.writer.write(act, (increase) => decideDecline({ on, reason }, increase));
  }
}
