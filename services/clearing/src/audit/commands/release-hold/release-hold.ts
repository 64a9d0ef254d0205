import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { SERVICE_CONTEXT, type ServiceContext } from '#service';
import { decideRelease } from '../../domain/release.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

/** 放行 by a reviewer of the place of insurance, or its proposal (AUD-02, SEC-04). */
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
  constructor(
    private readonly holds: HoldWriter,
    @Inject(SERVICE_CONTEXT) private readonly context: Pick<ServiceContext, 'config'>,
  ) {}

  execute({ act, note }: ReleaseHoldCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata } = act;
    const { secondPersonFrom } = this.context.config;
    const review = { secondPersonFrom, claimId, on: metadata.businessDate, note, by: metadata.actor };
    return this.holds.write(act, (hold) => decideRelease(review, hold));
  }
}
