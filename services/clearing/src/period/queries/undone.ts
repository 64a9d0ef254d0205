import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { clearingMonth, clearingUnit, businessDate, unitName, type BusinessDate } from '#kernel';

/** The watchdog names at most so many of one kind: beyond that nobody reads on. */
const MOST = 200;

interface Row {
  readonly step: string;
  readonly month: string;
  readonly due_on: string;
  readonly unit: string;
  readonly count: number | null;
}

/**
 * 25日, CLR-06 and CLR-07: what a province must do about a table and its notice, with its day; cities that have not moved their part,
 * by province with their number; units to be paid that have reported no account, with the payments that wait for it (CLR-12). Disputes are due before the notices.
 */
const PROVINCES = `
  select 'confirmation' as step, p.month, (to_date(p.month, 'YYYY-MM') + interval '1 month 24 days')::date as due_on, u.unit,
         null::integer as count
    from read_periods.period p cross join lateral unnest(p.chased) as u(unit)
   where p.published_on is null and to_date(p.month, 'YYYY-MM') + interval '1 month 24 days' < $1
     and not exists (select from read_periods.confirmation c where c.month = p.month and c.unit = u.unit)
  union all
  select 'dispute-decision', d.month, (date_trunc('month', d.raised_on) + interval '1 month - 1 day')::date, d.unit, null
    from read_periods.dispute d
   where d.decided_on is null and date_trunc('month', d.raised_on) + interval '1 month - 1 day' < $1
  union all
  select s.step, n.month, s.due_on, n.unit, null
    from read_notices.notice n cross join lateral (values
      ('hand-over', n.hand_over_by, n.handed_over_on), ('payment', n.pay_by, n.paid_on),
      ('report', n.report_by, n.reported_on)) as s(step, due_on, done_on)
   where n.step <> 'reported' and s.due_on < $1 and s.done_on is null and (s.step <> 'payment' or n.payment_total > 0)
  union all
  select 'city', n.month, n.hand_over_by, n.unit, count(*)::integer
    from read_notices.notice n join read_cities.due d using (month, unit)
   where n.hand_over_by < $1
     and not exists (select from read_cities.settled c
       where (c.month, c.unit, c.city, c.direction) = (d.month, d.unit, d.city, d.direction))
   group by 2, 3, 4
  union all
  select 'finance-account', n.month, n.published_on, l.counterparty, count(*)::integer
    from read_notices.notice n join read_notices.line l using (month, unit)
   where l.annex = '15' and l.account_number is null and n.paid_on is null and n.published_on < $1
     and not exists (select from read_finance_accounts.account a where a.unit = l.counterparty and a.effective_on <= $1)
   group by 2, 3, 4`;

/** AUD-05, AUD-06: answers of the places of care and confirmations of the places of insurance, counted by day and unit. */
const INVESTIGATIONS = `
  select 'investigation-answer' as step, to_char(answer_by, 'YYYY-MM') as month, answer_by as due_on, receiver as unit,
         count(*)::integer as count
    from read_holds.hold where investigation in ('listed', 'disputed') and answer_by < $1 group by 2, 3, 4
  union all
  select 'answer-confirmation', to_char(confirm_by, 'YYYY-MM'), confirm_by, payer, count(*)::integer
    from read_holds.hold where investigation = 'answered' and confirm_by < $1 group by 2, 3, 4`;

/** What provinces had to do before a day and have not, by name (CLR-04, CLR-06, CLR-07, CLR-12, AUD-05, AUD-06). */
export async function undoneBefore(store: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const lists = await Promise.all(
    [PROVINCES, INVESTIGATIONS].map((sql) =>
      store.database.read<Row>(
        `select step, month, due_on::text, unit, count from (${sql}) u order by due_on, step, unit limit $2`,
        [date, MOST],
      ),
    ),
  );
  return lists.flat().map(({ step, month, due_on, unit, count }) => ({
    ...{ step, month: clearingMonth(month), dueOn: businessDate(due_on), who: unitName(clearingUnit(unit)) },
    ...(count === null ? {} : { count }),
  }));
}
