import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { businessDate, clearingMonth, clearingUnit, unitName, type BusinessDate } from '#kernel';

/** The watchdog names at most so many: beyond that nobody reads on. */
const MOST = 200;

interface Row {
  readonly step: string;
  readonly due_on: string;
  readonly unit: string;
  readonly count: number;
}

const UNDONE = `
  select 'advance-payment' as step, pay_by as due_on, case when returned then receiver else payer end as unit,
         count(*)::integer as count
    from read_transfers.transfer where paid_on is null and pay_by < $1 group by 2, 3
  union all
  select 'increase-payment', pay_by, payer, count(*)::integer
    from read_increases.increase where status = 'granted' and pay_by < $1 group by 2, 3`;

/** Advances, returns and emergency increases that should have been paid before a day, by name (PRE-02, PRE-03, PRE-06). */
export async function unpaidBefore(store: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await store.database.read<Row>(
    `select step, due_on::text, unit, count from (${UNDONE}) u order by due_on, step, unit limit $2`,
    [date, MOST],
  );
  return rows.map(({ step, due_on, unit, count }) => ({
    ...{ step, month: clearingMonth(due_on.slice(0, 7)), dueOn: businessDate(due_on) },
    ...{ who: unitName(clearingUnit(unit)), count },
  }));
}
