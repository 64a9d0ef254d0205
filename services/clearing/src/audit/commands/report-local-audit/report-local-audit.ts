import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideLocalAudit, localAuditRef } from '../../domain/local-audit.js';

export type LocalAuditAnswer = { readonly month: string; readonly unit: string; readonly recorded: boolean };

/** 报送本地审核情况 by the place of care (AUD-07). */
export class ReportLocalAuditCommand extends Command<WriteOutcome<LocalAuditAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly figures: {
      readonly month: string;
      readonly unit: string;
      readonly audited: Money;
      readonly deducted: Money;
    },
  ) {
    super();
  }
}

@CommandHandler(ReportLocalAuditCommand)
export class ReportLocalAuditHandler implements ICommandHandler<ReportLocalAuditCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, figures }: ReportLocalAuditCommand): Promise<WriteOutcome<LocalAuditAnswer>> {
    const { month, unit } = figures;
    return this.store.write(
      streamRequest({
        ...{ stream: localAuditRef(unit), ...act },
        decide: (audits) => decideLocalAudit({ ...figures, on: act.metadata.businessDate }, audits),
        answer: (events): LocalAuditAnswer => ({ month, unit, recorded: events.length > 0 }),
      }),
    );
  }
}
