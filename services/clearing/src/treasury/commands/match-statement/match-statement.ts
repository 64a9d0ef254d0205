import { streamRequest, type EventMetadata, type EventStore } from '#event-store';
import { decideMatches } from '../../domain/acts.js';
import { matchStatement } from '../../domain/match.js';
import { specialAccountRef } from '../../domain/special-account.js';
import { openPool } from '../../queries/special-account/open-pool.js';

export type MatchingAnswer = {
  readonly unit: string;
  /** Matches made now. */
  readonly matched: number;
};

/**
 * 自动勾对 of one unit (CLR-13): whatever is open is looked at anew; what was ended meanwhile is left out under the lock. Again it changes
 * nothing, so whoever was interrupted calls it again.
 */
export async function matchUnit(store: EventStore, unit: string, metadata: EventMetadata): Promise<MatchingAnswer> {
  const pool = await openPool(store, unit);
  const { matches } = matchStatement(pool.lines, pool.items);
  if (matches.length === 0) return { unit, matched: 0 };
  const outcome = await store.write(
    streamRequest({
      ...{ stream: specialAccountRef(unit), metadata, idempotency: null },
      decide: (state) => decideMatches({ unit, on: metadata.businessDate, found: matches }, state),
      answer: (events): MatchingAnswer => ({
        unit,
        matched: events.reduce(
          (sum, { type, data }) => sum + (type === 'StatementMatched' ? data.matches.length : 0),
          0,
        ),
      }),
    }),
  );
  if (outcome.kind !== 'accepted') throw new Error(`matching of ${unit} was ${outcome.kind}`);
  return outcome.answer;
}
