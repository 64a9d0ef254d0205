import type { RecordedEvent } from '#event-store';
import type { RecordedLine, VisitEvent } from '../../domain/events.js';
import { evolveVisit, initialVisit } from '../../domain/visit.js';

/**
 * The lines of a settlement as they stood when it took them. Once it is refunded they may be withdrawn or settled again, and their numbers
 * used for others (SET-13, SET-14).
 */
export function settledLines(events: readonly RecordedEvent[], claimId: string): readonly RecordedLine[] {
  let visit = initialVisit();
  for (const event of events as unknown as readonly VisitEvent[]) {
    if (event.type === 'ClaimSettled' && event.data.claim.claimId === claimId) {
      return event.data.lines.flatMap((sequence) => visit.openLines.get(sequence) ?? []);
    }
    visit = evolveVisit(visit, event);
  }
  return [];
}
