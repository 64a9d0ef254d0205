import type { EventStore, WriteTransaction } from '#event-store';
import type { DueStep } from '#jobs';
import { addDays, dayIn, lastDayOf, monthOf, type BusinessDate, type ClearingMonth } from '#kernel';

/** Last month's lists are complete by this day (REC-02). */
const COMPLETE_BY = 3;

/** Earlier days that a job which was away makes up; further back everything has been cleared. */
const MADE_UP_DAYS = 62;

/** 应报未报 A side's list of a day that has not come, with what the nation knows of that day. */
export interface MissingLedger {
  readonly businessDate: BusinessDate;
  readonly side: 'care' | 'insured';
  readonly unit: string;
  readonly claims: number;
  readonly total: string;
}

/** The day by which lists of the month are complete (REC-02). */
export const completeBy = (month: ClearingMonth): BusinessDate => addDays(lastDayOf(month), COMPLETE_BY);

const WHO_OWES = `
  insert into ledger_due (business_date, side, unit, claims, total)
  select settled_on, side, unit, count(*), sum(total)
    from read_claims.claim cross join lateral (values ('care', receiver), ('insured', payer)) as of_side(side, unit)
   where settled_on = $1 group by settled_on, side, unit
  on conflict (business_date, side, unit) do update set claims = excluded.claims, total = excluded.total`;

/** Writes down who owes a report of this day, and of the days since the last one written down. */
export async function recordDue(tx: WriteTransaction, day: BusinessDate): Promise<void> {
  const earliest = addDays(day, -MADE_UP_DAYS);
  const [last] = await tx.query<{ day: BusinessDate | null }>(
    'select max(business_date)::text as day from ledger_due where business_date between $1 and $2',
    [earliest, day],
  );
  // The last day again: claims may have come after the job had run on it.
  for (let one = last?.day ?? earliest; one <= day; one = addDays(one, 1)) await tx.query(WHO_OWES, [one]);
}

/** Lists of these days that have not come, in the order of days (REC-02); of one unit where it is named. */
export function missingLedgers(
  store: EventStore,
  from: BusinessDate,
  to: BusinessDate,
  unit: string | null = null,
): Promise<readonly MissingLedger[]> {
  return store.database.read<MissingLedger>(
    `select business_date::text as "businessDate", side, unit, claims, total::text as total from ledger_due as due
      where business_date between $1 and $2 and ($3::text is null or unit = $3) and not exists (
        select 1 from ledger_upload as come
         where come.side = due.side and come.unit = due.unit and come.business_date = due.business_date)
      order by business_date, side, unit`,
    [from, to, unit],
  );
}

/**
 * Sides and units of which lists of a month are late, named from the day after the 3rd on until they have come or the days are so far
 * back that nothing is compared any more (REC-02).
 */
export async function overdueLedgers(store: EventStore, asOf: BusinessDate): Promise<readonly DueStep[]> {
  const missing = await missingLedgers(store, dayIn(monthOf(addDays(asOf, -MADE_UP_DAYS)), 1), asOf);
  const owing = new Map<string, DueStep>();
  for (const { businessDate, side, unit } of missing) {
    const month = monthOf(businessDate);
    const dueOn = completeBy(month);
    if (asOf > dueOn) owing.set(`${month} ${side}:${unit}`, { step: `对账清单 ${side}:${unit}`, month, dueOn });
  }
  return [...owing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, step]) => step);
}
