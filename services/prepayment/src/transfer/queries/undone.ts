import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { businessDate, clearingMonth, clearingUnit, unitName, type BusinessDate } from '#kernel';
import { reportDay } from '../domain/payment-days.js';

/** The watchdog names at most so many: beyond that nobody reads on. */
const MOST = 200;

interface Row {
  readonly step: string;
  readonly due_on: string;
  /** Null: the nation's. */
  readonly unit: string | null;
  readonly count: number;
}

/** Months whose clearing sets the levels of year `y.year` (PRE-01). */
const QUARTER = `array[(y.year - 1) || '-10', (y.year - 1) || '-11', (y.year - 1) || '-12']`;

/**
 * PRE-03, PRE-06, and PRE-01, PRE-02: a pair that held an advance when the year began, or to which the whole quarter before gives one,
 * and that has no level of the year, raises left aside.
 */
const UNDONE = `
  select s.step, s.due_on, case when returned then receiver else payer end as unit, count(*)::integer as count
    from read_transfers.transfer cross join lateral (values
      ('advance-hand-over', submit_by, handed_over_on), ('advance-payment', pay_by, null)) as s(step, due_on, done_on)
   where paid_on is null and s.done_on is null and s.due_on < $1 group by 1, 2, 3
  union all
  select s.step, s.due_on, payer, count(*)::integer
    from read_increases.increase cross join lateral (values
      ('increase-hand-over', submit_by, handed_over_on), ('increase-payment', pay_by, null)) as s(step, due_on, done_on)
   where status = 'granted' and s.done_on is null and s.due_on < $1 group by 1, 2, 3
  union all
  select 'annual-levels', make_date(y.year, 1, 31), null, count(*)::integer
    from (select extract(year from $1::date)::integer as year) y
    cross join lateral (
      select receiver, payer from (
        select distinct on (receiver, payer) receiver, payer, amount from read_levels.level
         where effective_on < make_date(y.year, 1, 1) order by receiver, payer, version desc) held where amount > 0
      union
      select receiver, payer from clearing_cell
       where month = any(${QUARTER}) and (select count(*) from clearing_table where month = any(${QUARTER})) = 3
       group by receiver, payer having sum(cleared) > 0) due
   where make_date(y.year, 1, 31) < $1
     and not exists (select from read_levels.level l where l.receiver = due.receiver and l.payer = due.payer
                        and l.year = y.year and l.increase_id is null)
   group by 2`;

interface UnderWay {
  readonly step: string;
  readonly paid_on: string;
  readonly unit: string;
  readonly count: number;
}

const UNDER_WAY = `
  select 'advance-receipt' as step, paid_on::text, case when returned then payer else receiver end as unit,
         count(*)::integer as count
    from read_transfers.transfer where paid_on < $1 and received_on is null group by 2, 3
  union all
  select 'increase-receipt', paid_on::text, receiver, count(*)::integer
    from read_increases.increase where paid_on < $1 and received_on is null group by 2, 3`;

/**
 * What should have been done about advances, returns and increases before a day, by name: handed over, paid, received and
 * reported; and levels not set by the end of January (PRE-02, PRE-03, PRE-06, PRE-07).
 */
export async function undoneBefore(store: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const [undone, underWay] = await Promise.all([
    store.database.read<Row>(
      `select step, due_on::text, unit, count from (${UNDONE}) u order by due_on, step, unit limit $2`,
      [date, MOST],
    ),
    store.database.read<UnderWay>(UNDER_WAY, [date]),
  ]);
  return [...undone, ...underWay.flatMap((paid) => unreceivedBefore(date, paid))]
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)))
    .slice(0, MOST)
    .map(({ step, due_on, unit, count }) => ({
      ...{ step, month: clearingMonth(due_on.slice(0, 7)), dueOn: businessDate(due_on) },
      ...(unit === null ? {} : { who: unitName(clearingUnit(unit)) }),
      count,
    }));
}

const orderOf = ({ due_on, step, unit }: Row): string => [due_on, step, unit ?? ''].join(' ');

/** 收款反馈 is due five working days after the payment (PRE-07), a day only the calendar knows; none while it is not published. */
function unreceivedBefore(date: BusinessDate, { paid_on, ...paid }: UnderWay): readonly Row[] {
  const due = reportDay(businessDate(paid_on));
  return due.ok && due.value < date ? [{ ...paid, due_on: due.value }] : [];
}
