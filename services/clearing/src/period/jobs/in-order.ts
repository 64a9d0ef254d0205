import type { EventStore } from '#event-store';
import { clearingMonth, type ClearingMonth } from '#kernel';
import { refuseEarlier, type OrderedStep } from '../domain/steps.js';
import { StepRefused } from './write-step.js';

const DONE_ON: Readonly<Record<OrderedStep, string>> = { 'cut-off': 'cut_off_on', table: 'generated_on' };

/** The first month that was ever cut off; before that, the first there is something to clear in, or to wait for. */
export async function firstMonthOf(store: EventStore): Promise<ClearingMonth | null> {
  const [row] = await store.database.read<{ first: string | null }>(
    `select coalesce((select min(month) from read_periods.period),
                     least((select min(period) from claim_sum),
                           (select to_char(min(settled_on), 'YYYY-MM') from claim where period is null))) as first`,
  );
  return row?.first ? clearingMonth(row.first) : null;
}

/** Throws StepRefused while an earlier month has not taken the step (CLR-15). What it finds done stays done. */
export async function waitForEarlier(store: EventStore, step: OrderedStep, month: ClearingMonth): Promise<void> {
  const [row] = await store.database.read<{ earlier: string }>(
    `select to_char(m, 'YYYY-MM') as earlier
       from generate_series(to_date($1, 'YYYY-MM'), to_date($2, 'YYYY-MM') - interval '1 month', interval '1 month') m
      where not exists (select from read_periods.period p
                         where p.month = to_char(m, 'YYYY-MM') and p.${DONE_ON[step]} is not null)
      order by 1 limit 1`,
    [(await firstMonthOf(store)) ?? month, month],
  );
  const order = refuseEarlier(step, row?.earlier ?? null);
  if (!order.ok) throw new StepRefused(order.rejection);
}
