import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  adding,
  keyed,
  METADATA,
  RAW_INSERT,
  tally,
  tallyRef,
  TestStores,
  totalOf,
  LONG_MS,
  wholeLog,
} from '../../test/support.js';
import { type EventStore, LocksTooLate, START, type StreamRef, verifyChains, type WriteRequest } from '../index.js';

const WRITERS = 16;
const EACH = 25;

/** Versions of every stream in the order of the log must be 1, 2, 3 … */
async function expectStreamsInOrder(store: EventStore): Promise<void> {
  const last = new Map<string, number>();
  for (const { streamId, version } of await wholeLog(store, 100_000)) {
    expect([streamId, version]).toEqual([streamId, (last.get(streamId) ?? 0) + 1]);
    last.set(streamId, version);
  }
}

describe('order inside a stream (architecture §4)', () => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await TestStores.create();
  });
  afterEach(() => stores.end());

  it(
    '16 processes write to the same streams: nothing is lost, every stream keeps its order in the log',
    async () => {
      const writers = await Promise.all(
        Array.from({ length: WRITERS }, () => stores.open({ connections: 3, limits: LIMITS })),
      );
      await Promise.all(
        writers.map(async (store, writer) => {
          for (let n = 0; n < EACH; n += 1) {
            await Promise.all([
              store.write(adding({ stream: 'hot', label: `${writer}-${n}` })),
              store.write(adding({ stream: `warm${n % 3}`, label: `${writer}-${n}` })),
            ]);
          }
        }),
      );
      const [store] = writers as [EventStore];
      const { state, version } = await store.load(tallyRef('hot'));
      expect(version).toBe(WRITERS * EACH);
      expect(new Set(state.labels).size).toBe(WRITERS * EACH);
      // Each writer waited for its answers, so its own events follow one another.
      for (let writer = 0; writer < WRITERS; writer += 1) {
        const own = state.labels.filter((label) => label.startsWith(`${writer}-`));
        expect(own).toEqual(Array.from({ length: EACH }, (_, n) => `${writer}-${n}`));
      }
      await expectStreamsInOrder(store);
      expect((await verifyChains(store.database)).broken).toEqual([]);
    },
    LONG_MS,
  );

  it('400 writes at once in one process are decided one after another on their stream', async () => {
    const store = await stores.open();
    const outcomes = await Promise.all(
      Array.from({ length: 400 }, (_, n) => store.write(adding({ stream: 'hot', label: String(n) }))),
    );
    expect(outcomes.map(totalOf).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 400 }, (_, n) => n + 1),
    );
    await expectStreamsInOrder(store);
  });

  it('requests over several streams in opposite orders do not deadlock', async () => {
    const writers = await Promise.all([stores.open(), stores.open(), stores.open()]);
    const both = (first: string, second: string): WriteRequest => ({
      streams: [tallyRef(first), tallyRef(second)],
      idempotency: null,
      metadata: METADATA,
      decide: () => ({
        kind: 'accepted',
        answer: null,
        events: [first, second].map((name) => ({
          streamId: `tally-${name}`,
          event: { type: 'Added', data: { by: 1, label: 'x' } },
        })),
      }),
    });
    await Promise.all(
      writers.flatMap((store) =>
        Array.from({ length: 30 }, (_, n) => store.write(n % 2 === 0 ? both('a', 'b') : both('b', 'a'))),
      ),
    );
    const [store] = writers;
    expect((await store.load(tallyRef('a'))).state.total).toBe(90);
    expect((await store.load(tallyRef('b'))).state.total).toBe(90);
    await expectStreamsInOrder(store);
  });

  it('a decision sees what another process wrote since it last looked', async () => {
    const [one, two] = [await stores.open(), await stores.open()];
    for (let n = 1; n <= 6; n += 2) {
      expect(totalOf(await one.write(adding({ stream: 'a', label: 'one' })))).toBe(n);
      expect(totalOf(await two.write(adding({ stream: 'a', label: 'two' })))).toBe(n + 1);
    }
  });

  it('a writer that took no locks makes a version conflict; the request is decided again in a new transaction', async () => {
    const store = await stores.open();
    await store.write(adding({ stream: 'a', label: 'first' }));
    const rude = await stores.client();
    await rude.query('begin');
    await rude.query(RAW_INSERT, ['tally-a', 2, 'rude']);
    const writing = store.write(adding({ stream: 'a', label: 'polite' }));
    await waitsForALock(stores);
    await rude.query('commit');
    expect(totalOf(await writing)).toBe(3);
    expect((await store.load(tallyRef('a'))).state.labels).toEqual(['first', 'rude', 'polite']);
  });

  it('decisions of a transaction that has written already are refused: its id could be older than its streams', async () => {
    const store = await stores.open();
    const late = store.transaction(async (tx) => {
      await tx.query(`insert into projection_checkpoint values ('written first', 0, '0', 0)`);
      await store.writeInTransaction(tx, [adding({ stream: 'a', label: 'late' })]);
    });
    await expect(late).rejects.toThrow(LocksTooLate);
    expect(await store.readAll(START, 10)).toEqual([]);
  });

  it('decisions in a transaction are kept or lost with it', async () => {
    const store = await stores.open();
    const write = (fails: boolean): Promise<void> =>
      store.transaction(async (tx) => {
        await store.writeInTransaction(tx, [
          adding({ stream: 'a', label: 'x', key: keyed('k') }),
          adding({ stream: 'a', label: 'y' }),
        ]);
        await tx.query(`insert into projection_checkpoint values ('inbox', 0, '0', 0)`);
        if (fails) throw new Error('the consumer failed');
      });
    await expect(write(true)).rejects.toThrow('the consumer failed');
    expect(await store.readAll(START, 10)).toEqual([]);
    await write(false);
    expect((await store.load(tallyRef('a'))).state.labels).toEqual(['x', 'y']);
    expect(await store.database.read('select name from projection_checkpoint')).toEqual([{ name: 'inbox' }]);
  });

  it('one stream under two definitions in one group: each request decides on its own kind of state', async () => {
    const store = await stores.open();
    const shouted = { ...tally, initialState: () => ({ total: 0, labels: ['SHOUTED'] }) };
    const ref: StreamRef<{ labels: readonly string[] }> = { id: 'tally-a', definition: shouted };
    const reading = (of: typeof ref): WriteRequest<{ labels: readonly string[] }> => ({
      streams: [of],
      idempotency: null,
      metadata: METADATA,
      decide: (states) => ({ kind: 'accepted', events: [], answer: { labels: states.of(of).labels } }),
    });
    await store.write(adding({ stream: 'a', label: 'x' }));
    for (let round = 0; round < 2; round += 1) {
      const outcomes = await Promise.all([store.write(reading(tallyRef('a'))), store.write(reading(ref))]);
      expect(outcomes).toMatchObject([{ answer: { labels: ['x'] } }, { answer: { labels: ['SHOUTED', 'x'] } }]);
    }
  });
});

const LIMITS = { groupSize: 32, queueLength: 1000, conflictRetries: 5 };

async function waitsForALock(stores: TestStores): Promise<void> {
  const observer = await stores.client();
  for (;;) {
    const { rows } = await observer.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
