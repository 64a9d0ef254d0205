import { streamRequest, type EventStore } from '#event-store';
import { businessDate, lastDayOf, monthOf, type BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import { unaskedAt } from '../../audit/audit-policy.js';
import { decideReleaseAtCutOff } from '../../audit/domain/release.js';
import { holdRef } from '../../audit/domain/hold.js';
import { lastClearingMonth } from '../domain/limits.js';
import { dueOn } from '../domain/timetable.js';
import { StepRefused, stepMetadata, type StepOf } from './write-step.js';

const BATCH = 500;

interface StandingHold {
  readonly claim_id: string;
  readonly settled_on: string;
  readonly insured_region: string;
}

/**
 * AUD-02 at the cut-off: every hold ends at the two-month limit; one nobody has asked about by the end of the 20th where the place of
 * insurance has it so on that day, which is when the month is completed, before its table. Safe to repeat.
 */
export async function releaseHolds(store: EventStore, policies: PolicyBook, step: StepOf): Promise<number> {
  let released = 0;
  let after = '';
  for (;;) {
    const holds = await standingAfter(store, after, lastDayOf(step.month));
    const last = holds.at(-1);
    if (last === undefined) return released;
    const counts = await Promise.all(holds.map((hold) => releaseOne(store, policies, { ...step, hold })));
    released += counts.reduce((sum, count) => sum + count, 0);
    after = last.claim_id;
  }
}

const standingAfter = (store: EventStore, after: string, to: BusinessDate): Promise<readonly StandingHold[]> =>
  store.database.read<StandingHold>(
    `select h.claim_id, c.settled_on::text, c.insured_region from read_holds.hold h join claim c using (claim_id)
      where h.status = 'held' and c.settled_on <= $1 and h.claim_id > $2 order by h.claim_id limit $3`,
    [to, after, BATCH],
  );

async function releaseOne(
  store: EventStore,
  policies: PolicyBook,
  { hold, month, on }: StepOf & { readonly hold: StandingHold },
): Promise<number> {
  const cutOffOn = dueOn('cut-off', month);
  const unasked = unaskedAt(policies, hold.insured_region, cutOffOn);
  const overdue = month >= lastClearingMonth(monthOf(businessDate(hold.settled_on)));
  const outcome = await store.write(
    streamRequest({
      stream: holdRef(hold.claim_id),
      metadata: stepMetadata('cut-off', `${month}清算截止，审核暂缓到期 (AUD-02)`, on),
      idempotency: null,
      decide: (state) => decideReleaseAtCutOff({ claimId: hold.claim_id, on, cutOffOn, overdue, unasked }, state),
      answer: (events) => events.length,
    }),
  );
  if (outcome.kind === 'refused') throw new StepRefused(outcome.rejection);
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
