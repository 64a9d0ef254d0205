import type { EventType, JsonObject, Upcast } from '#event-store';
import type { ExplanationStep } from './domain/events.js';
import { storedExplanation } from './domain/explanation.js';

/** Version 1 named the source of a step anew at every step. */
const settledFrom1: Upcast = ({ steps, ...data }) => ({
  ...data,
  explanation: storedExplanation((steps ?? []) as unknown as readonly ExplanationStep[]) as unknown as JsonObject,
});

/** Events of visits that have changed their shape, each with the way up. */
export const VISIT_EVENT_TYPES: readonly EventType[] = [{ type: 'ClaimSettled', upcasts: [settledFrom1] }];
