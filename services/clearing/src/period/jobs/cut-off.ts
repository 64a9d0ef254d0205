import type { EventStore, WriteTransaction } from '#event-store';
import { clearingMonth, lastDayOf, Money, type ClearingMonth } from '#kernel';
import type { PolicyBook } from '#policy';
import { lookAtLeft, moveFound, totalOf, type LeftGroup, type MonthTotal } from '../../claims/entry.js';
import { EXCLUDED, WAITING_REASON } from '../../claims/waiting-reason.js';
import { limitBroken, type Limit } from '../domain/limits.js';
import type { Breach, WaitingCount, WaitingReason } from '../domain/period.js';
import { decideCutOff } from '../domain/steps.js';
import { waitForEarlier } from './in-order.js';
import { releaseHolds } from './release-holds.js';
import { periodRequest, recordStep, stepMetadata, type StepOf } from './write-step.js';

/** Claims up to a day that wait, and why. */
const WAITING = `
  select claim_id, payer, receiver, settled_on, reason
    from (select c.claim_id, c.payer, c.receiver, c.settled_on, ${WAITING_REASON('$3')} as reason
            from claim c where (c.period is null and c.settled_on <= $1) and not ${EXCLUDED}) w
   where reason is not null`;

/**
 * 20日 截止 (CLR-02): what is settled, confirmed by that day, undisputed and not held has entered the period as it came; the cut-off
 * brings in what was held up to the time limit, lists what waits, late ones by name, and closes the month. It waits for the cut-off of an earlier
 * month, not for its table: which claims a month holds is settled by days and confirmations, which no table changes (CLR-15).
 */
export async function cutOff(store: EventStore, policies: PolicyBook, step: StepOf): Promise<void> {
  await waitForEarlier(store, 'cut-off', step.month);
  await releaseHolds(store, policies, step);
  await store.transaction((tx) => close(store, tx, step));
}

/** While one looks and closes, no claim, confirmation, difference or hold changes. */
export const ALONE = 'lock table read_holds.hold, claim, confirmation, difference in share row exclusive mode';

async function close(store: EventStore, tx: WriteTransaction, { month, on }: StepOf): Promise<void> {
  await tx.query(ALONE);
  const left = await lookAtLeft(tx, { month, to: lastDayOf(month) });
  const entering = await totalWith(tx, month, left);
  const groups = left.filter(isWaiting).filter(({ settledMonth }) => settledMonth <= month);
  const breaches = await breachesOf(tx, month, groups);
  const command = {
    ...{ month, on, claims: entering.claims, payable: entering.payable, breaches },
    ...{ waiting: waitingOf(groups), overdue: breaches.map(({ claimId }) => claimId) },
  };
  const metadata = stepMetadata('cut-off', `${month}清算截止 (CLR-02)`, on);
  const request = periodRequest(month, metadata, (period) => decideCutOff(command, period));
  if (!(await recordStep(store, tx, request))) return;
  await moveInto(tx, { month, left, total: entering });
}

/** What a month holds once what was left has moved. */
export const totalWith = async (tx: WriteTransaction, month: string, left: readonly LeftGroup[]): Promise<MonthTotal> =>
  [await totalOf(tx, month), ...left.map((group) => ({ ...group, claims: group.entering }))].reduce(sumOf);

/** Moves what was left, after the step is recorded with what it comes to. */
export async function moveInto(
  tx: WriteTransaction,
  { month, left, total }: { readonly month: string; readonly left: readonly LeftGroup[]; readonly total: MonthTotal },
): Promise<void> {
  await moveFound(tx, left);
  const { claims, payable } = await totalOf(tx, month);
  if (claims !== total.claims || payable !== total.payable) {
    throw new Error(`${month}: ${claims} claims of ${payable}, not ${total.claims} of ${total.payable}`);
  }
}

type WaitingGroup = LeftGroup & { readonly reason: WaitingReason };
const isWaiting = (group: LeftGroup): group is WaitingGroup => group.reason !== null && group.reason !== 'excluded';

const sumOf = (a: MonthTotal, b: MonthTotal): MonthTotal => ({
  claims: a.claims + b.claims,
  payable: Money.of(a.payable).plus(Money.of(b.payable)).toString(),
});

function waitingOf(groups: readonly WaitingGroup[]): readonly WaitingCount[] {
  const counts = new Map<WaitingReason, number>();
  for (const { reason, claims } of groups) counts.set(reason, (counts.get(reason) ?? 0) + claims);
  return [...counts].map(([reason, claims]) => ({ reason, claims }));
}

type BreachRow = Omit<Breach, 'limit'>;

/** Claims that wait although this is the last month they may be cleared in, by name (CLR-02). */
async function breachesOf(
  tx: WriteTransaction,
  month: ClearingMonth,
  groups: readonly WaitingGroup[],
): Promise<readonly Breach[]> {
  const limitOf = (settledMonth: string): Limit | null => limitBroken(clearingMonth(settledMonth), month);
  const late = groups.map(({ settledMonth }) => settledMonth).filter((settled) => limitOf(settled) !== null);
  const last = late.toSorted().at(-1);
  if (last === undefined) return [];
  const rows = await tx.query<BreachRow>(
    `select claim_id as "claimId", payer, receiver, settled_on::text as "settledOn", reason from (${WAITING}) w
      where to_char(settled_on, 'YYYY-MM') = any($2) order by 1`,
    [lastDayOf(clearingMonth(last)), late, month],
  );
  return rows.map((row) => ({ ...row, limit: limitOf(row.settledOn.slice(0, 7)) ?? 'two-months' }));
}
