import { streamRequest, type EventStore } from '#event-store';
import { businessDate, lastDayOf, monthOf, ok, type BusinessDate } from '#kernel';
import { decideReleaseAtCutOff } from '../../audit/domain/release.js';
import { holdRef } from '../../audit/domain/hold.js';
import { lastClearingMonth } from '../domain/limits.js';
import { stepMetadata, type StepOf } from './write-step.js';

const BATCH = 500;

interface StandingHold {
  readonly claim_id: string;
  readonly settled_on: string;
}

/** AUD-02 at the cut-off: a hold nobody asked about ends, and every hold at the two-month limit. Safe to repeat. */
export async function releaseHolds(store: EventStore, { month, on }: StepOf): Promise<number> {
  let released = 0;
  let after = '';
  for (;;) {
    const holds = await standingAfter(store, after, lastDayOf(month));
    const last = holds.at(-1);
    if (last === undefined) return released;
    const counts = await Promise.all(holds.map((hold) => releaseOne(store, hold, { month, on })));
    released += counts.reduce((sum, count) => sum + count, 0);
    after = last.claim_id;
  }
}

const standingAfter = (store: EventStore, after: string, to: BusinessDate): Promise<readonly StandingHold[]> =>
  store.database.read<StandingHold>(
    `select h.claim_id, c.settled_on::text from read_holds.hold h join claim c using (claim_id)
      where h.status = 'held' and c.settled_on <= $1 and h.claim_id > $2 order by h.claim_id limit $3`,
    [to, after, BATCH],
  );

async function releaseOne(store: EventStore, hold: StandingHold, { month, on }: StepOf): Promise<number> {
  const overdue = month >= lastClearingMonth(monthOf(businessDate(hold.settled_on)));
  const outcome = await store.write(
    streamRequest({
      stream: holdRef(hold.claim_id),
      metadata: stepMetadata('cut-off', `${month}清算截止，审核暂缓到期 (AUD-02)`, on),
      idempotency: null,
      decide: (state) => ok(decideReleaseAtCutOff({ claimId: hold.claim_id, on, overdue }, state)),
      answer: (events) => events.length,
    }),
  );
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
