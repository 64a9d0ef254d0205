import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate, Money } from '#kernel';
import { decideProposeGrant } from '../../domain/decisions.js';
import { IncreaseWriter, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 提请核定紧急调增 (PRE-06), by one person of the nation. `amount` null proposes what was asked. */
export class ProposeGrantCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    readonly amount: Money | null,
  ) {
    super();
  }
}

@CommandHandler(ProposeGrantCommand)
export class ProposeGrantHandler implements ICommandHandler<ProposeGrantCommand> {
  constructor(private readonly writer: IncreaseWriter) {}

  execute({ act, amount }: ProposeGrantCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const { businessDate, actor: by } = act.metadata;
    return this.writer.write(act, (increase) =>
      decideProposeGrant({ amount, on: businessDate as BusinessDate, by }, increase),
    );
  }
}
