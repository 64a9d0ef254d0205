import type { WriteTransaction } from '#event-store';
import { clearingMonth, shiftMonth, type BusinessDate } from '#kernel';
import { COLUMNS } from './fund-columns.js';
import { EXCLUDED, WAITING_REASON } from './waiting-reason.js';

/** Clearing months that are cut off, and the open one after each of them. */
export interface Months {
  readonly closed: readonly string[];
  readonly open: readonly string[];
}

/** Read after the lock on `claim`: from then on no month is cut off until this transaction has ended. */
export async function monthsOf(tx: WriteTransaction): Promise<Months> {
  const rows = await tx.query<{ month: string }>(
    'select month from read_periods.period where cut_off_on is not null order by 1',
  );
  const closed = rows.map(({ month }) => month);
  const open = closed.map((month) => shiftMonth(clearingMonth(month), 1)).filter((month) => !closed.includes(month));
  return { closed, open };
}

const MONTH = (row: string): string => `to_char(${row}.settled_on, 'YYYY-MM')`;

/** SQL: where the claims named and their refunds lie. */
const NAMED = 'select ctid from claim where claim_id = any($3) union select ctid from claim where refund_of = any($3)';

/** SQL: where those lie about which a cut-off decides: claims that wait, those with an open difference, their refunds. */
const LEFT = `
  select ctid from claim where period is null and settled_on <= $3
   union select c.ctid from open_difference d join claim c using (claim_id)
   union select r.ctid from open_difference d join claim r on r.refund_of = d.claim_id`;

/**
 * SQL: the month a claim is in and the one it enters: the first open one from that of its settlement on, for a refund not
 * before the claim it undoes; none while something holds it back. Claims that are cleared stay where they are. A month
 * before those that are cut off is over too: months are closed in order (CLR-15).
 */
const VERDICTS = (which: string): string => `
  select c.ctid as place, c.period as was, c.payable,
         case when ${EXCLUDED} or ${WAITING_REASON} is not null then null
              when f.month <= (select max(m) from unnest($1::text[]) as m)
              then (select min(o) from unnest($2::text[]) as o where o >= f.month)
              else f.month end as enters
    from claim c cross join lateral (select greatest(${MONTH('c')},
     (select coalesce(o.period, ${MONTH('o')}) from claim o where o.claim_id = c.refund_of)) as month) f
   where c.ctid = any(array(${which})) and (c.period is null or c.period <> all($1))`;

const SUMMED = [...COLUMNS.map(([, name]) => name), 'payable'];

/**
 * Moves claims and the sums of their months together. Whoever looks at a claim at the same time as another and comes
 * second leaves it alone; the cut-off, which is alone, looks again at whatever can have been missed.
 */
const MOVE = (which: string): string => `
  with verdict as materialized (${VERDICTS(which)}), moved as (
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

/** Claims of these numbers and their refunds enter a month, or leave an open one, as things stand (CLR-02). */
export async function enterNamed(tx: WriteTransaction, claimIds: readonly string[]): Promise<void> {
  const { closed, open } = await monthsOf(tx);
  await tx.query(MOVE(NAMED), [closed, open, claimIds]);
}

/** The same for all claims settled up to a day about which the last word is not spoken. */
export async function enterLeft(tx: WriteTransaction, { closed, open }: Months, to: BusinessDate): Promise<void> {
  await tx.query(MOVE(LEFT), [closed, open, to]);
}

/** Claims of a month and what they owe. Yuan as text. */
export interface MonthTotal {
  readonly claims: number;
  readonly payable: string;
}

/** Claims and yuan of a month as they were summed early, without what is left. */
export async function totalOf(tx: WriteTransaction, month: string): Promise<MonthTotal> {
  const [row] = await tx.query<MonthTotal>(
    `select coalesce(sum(claims), 0)::integer as claims, coalesce(sum(payable), 0)::numeric(18, 2)::text as payable
       from claim_sum where period = $1`,
    [month],
  );
  return row ?? { claims: 0, payable: '0.00' };
}

/** What `enterLeft` would bring to a month. */
export async function changeOf(
  tx: WriteTransaction,
  { closed, open }: Months,
  { month, to }: { readonly month: string; readonly to: BusinessDate },
): Promise<MonthTotal> {
  const [row] = await tx.query<MonthTotal>(
    `select coalesce(sum(sign), 0)::integer as claims, coalesce(sum(sign * payable), 0)::numeric(18, 2)::text as payable
       from (select payable, (enters is not distinct from $4)::integer - (was is not distinct from $4)::integer as sign
               from (${VERDICTS(LEFT)}) v) c`,
    [closed, open, to, month],
  );
  return row ?? { claims: 0, payable: '0.00' };
}
