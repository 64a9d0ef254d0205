import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideApproveRelease } from '../../domain/release.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

/** 复核放行 by a second person of the place of insurance (SEC-04). */
export class ApproveReleaseCommand extends Command<WriteOutcome<string>> {
  constructor(readonly act: HoldAct) {
    super();
  }
}

@CommandHandler(ApproveReleaseCommand)
export class ApproveReleaseHandler implements ICommandHandler<ApproveReleaseCommand> {
  constructor(private readonly holds: HoldWriter) {}

  execute({ act }: ApproveReleaseCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    const review = { claimId, on: metadata.businessDate, by: metadata.actor };
    return this.holds.write(act, (hold) => decideApproveRelease(review, hold));
  }
}
