import type { EventStore } from '#event-store';
import { SimulatedClock, SystemClock, type Clock } from '#jobs';
import { businessDate } from '#kernel';
import type { ServiceConfig } from './config.js';

/** Day before anything happened; a simulation sets its own first day. */
const FIRST_DAY = businessDate('2025-01-01');

export async function openClock(config: ServiceConfig, store: EventStore): Promise<Clock> {
  if (config.clock === 'system') return new SystemClock();
  return SimulatedClock.open(
    {
      async read() {
        const [row] = await store.database.read<{ day: string }>(
          'select business_date::text as day from simulated_clock',
        );
        return row?.day ?? null;
      },
      write: (date) =>
        store.transaction(async (tx) => {
          await tx.query(
            `insert into simulated_clock (business_date) values ($1)
             on conflict (singleton) do update set business_date = excluded.business_date`,
            [date],
          );
        }),
    },
    FIRST_DAY,
  );
}
