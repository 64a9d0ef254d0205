import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { addDays, businessDate, clearingMonth, clearingUnit, unitName, type BusinessDate } from '#kernel';

/** A line of the bank or a slip of the books that stands alone for longer than this is named. Our choice: no source has a limit. */
const OPEN_DAYS = 30;

interface Row {
  readonly step: string;
  readonly unit: string;
  readonly count: number;
}

type AloneRow = Row & { readonly since: string };

const STANDING_ALONE = `
  select 'bank-line' as step, unit, min(booked_on)::text as since, count(*)::integer as count from read_treasury.line
   where match_id is null and closed_as is null and booked_on < $1 group by unit
  union all
  select 'reported-movement', unit, min(booked_on)::text, count(*)::integer from read_treasury.item
   where match_id is null and closed_as is null and booked_on < $1
     and exists (select from read_treasury.statement s where s.unit = item.unit) group by unit`;

type NotMovedRow = Row & { readonly month: string; readonly due_on: string };

/** SQL: the other unit's payment of a collection line. */
const PAYMENT_OF = (row: string): string =>
  `'15-' || ${row}.month || '-' || ${row}.unit || case when ${row}.returned then '*' else '' end`;

/**
 * Lines of notices past their day that the books do not show as moved. A payment nobody has reported at all is late as a
 * step of its notice; here stands what was reported and came back. What should have come in is missing where the payer's
 * books say so, or the unit's own bank, as far as it hands its statements in.
 */
const NOT_MOVED = `
  select case i.kind when 'payment' then 'payable' else 'receivable' end as step, i.unit, i.month, i.due_on::text,
         count(*)::integer as count
    from read_treasury.item i
   where i.match_id is null and i.closed_as is null and i.booked_on is null and i.due_on < $1
     and case i.kind
         when 'payment' then exists (select from read_notices.notice n
           where n.month = i.month and n.unit = i.unit and n.paid_on is not null)
         else exists (select from read_treasury.statement s where s.unit = i.unit)
           or exists (select from read_treasury.item p where p.unit = i.counterparty and p.item_id = ${PAYMENT_OF('i')}
             and p.booked_on is null and p.closed_as is null) end
   group by i.kind, i.unit, i.month, i.due_on`;

const stepOf = ({ step, unit, count }: Row): Pick<DueStep, 'step' | 'who' | 'count'> => ({
  ...{ step, who: unitName(clearingUnit(unit)), count },
});

/** 未达账项 older than 30 days, by unit: lines of the bank nobody has explained, and slips the bank does not show (CLR-13). */
async function standingAlone({ database }: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await database.read<AloneRow>(`select * from (${STANDING_ALONE}) o order by since, unit, step`, [
    addDays(date, -OPEN_DAYS),
  ]);
  return rows.map(({ since, ...row }) => ({
    ...stepOf(row),
    ...{ month: clearingMonth(since.slice(0, 7)), dueOn: addDays(businessDate(since), OPEN_DAYS) },
  }));
}

/** 应付未付、应收未到: money of a notice that is not there after its day, by unit and month, on both sides (CLR-06). */
async function notMoved({ database }: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await database.read<NotMovedRow>(`${NOT_MOVED} order by i.due_on, i.unit, 1`, [date]);
  return rows.map(({ month, due_on, ...row }) => ({
    ...stepOf(row),
    ...{ month: clearingMonth(month), dueOn: businessDate(due_on) },
  }));
}

/** What the special accounts leave open for too long: what stands alone, and what should have moved. */
export async function openLongBefore(store: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  return [...(await standingAlone(store, date)), ...(await notMoved(store, date))];
}
