import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LossyProxy } from '../../test/lossy-proxy.js';
import {
  adding,
  keyed,
  METADATA,
  sums,
  sumTable,
  tallyRef,
  TestStores,
  totalOf,
  wholeLog,
} from '../../test/support.js';
import { Busy, type EventStore, isInfrastructureFailure, OutcomeUnknown, type Projection } from '../index.js';
import type { WriteOutcome, WriteRequest } from '../index.js';

const fateOf = (outcome: PromiseSettledResult<WriteOutcome>): string =>
  outcome.status === 'rejected' ? 'error' : outcome.value.kind;

const picky: Projection = {
  ...sums('inline', 'picky'),
  async apply(tx, events, t) {
    if (events.some(({ data }) => data['label'] === 'poison for the read model')) throw new Error('cannot apply');
    await sums('inline').apply(tx, events, t);
  },
};

describe('grouped commits (throughput)', () => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await TestStores.create();
  });
  afterEach(() => stores.end());

  const transactions = async (store: EventStore): Promise<number> =>
    new Set((await wholeLog(store, 100_000)).map(({ position }) => position.transactionId)).size;

  it('many requests at once share few transactions', async () => {
    const store = await stores.open();
    const writes = Array.from({ length: 1000 }, (_, n) => adding({ stream: `s${n}`, label: 'x', key: keyed(`k${n}`) }));
    await Promise.all(writes.map((request) => store.write(request)));
    expect(await wholeLog(store, 2000)).toHaveLength(1000);
    expect(await transactions(store)).toBeLessThanOrEqual(1000 / 50);
  });

  it('an idle system commits a request at once, in a transaction of its own', async () => {
    const store = await stores.open();
    await store.write(adding({ stream: 'a', label: 'warm' }));
    const took: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      await store.write(adding({ stream: 'a', label: String(n) }));
      took.push(performance.now() - began);
    }
    expect(await transactions(store)).toBe(21);
    // No timer: were there one, every write would take its time.
    expect(Math.min(...took)).toBeLessThan(20);
  });

  it('a group that waits for another process does not hold the next one back', async () => {
    const [store, other] = [await stores.open(), await stores.open()];
    await store.write(adding({ stream: 'a', label: 'warm' }));
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const holding = other.transaction(async (tx) => {
      await other.writeInTransaction(tx, [adding({ stream: 'a', label: 'held' })]);
      await gate;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const behind = store.write(adding({ stream: 'a', label: 'behind' }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(totalOf(await store.write(adding({ stream: 'b', label: 'x' })))).toBe(1);
    letGo();
    await holding;
    expect(totalOf(await behind)).toBe(3);
  });

  it('every request of one group has its own fate', async () => {
    const store = await stores.open({ projections: [picky], limits: ONE_GROUP });
    await store.write(adding({ stream: 'a', label: 'earlier', key: keyed('used') }));
    const fates: readonly [string, WriteRequest][] = [
      ['accepted', adding({ stream: 'a', label: 'first' })],
      ['key-conflict', adding({ stream: 'a', label: 'stolen key', key: keyed('used', 'another body') })],
      ['accepted', adding({ stream: 'a', label: 'earlier', key: keyed('used') })],
      ['error', adding({ stream: 'a', label: 'refused by jsonb \u0000' })],
      ['error', adding({ stream: 'a', label: 'half a character \ud800' })],
      ['accepted', adding({ stream: 'a', label: 'second', key: keyed('new') })],
      ['accepted', adding({ stream: 'a', label: 'second', key: keyed('new') })],
      ['error', throwing('decide')],
      ['error', throwing('half way')],
      ['error', adding({ stream: 'a', label: 'a fraction', by: 0.5 })],
      ['error', adding({ stream: 'b', label: 'poison for the read model', key: keyed('poisoned') })],
      ['error', adding({ stream: 'a', label: 'x', key: keyed('key \u0000') })],
      ['refused', { ...throwing('decide'), decide: () => ({ kind: 'refused', rejection: REJECTION }) }],
      ['accepted', adding({ stream: 'b', label: 'third' })],
    ];
    const outcomes = await Promise.allSettled(fates.map(([, request]) => store.write(request)));
    expect(outcomes.map(fateOf)).toEqual(fates.map(([fate]) => fate));
    expect((await store.load(tallyRef('a'))).state).toEqual({ total: 3, labels: ['earlier', 'first', 'second'] });
    expect((await store.load(tallyRef('b'))).state.labels).toEqual(['third']);
    expect(await store.database.read(`select * from read_picky.sum order by stream_id`)).toEqual([
      { stream_id: 'tally-a', total: 3, events: 3 },
      { stream_id: 'tally-b', total: 1, events: 1 },
    ]);
    // What failed left no answer behind: the same key can be decided again.
    expect(await store.write(adding({ stream: 'b', label: 'cured', key: keyed('poisoned') }))).toMatchObject({
      kind: 'accepted',
      answer: { total: 2 },
      replayed: false,
    });
  });

  it('a decision that failed half way leaves nothing for the next one of its group to see', async () => {
    const store = await stores.open();
    const [failed, next] = await Promise.allSettled([
      store.write(throwing('half way')),
      store.write(adding({ stream: 'a', label: 'next' })),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: /is not among the streams/ } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { answer: { total: 1 } } });
    expect((await store.load(tallyRef('a'))).state.labels).toEqual(['next']);
  });

  it('beyond the length of the queue the answer is busy and nothing is recorded', async () => {
    const store = await stores.open({ limits: { ...ONE_GROUP, queueLength: 10 } });
    const gate = await stores.client();
    await gate.query('begin');
    await gate.query('lock table events in share mode');
    const first = store.write(adding({ stream: 'a', label: 'in the transaction' }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const others = Array.from({ length: 15 }, (_, n) =>
      store.write(adding({ stream: 'a', label: String(n), key: keyed(`k${n}`) })),
    );
    expect(store.queueLength).toBe(10);
    const settled = Promise.allSettled(others);
    await gate.query('commit');
    expect((await settled).map(fateOf)).toEqual([...Array(10).fill('accepted'), ...Array(5).fill('error')]);
    await expect(others[14]).rejects.toThrow(Busy);
    await first;
    expect((await store.load(tallyRef('a'))).version).toBe(11);
    expect(await store.database.read('select * from idempotency')).toHaveLength(10);
    expect(totalOf(await store.write(adding({ stream: 'a', label: 'again', key: keyed('k14') })))).toBe(12);
  });

  it('a store that closes commits what it accepted and refuses the rest', async () => {
    const store = await stores.open({ projections: [sums('inline')] });
    const accepted = Array.from({ length: 300 }, () => store.write(adding({ stream: 'a', label: 'x' })));
    const closing = store.close();
    await expect(store.write(adding({ stream: 'a', label: 'late' }))).rejects.toThrow(Busy);
    await Promise.all([...accepted, closing]);
    const again = await stores.open({ projections: [sums('inline')] });
    expect(await again.database.read(`select total from ${sumTable('inline')}`)).toEqual([{ total: 300 }]);
  });

  it('a connection ended before its commit was done: outcome unknown; the same key sent again has the one effect', async () => {
    const store = await stores.open();
    const admin = await stores.client();
    await admin.query(`create function wait_here() returns trigger language plpgsql as
      'begin perform pg_sleep(60); return null; end'`);
    await admin.query(`create constraint trigger wait_here after insert on events
      deferrable initially deferred for each row execute function wait_here()`);
    const request = adding({ stream: 'a', label: 'x', key: keyed('k') });
    const outcome = store.write(request).catch((error: unknown) => error);
    while (!(await admin.query(END_WAITING)).rowCount) await new Promise((resolve) => setTimeout(resolve, 5));
    await admin.query('drop trigger wait_here on events');
    expect(await outcome).toBeInstanceOf(OutcomeUnknown);
    expect(isInfrastructureFailure(await outcome)).toBe(true);
    expect(await store.write(request)).toMatchObject({ kind: 'accepted', replayed: false });
    expect((await store.load(tallyRef('a'))).version).toBe(1);
  });

  it('a connection ended after its commit was done: outcome unknown; the same key sent again gets the answer', async () => {
    const proxy = await LossyProxy.start(stores.database.url);
    const store = await stores.open({ url: proxy.url });
    const request = adding({ stream: 'a', label: 'x', key: keyed('k') });
    proxy.loseNextCommit = true;
    await expect(store.write(request)).rejects.toThrow(OutcomeUnknown);
    expect(await store.write(request)).toMatchObject({ kind: 'accepted', answer: { total: 1 }, replayed: true });
    expect((await store.load(tallyRef('a'))).version).toBe(1);
    await store.close();
    await proxy.stop();
  });
});

const ONE_GROUP = { groupSize: 128, queueLength: 1000, conflictRetries: 5, concurrentGroups: 1 };
const REJECTION = { code: 'no', rule: 'SET-01', message: '不行', fields: [] };

/** Throws in its decision, or names an event of a stream it has no lock of after one that it has. */
function throwing(where: 'decide' | 'half way'): WriteRequest {
  const added = { type: 'Added', data: { by: 100, label: 'never' } };
  return {
    streams: [tallyRef('a')],
    idempotency: null,
    metadata: METADATA,
    decide: () => {
      if (where === 'decide') throw new TypeError('a defect in decide');
      const events = ['tally-a', 'tally-a', 'tally-of-somebody-else'].map((streamId) => ({ streamId, event: added }));
      return { kind: 'accepted', events, answer: null };
    },
  };
}

const END_WAITING = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and wait_event = 'PgSleep' and query = 'COMMIT'`;
