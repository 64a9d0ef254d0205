import { Inject, Injectable } from '@nestjs/common';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { ClearingMonth, ClearingUnit, Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { periodRef, type Period, type PeriodEvent } from '../domain/period.js';

/** What a unit does about the table of a month, and under which key. */
export interface UnitAct {
  readonly month: ClearingMonth;
  readonly unit: ClearingUnit;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

export type UnitAnswer = { readonly month: string; readonly unit: string; readonly recorded: boolean };

/** Writes what a unit says of a period; `recorded` is false where it had said so before. */
@Injectable()
export class PeriodWriter {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  write(
    { month, unit, metadata, idempotency }: UnitAct,
    decide: (period: Period) => Result<readonly PeriodEvent[]>,
  ): Promise<WriteOutcome<UnitAnswer>> {
    const answer = (events: readonly PeriodEvent[]): UnitAnswer => ({ month, unit, recorded: events.length > 0 });
    return this.store.write(streamRequest({ stream: periodRef(month), metadata, idempotency, decide, answer }));
  }
}
