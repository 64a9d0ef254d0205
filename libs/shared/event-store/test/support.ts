import pg from 'pg';
import { testDatabase, type TestDatabase } from '../../testing/src/infrastructure/postgres.js';
import {
  EventStore,
  type EventMetadata,
  type EventStoreOptions,
  type IdempotencyKey,
  type Projection,
  type RecordedEvent,
  START,
  type StreamDefinition,
  type StreamRef,
  type WriteOutcome,
  type WriteRequest,
} from '../src/index.js';

export const METADATA: EventMetadata = {
  actor: 'user:tester',
  onBehalfOf: 'nation',
  reason: 'event store test',
  businessDate: '2025-08-01',
  correlationId: 'correlation-1',
  causationId: null,
};

/** A stream that counts, and remembers the labels it was given, in order. */
export interface Tally {
  readonly total: number;
  readonly labels: readonly string[];
}

export type TallyEvent = { readonly type: 'Added'; readonly data: { readonly by: number; readonly label: string } };

export const tally: StreamDefinition<Tally, TallyEvent> = {
  category: 'tally',
  initialState: () => ({ total: 0, labels: [] }),
  evolve: ({ total, labels }, { data }) => ({ total: total + data.by, labels: [...labels, data.label] }),
};

export const tallyRef = (name: string): StreamRef<Tally> => ({ id: `tally-${name}`, definition: tally });

export const keyed = (key: string, bodyHash = 'body'): IdempotencyKey => ({ scope: 'test', key, bodyHash });

export interface Add {
  readonly stream: string;
  readonly label: string;
  readonly by?: number;
  readonly key?: IdempotencyKey;
}

/** Adds to a tally and answers with the total it came to. */
export function adding({ stream, label, by = 1, key }: Add): WriteRequest<{ total: number }> {
  const ref = tallyRef(stream);
  return {
    streams: [ref],
    idempotency: key ?? null,
    metadata: METADATA,
    decide: (states) => ({
      kind: 'accepted',
      events: [{ streamId: ref.id, event: { type: 'Added', data: { by, label } } }],
      answer: { total: states.of(ref).total + by },
    }),
  };
}

export const totalOf = (outcome: WriteOutcome): unknown =>
  outcome.kind === 'accepted' ? (outcome.answer as { total: number }).total : outcome.kind;

/** Sums per stream. Inline or asynchronous, it must come to the same. */
export const sums = (mode: Projection['mode'], name = `sums-${mode}`): Projection => ({
  name,
  mode,
  handles: ['Added'],
  ddl: (t) => `create table ${t('sum')} (stream_id text primary key, total int not null, events int not null)`,
  async apply(tx, events, t) {
    await tx.query(
      `insert into ${t('sum')} as s
       select stream_id, sum(by), count(*) from unnest($1::text[], $2::int[]) as e(stream_id, by)
        group by stream_id order by stream_id
       on conflict (stream_id) do update set total = s.total + excluded.total, events = s.events + excluded.events`,
      [events.map(({ streamId }) => streamId), events.map(({ data }) => data['by'])],
    );
  },
});

export const sumTable = (mode: Projection['mode']): string => `read_sums_${mode}.sum`;

/** A database with its stores, which are separate processes for all that PostgreSQL can tell. */
export class TestStores {
  private readonly stores: EventStore[] = [];
  private readonly clients: pg.Client[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async create(): Promise<TestStores> {
    return new TestStores(await testDatabase('event_store'));
  }

  async open(options: Partial<EventStoreOptions> = {}): Promise<EventStore> {
    const store = await EventStore.open({ url: this.database.url, connections: 6, ...options });
    this.stores.push(store);
    return store;
  }

  /** A connection as the superuser, outside of the store: what an operator or an attacker would have. */
  async client(url = this.database.url): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    this.clients.push(client);
    return client;
  }

  async end(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
    await Promise.all(this.stores.map((store) => store.close().catch(() => undefined)));
    await this.database.drop();
  }
}

export async function labelsInLog(store: EventStore): Promise<readonly string[]> {
  return (await wholeLog(store, 100_000)).map(({ data }) => data['label'] as string);
}

/** Inserts an event as a writer without the store would, at a version of a stream. */
export const RAW_INSERT = `insert into events (stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
  values ($1, $2, 'Added', 1, jsonb_build_object('by', 1, 'label', $3::text), '{}', now(), 'none')`;

/** For tests with many writers: the machine may be busy. */
export const LONG_MS = 60_000;

const SETTLE_MS = 2_000;

/**
 * The log from its start once its end is in reach. A transaction of another database that ended between two looks of
 * PostgreSQL counts as one of ours for a moment, so that the bound may stand too low, never too high.
 */
export async function wholeLog(store: EventStore, limit: number): Promise<readonly RecordedEvent[]> {
  for (const until = Date.now() + SETTLE_MS; Date.now() < until;) {
    const [row] = await store.database.read<{ whole: boolean }>(
      'select coalesce(max(transaction_id) < read_bound(), true) as whole from events where epoch = current_epoch()',
    );
    if (row?.whole === true) break;
  }
  return store.readAll(START, limit);
}
