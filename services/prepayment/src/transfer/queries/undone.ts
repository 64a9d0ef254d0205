import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { businessDate, clearingMonth, clearingUnit, unitName, type BusinessDate } from '#kernel';

/** The watchdog names at most so many: beyond that nobody reads on. */
const MOST = 200;

interface Row {
  readonly step: string;
  readonly due_on: string;
  /** Null: the nation's. */
  readonly unit: string | null;
  readonly count: number;
}

const UNDONE = `
  select 'advance-payment' as step, pay_by as due_on, case when returned then receiver else payer end as unit,
         count(*)::integer as count
    from read_transfers.transfer where paid_on is null and pay_by < $1 group by 2, 3
  union all
  select 'increase-payment', pay_by, payer, count(*)::integer
    from read_increases.increase where status = 'granted' and pay_by < $1 group by 2, 3
  union all
  select 'annual-levels', make_date(y.year, 1, 31), null, 1
    from (select extract(year from $1::date)::integer as year) y
   where make_date(y.year, 1, 31) < $1 and exists (select from read_levels.level where year = y.year - 1)
     and not exists (select from read_levels.level where year = y.year)`;

/** Advances, returns and increases that should have been paid before a day, by name, and levels not set by the end of January (PRE-02, PRE-03, PRE-06). */
export async function unpaidBefore(store: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await store.database.read<Row>(
    `select step, due_on::text, unit, count from (${UNDONE}) u order by due_on, step, unit limit $2`,
    [date, MOST],
  );
  return rows.map(({ step, due_on, unit, count }) => ({
    ...{ step, month: clearingMonth(due_on.slice(0, 7)), dueOn: businessDate(due_on) },
    ...(unit === null ? {} : { who: unitName(clearingUnit(unit)), count }),
  }));
}
