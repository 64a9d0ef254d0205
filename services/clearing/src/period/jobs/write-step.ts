import {
  streamRequest,
  type EventMetadata,
  type EventStore,
  type WriteRequest,
  type WriteTransaction,
} from '#event-store';
import type { BusinessDate, ClearingMonth, Rejection, Result } from '#kernel';
import { periodRef, type Period, type PeriodEvent } from '../domain/period.js';

/** A step of the timetable could not be done; it stays due and the operator is told why. */
export class StepRefused extends Error {
  override readonly name = 'StepRefused';
  constructor(readonly rejection: Rejection) {
    super(`${rejection.message}(${rejection.rule})`);
  }
}

/** Why a step was refused, as the operator is told; null where it was done. */
export async function refusalOf(running: Promise<unknown>): Promise<string | null> {
  try {
    await running;
    return null;
  } catch (error) {
    if (error instanceof StepRefused) return error.message;
    throw error;
  }
}

export interface StepOf {
  readonly month: ClearingMonth;
  readonly on: BusinessDate;
}

export const stepMetadata = (job: string, reason: string, on: BusinessDate): EventMetadata => ({
  actor: `system:clearing.${job}`,
  onBehalfOf: 'nation',
  reason,
  businessDate: on,
  correlationId: `${job}/${on}`,
  causationId: null,
});

/** The request of one step of a period: decided under the lock of its stream. */
export const periodRequest = (
  month: ClearingMonth,
  metadata: EventMetadata,
  decide: (period: Period) => Result<readonly PeriodEvent[]>,
): WriteRequest<number> =>
  streamRequest({ stream: periodRef(month), metadata, idempotency: null, decide, answer: (events) => events.length });

/** Records a step inside the transaction that computed it; false if it had been done before (CLR-15). */
export async function recordStep(store: EventStore, tx: WriteTransaction, request: WriteRequest): Promise<boolean> {
  const [outcome] = await store.writeInTransaction(tx, [request]);
  if (outcome?.kind === 'accepted') return outcome.answer !== 0;
  if (outcome?.kind === 'refused') throw new StepRefused(outcome.rejection);
  throw new Error(`unexpected outcome ${outcome?.kind}`);
}
