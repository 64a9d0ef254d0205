import type { WriteTransaction } from '#event-store';
import { clearingMonth, shiftMonth, type BusinessDate } from '#kernel';
import type { WaitingReason } from '../period/domain/period.js';
import { COLUMNS } from './fund-columns.js';
import { CONFIRMED_FOR, EXCLUDED, WAITING_REASON } from './waiting-reason.js';

/** Clearing months that are cut off, the open one after each of them, and those that take what was confirmed in time for them all the same. */
export interface Months {
  readonly closed: readonly string[];
  readonly open: readonly string[];
  readonly taking: readonly string[];
}

/** Read after the lock on `claim`: from then on no month is cut off until this transaction has ended. */
export async function monthsOf(tx: WriteTransaction): Promise<Months> {
  const rows = await tx.query<{ month: string; taking: boolean }>(
    `select month, completed_on is null and generated_on is null as taking from read_periods.period
      where cut_off_on is not null order by 1`,
  );
  const closed = rows.map(({ month }) => month);
  const open = closed.map((month) => shiftMonth(clearingMonth(month), 1)).filter((month) => !closed.includes(month));
  return { closed, open, taking: rows.filter(({ taking }) => taking).map(({ month }) => month) };
}

const MONTH = (row: string): string => `to_char(${row}.settled_on, 'YYYY-MM')`;

/** SQL: where the claims named, their refunds and the claims they undo lie. */
const NAMED = `
  select ctid from claim where claim_id = any($4)
   union select ctid from claim where refund_of = any($4)
   union select o.ctid from claim r join claim o on o.claim_id = r.refund_of where r.claim_id = any($4)`;

/** SQL: where those lie about which a cut-off decides: claims that wait, those with an open difference, their refunds and what they undo. */
const LEFT = `
  select ctid from claim where period is null and settled_on <= $4
   union select c.ctid from difference d join claim c using (claim_id) where not d.closed
   union select r.ctid from difference d join claim r on r.refund_of = d.claim_id where not d.closed
   union select o.ctid from difference d join claim r using (claim_id) join claim o on o.claim_id = r.refund_of where not d.closed`;

/**
 * SQL: the month that is cut off and takes row `c` all the same, until its table is made: `c` was confirmed in time for it,
 * whenever that is told or whatever else held it back is over (REC-03). A refund enters with the claim it undoes or after it.
 */
const TAKING = `
  (select min(t) from unnest($3::text[]) as t where t >= f.month and ${CONFIRMED_FOR('c', 't')}
     and not exists (select from claim o where o.claim_id = c.refund_of and o.period is null and not ${CONFIRMED_FOR('o', 't')}))`;

/**
 * SQL: the month a claim is in and the one it enters: the first open one from that of its settlement on, for a refund not
 * before the claim it undoes; none while something holds it back. Claims that are cleared stay where they are. A month
 * before those that are cut off is over too: months are closed in order (CLR-15).
 */
const VERDICTS = (which: string): string => `
  select c.ctid as place, c.claim_id, c.settled_on, c.payable, c.period as was, w.reason,
         case when w.reason is null then e.month end as enters
    from claim c cross join lateral (select greatest(${MONTH('c')},
     (select coalesce(o.period, ${MONTH('o')}) from claim o where o.claim_id = c.refund_of)) as month) f
   cross join lateral (select case when f.month <= (select max(m) from unnest($1::text[]) as m)
     then coalesce(${TAKING}, (select min(o) from unnest($2::text[]) as o where o >= f.month))
     else f.month end as month offset 0) e
   cross join lateral (select case when ${EXCLUDED} then 'excluded' else ${WAITING_REASON('e.month')} end as reason offset 0) w
   where c.ctid = any(array(${which})) and (c.period is null or c.period <> all($1))`;

/** SQL: what was found of claims while they were alone. */
const FOUND = `
  select c.ctid as place, c.period as was, found.enters
    from unnest($1::text[], $2::text[]) as found(claim_id, enters) join claim c using (claim_id)`;

const SUMMED = [...COLUMNS.map(([, name]) => name), 'payable'];

/**
 * Moves claims and the sums of their months together. Whoever looks at a claim at the same time as another and comes
 * second leaves it alone; the cut-off, which is alone, looks again at whatever can have been missed.
 */
const MOVE = (verdicts: string): string => `
  with verdict as materialized (${verdicts}), moved as (
    update claim c set period = v.enters from verdict v
     where c.ctid = v.place and v.enters is distinct from v.was
    returning c.*, v.was, v.enters),
  change as (
    select enters as month, 1 as sign, moved.* from moved where enters is not null
    union all select was, -1, moved.* from moved where was is not null)
  insert into claim_sum as s (period, payer, receiver, scheme, claims, ${SUMMED.join(', ')})
  select month, payer, receiver, scheme, sum(sign), ${SUMMED.map((name) => `sum(sign * ${name})`).join(', ')}
    from change group by 1, 2, 3, 4 order by 1, 2, 3, 4
  on conflict (period, payer, receiver, scheme) do update
    set claims = s.claims + excluded.claims, ${SUMMED.map((name) => `${name} = s.${name} + excluded.${name}`).join(', ')}`;

/** Claims of these numbers, their refunds and what they undo enter a month, or leave an open one, as things stand (CLR-02). */
export async function enterNamed(tx: WriteTransaction, claimIds: readonly string[]): Promise<void> {
  const { closed, open, taking } = await monthsOf(tx);
  await tx.query(MOVE(VERDICTS(NAMED)), [closed, open, taking, claimIds]);
}

/** Claims of a month and what they owe. Yuan as text. */
export interface MonthTotal {
  readonly claims: number;
  readonly payable: string;
}

/** Claims and yuan of a month as they were summed early. */
export async function totalOf(tx: WriteTransaction, month: string): Promise<MonthTotal> {
  const [row] = await tx.query<MonthTotal>(
    `select coalesce(sum(claims), 0)::integer as claims, coalesce(sum(payable), 0)::numeric(18, 2)::text as payable
       from claim_sum where period = $1`,
    [month],
  );
  return row ?? { claims: 0, payable: '0.00' };
}

/** Claims about which a cut-off decides, by what holds them back and the month of their settlement. */
export interface LeftGroup extends MonthTotal {
  readonly reason: WaitingReason | 'excluded' | null;
  readonly settledMonth: string;
  /** By how many claims, and by what they owe (`payable`), the month to be cut off changes. */
  readonly entering: number;
  /** Those that move, and the months they enter. */
  readonly moving: readonly string[];
  readonly enters: readonly (string | null)[];
}

/** Looks once at every claim settled up to a day about which the last word is not spoken. */
export async function lookAtLeft(
  tx: WriteTransaction,
  { month, to }: { readonly month: string; readonly to: BusinessDate },
): Promise<readonly LeftGroup[]> {
  const { closed, open, taking } = await monthsOf(tx);
  return tx.query<LeftGroup>(
    `select reason, ${MONTH('v')} as "settledMonth", count(*)::integer as claims, sum(sign)::integer as entering,
            sum(sign * payable)::numeric(18, 2)::text as payable,
            coalesce(array_agg(claim_id) filter (where enters is distinct from was), '{}') as moving,
            coalesce(array_agg(enters) filter (where enters is distinct from was), '{}') as enters
       from (select *, (enters is not distinct from $5)::integer - (was is not distinct from $5)::integer as sign
               from (${VERDICTS(LEFT)}) l) v group by 1, 2 order by 1, 2`,
    [closed, open, taking, to, month],
  );
}

/** Moves what was found to move; whoever looked must still be alone. */
export async function moveFound(tx: WriteTransaction, groups: readonly LeftGroup[]): Promise<void> {
  const [moving, enters] = [groups.flatMap((group) => group.moving), groups.flatMap((group) => group.enters)];
  if (moving.length > 0) await tx.query(MOVE(FOUND), [moving, enters]);
}
