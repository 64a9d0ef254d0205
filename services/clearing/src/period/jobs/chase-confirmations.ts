import type { EventStore } from '#event-store';
import { decideChase } from '../domain/steps.js';
import { periodRequest, recordStep, stepMetadata, type StepOf } from './write-step.js';

/** 25日 催办 (CLR-04): provinces that have not confirmed are named. */
export async function chaseConfirmations(store: EventStore, step: StepOf): Promise<void> {
  const metadata = stepMetadata('confirmations', `催办${step.month}清算表确认 (CLR-04)`, step.on);
  const request = periodRequest(step.month, metadata, (period) => decideChase(step, period));
  await store.transaction((tx) => recordStep(store, tx, request));
}
