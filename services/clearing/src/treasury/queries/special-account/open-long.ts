import type { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { addDays, businessDate, clearingMonth, clearingUnit, unitName, type BusinessDate } from '#kernel';

/** A line of the bank or a slip of the books that stands alone for longer than this is named. Our choice: no source has a limit. */
const OPEN_DAYS = 30;

interface Row {
  readonly step: string;
  readonly unit: string;
  readonly since: string;
  readonly count: number;
}

const STANDING_ALONE = `
  select 'bank-line' as step, unit, min(booked_on)::text as since, count(*)::integer as count from read_treasury.line
   where match_id is null and closed_as is null and booked_on < $1 group by unit
  union all
  select 'reported-movement', unit, min(booked_on)::text, count(*)::integer from read_treasury.item
   where match_id is null and closed_as is null and booked_on < $1
     and exists (select from read_treasury.statement s where s.unit = item.unit) group by unit`;

/** 未达账项 older than 30 days, by unit: lines of the bank nobody has explained, and slips the bank does not show (CLR-13). */
export async function openLongBefore({ database }: EventStore, date: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await database.read<Row>(`select * from (${STANDING_ALONE}) o order by since, unit, step`, [
    addDays(date, -OPEN_DAYS),
  ]);
  return rows.map(({ step, unit, since, count }) => ({
    ...{ step, month: clearingMonth(since.slice(0, 7)), dueOn: addDays(businessDate(since), OPEN_DAYS) },
    ...{ who: unitName(clearingUnit(unit)), count },
  }));
}
