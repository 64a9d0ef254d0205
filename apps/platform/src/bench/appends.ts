import { randomUUID } from 'node:crypto';
import { databaseUrl, EventStore, type StreamDefinition } from '#event-store';
import { bareCommits, perSecond } from '../infrastructure/bare-database.js';
import { ensureDatabases } from '../infrastructure/embedded-postgres.js';
import { rate, type Figure } from './figures.js';

const WRITERS = 128;
const definition: StreamDefinition<number> = { category: 'bench', initialState: () => 0, evolve: (count) => count + 1 };
const metadata = {
  ...{ actor: 'system:bench', onBehalfOf: 'nation', reason: 'bench', businessDate: '2025-08-01' },
  ...{ correlationId: 'bench', causationId: null },
};

/** Requests a second that each append one event of 1.5 kB to a stream of their own, decided, chained and committed. */
export async function measureAppends(serverUrl: string, seconds: number): Promise<Figure> {
  await ensureDatabases(serverUrl, ['bench_events', 'bench_bare']);
  const limit = await bareCommits(databaseUrl(serverUrl, 'bench_bare'), seconds);
  const store = await EventStore.open({ url: databaseUrl(serverUrl, 'bench_events') });
  const data = { text: 'x'.repeat(1500) };
  const value = await perSecond(WRITERS, seconds, async () => {
    const ref = { id: `bench-${randomUUID()}`, definition };
    await store.write({
      streams: [ref],
      idempotency: null,
      metadata,
      decide: () => ({
        kind: 'accepted',
        answer: 0,
        events: [{ streamId: ref.id, event: { type: 'Measured', data } }],
      }),
    });
  });
  await store.close();
  return rate({ name: 'events appended', value, limit: { what: 'commits of one row, 16 connections', value: limit } });
}
