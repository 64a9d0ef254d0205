import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { advanceRef } from '../../domain/advance.js';
import { decideFirstLevels, firstLevelsRef } from '../../domain/first-levels.js';
import type { PairLevel } from '../../domain/set-levels.js';

export type FirstLevelsAnswer = { readonly receiver: string; readonly year: number; readonly pairs: number };

/** 首次报送预付金额度 by the place of care (PRE-01). */
export class ReportFirstLevelsCommand extends Command<WriteOutcome<FirstLevelsAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly report: { readonly receiver: ClearingUnit; readonly year: number; readonly pairs: readonly PairLevel[] },
  ) {
    super();
  }
}

@CommandHandler(ReportFirstLevelsCommand)
export class ReportFirstLevelsHandler implements ICommandHandler<ReportFirstLevelsCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, report }: ReportFirstLevelsCommand): Promise<WriteOutcome<FirstLevelsAnswer>> {
    const { receiver, year, pairs } = report;
    const [advance, first] = [advanceRef(receiver), firstLevelsRef(receiver)];
    return this.store.write<FirstLevelsAnswer>({
      ...{ streams: [first, advance], ...act },
      decide: (states): Decision<FirstLevelsAnswer> => {
        const command = { ...report, on: act.metadata.businessDate };
        const decided = decideFirstLevels(command, states.of(advance), states.of(first));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: first.id, event }));
        return { kind: 'accepted', events, answer: { receiver, year, pairs: pairs.length } };
      },
    });
  }
}
