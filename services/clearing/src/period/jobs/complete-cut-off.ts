import type { EventStore, WriteTransaction } from '#event-store';
import { lastDayOf } from '#kernel';
import type { PolicyBook } from '#policy';
import { lookAtLeft, monthsOf, type LeftGroup } from '../../claims/entry.js';
import { decideCompleteCutOff } from '../domain/steps.js';
import { ALONE, moveInto, totalWith } from './cut-off.js';
import { releaseHolds } from './release-holds.js';
import { periodRequest, recordStep, stepMetadata, type StepOf } from './write-step.js';

/**
 * The 20th is over: what was confirmed by then and told after the cut-off had run has entered as it came, holds nobody has asked about by
 * then end (AUD-02), what was missed or released follows, and from here on nothing does. Whoever had been named as late and entered after
 * all is late no longer (CLR-02, REC-03). Before the table, in a transaction of its own, so that claims wait for it no longer than for the
 * cut-off.
 */
export async function completeCutOff(store: EventStore, policies: PolicyBook, step: StepOf): Promise<void> {
  const { month, on } = step;
  const months = await store.transaction(monthsOf);
  if (!months.taking.includes(month)) return;
  await releaseHolds(store, policies, step);
  await store.transaction(async (tx) => {
    await tx.query(ALONE);
    if (!(await monthsOf(tx)).taking.includes(month)) return;
    const left = await lookAtLeft(tx, { month, to: lastDayOf(month) });
    const total = await totalWith(tx, month, left);
    const command = {
      month,
      on,
      claims: total.claims,
      payable: total.payable,
      entered: await entered(tx, month, left),
    };
    const metadata = stepMetadata('table', `${month}清算截止日确认的费用补入 (CLR-02)`, on);
    const request = periodRequest(month, metadata, (period) => decideCompleteCutOff(command, period));
    if (await recordStep(store, tx, request)) await moveInto(tx, { month, left, total });
  });
}

/** Whom the cut-off named as late, and the month holds or will hold. */
async function entered(tx: WriteTransaction, month: string, left: readonly LeftGroup[]): Promise<readonly string[]> {
  const following = left.flatMap(({ moving, enters }) => moving.filter((_, index) => enters[index] === month));
  const rows = await tx.query<{ claim_id: string }>(
    `select o.claim_id from read_periods.overdue o join claim c using (claim_id)
      where o.month = $1 and (c.period = $1 or c.claim_id = any($2)) order by 1`,
    [month, following],
  );
  return rows.map(({ claim_id }) => claim_id);
}
