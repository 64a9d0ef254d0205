import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { METRICS, type Metrics } from '#http';
import type { Clock } from '#jobs';
import { CLOCK, EVENT_STORE } from '#service';

const SIDES = `
  select 'bank' as side, booked_on as since from read_treasury.line where match_id is null and closed_as is null
  union all
  select 'books', booked_on from read_treasury.item where match_id is null and closed_as is null and booked_on is not null`;

/** 未达账项 of all units by side and age in days, for operators (CLR-13). */
@Injectable()
export class OpenItemFigures {
  constructor(@Inject(METRICS) metrics: Metrics, @Inject(EVENT_STORE) store: EventStore, @Inject(CLOCK) clock: Clock) {
    metrics.gauge(
      'treasury_open_items',
      'Lines of banks and slips of the books that stand alone, by side and age',
      async () => {
        const rows = await store.database.read<{ name: string; count: number }>(
          `select s.side || '/' || a.age as name, count(o.since)::integer as count
           from (values ('bank'), ('books')) as s(side)
           cross join (values ('0-30', 0, 30), ('31-90', 31, 90), ('91-', 91, 100000)) as a(age, from_days, to_days)
           left join (${SIDES}) o on o.side = s.side and greatest($1::date - o.since, 0) between a.from_days and a.to_days
          group by 1`,
          [clock.businessDate()],
        );
        return new Map(rows.map(({ name, count }) => [name, count]));
      },
    );
  }
}
