import type { EventStore, WriteTransaction } from '#event-store';
import { clearingMonth, lastDayOf, type ClearingMonth } from '#kernel';
import { EXCLUDED, WAITING_REASON } from '../../claims/waiting-reason.js';
import { limitBroken, type Limit } from '../domain/limits.js';
import type { Breach, WaitingCount, WaitingReason } from '../domain/period.js';
import { decideCutOff } from '../domain/steps.js';
import { releaseHolds } from './release-holds.js';
import { periodRequest, recordStep, stepMetadata, type StepOf } from './write-step.js';

/** Claims up to the end of the month that have not entered a period. */
const CANDIDATES = `
  select c.claim_id, c.payer, c.receiver, c.settled_on, c.payable, ${WAITING_REASON} as reason
    from claim c where c.period is null and c.settled_on <= $1 and not ${EXCLUDED}`;

interface CandidateGroup {
  readonly reason: WaitingReason | null;
  readonly settled_month: string;
  readonly claims: number;
  readonly payable: string;
}

/**
 * 20日 截止 (CLR-02): what is settled, confirmed, undisputed and not held enters the period; the rest waits, late ones by
 * name. While it looks and marks, no claim, confirmation, difference or hold changes.
 */
export async function cutOff(store: EventStore, step: StepOf): Promise<void> {
  await releaseHolds(store, step);
  await store.transaction(async (tx) => {
    await tx.query('lock table read_holds.hold, claim, confirmation, open_difference in share row exclusive mode');
    const to = lastDayOf(step.month);
    const groups = await tx.query<CandidateGroup>(
      `select reason, to_char(settled_on, 'YYYY-MM') as settled_month, count(*)::integer as claims,
              sum(payable)::numeric(18, 2)::text as payable from (${CANDIDATES}) c group by 1, 2 order by 1, 2`,
      [to],
    );
    const entering = await entered(tx, to);
    const breaches = await breachesOf(tx, { to, month: step.month, groups });
    const command = {
      ...{ month: step.month, on: step.on, ...entering, breaches },
      ...{ waiting: waitingOf(groups), overdue: breaches.map(({ claimId }) => claimId) },
    };
    const metadata = stepMetadata('cut-off', `${step.month}清算截止 (CLR-02)`, step.on);
    const request = periodRequest(step.month, metadata, (period) => decideCutOff(command, period));
    if (!(await recordStep(store, tx, request))) return;
    const marked = await tx.query(
      `update claim set period = $2 from (${CANDIDATES}) ready where ready.claim_id = claim.claim_id and ready.reason is null returning 1`,
      [to, step.month],
    );
    if (marked.length !== entering.claims) throw new Error(`cut-off marked ${marked.length} of ${entering.claims}`);
  });
}

async function entered(tx: WriteTransaction, to: string): Promise<{ claims: number; payable: string }> {
  const [row] = await tx.query<{ claims: number; payable: string }>(
    `select count(*)::integer as claims, coalesce(sum(payable), 0)::numeric(18, 2)::text as payable
       from (${CANDIDATES}) c where reason is null`,
    [to],
  );
  return row ?? { claims: 0, payable: '0.00' };
}

function waitingOf(groups: readonly CandidateGroup[]): readonly WaitingCount[] {
  const counts = new Map<WaitingReason, number>();
  for (const { reason, claims } of groups) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + claims);
  }
  return [...counts].map(([reason, claims]) => ({ reason, claims }));
}

interface Overdue {
  readonly to: string;
  readonly month: ClearingMonth;
  readonly groups: readonly CandidateGroup[];
}

type BreachRow = Omit<Breach, 'limit'>;

/** Claims that wait although this is the last month they may be cleared in, by name (CLR-02). */
async function breachesOf(tx: WriteTransaction, { to, month, groups }: Overdue): Promise<readonly Breach[]> {
  const limitOf = (settledMonth: string): Limit | null => limitBroken(clearingMonth(settledMonth), month);
  const late = groups
    .filter(({ reason, settled_month }) => reason !== null && limitOf(settled_month) !== null)
    .map(({ settled_month }) => settled_month);
  if (late.length === 0) return [];
  const rows = await tx.query<BreachRow>(
    `select claim_id as "claimId", payer, receiver, settled_on::text as "settledOn", reason from (${CANDIDATES}) c
      where reason is not null and to_char(settled_on, 'YYYY-MM') = any($2) order by 1`,
    [to, late],
  );
  return rows.map((row) => ({ ...row, limit: limitOf(row.settledOn.slice(0, 7)) ?? 'two-months' }));
}
