import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideRelease } from '../../domain/decisions.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

/** 放行 by a reviewer of the place of insurance (AUD-02). */
export class ReleaseHoldCommand extends Command<WriteOutcome<string>> {
  constructor(
    readonly act: HoldAct,
    readonly note: string,
  ) {
    super();
  }
}

@CommandHandler(ReleaseHoldCommand)
export class ReleaseHoldHandler implements ICommandHandler<ReleaseHoldCommand> {
  constructor(private readonly holds: HoldWriter) {}

  execute({ act, note }: ReleaseHoldCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    return this.holds.write(act, (hold) => decideRelease({ claimId, on: metadata.businessDate, note }, hold));
  }
}
