import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingMonth, ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideReport, monitoringRef, type Reported } from '../../domain/monitoring.js';

export type MonitoringReport = Reported & { readonly month: ClearingMonth; readonly unit: ClearingUnit };
export type ReportedAnswer = { readonly month: string; readonly unit: string; readonly recorded: boolean };

/** 报送监控数据 (COL-04): what the platform cannot know. */
export class ReportMonitoringCommand extends Command<WriteOutcome<ReportedAnswer>> {
  constructor(
    readonly report: MonitoringReport,
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(ReportMonitoringCommand)
export class ReportMonitoringHandler implements ICommandHandler<ReportMonitoringCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ report, act }: ReportMonitoringCommand): Promise<WriteOutcome<ReportedAnswer>> {
    const { month, unit } = report;
    return this.store.write(
      streamRequest({
        ...{ stream: monitoringRef(month, unit), ...act },
        decide: (monitoring) => decideReport(report, monitoring),
        answer: (events): ReportedAnswer => ({ month, unit, recorded: events.length > 0 }),
      }),
    );
  }
}
