import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { testDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { adding, labelsInLog, RAW_INSERT, TestStores, wholeLog } from '../../test/support.js';
import { type EventStore, READ_LOG, START, type RecordedEvent } from '../index.js';

const labels = (events: readonly RecordedEvent[]): readonly unknown[] => events.map(({ data }) => data['label']);

describe('the order of the log (architecture §4)', () => {
  let stores: TestStores;
  let store: EventStore;

  beforeEach(async () => {
    stores = await TestStores.create();
    store = await stores.open();
  });
  afterEach(() => stores.end());

  it('a reader does not pass a transaction that has taken its position and commits late, as a plain sequence would', async () => {
    const late = await stores.client();
    await late.query('begin');
    await late.query(RAW_INSERT, ['raw-1', 1, 'late']);
    await store.write(adding({ stream: 'a', label: 'early' }));

    const naive = (after: string): Promise<readonly { label: string; global_position: string }[]> =>
      store.database.read(
        `select data->>'label' as label, global_position from events where global_position > $1 order by global_position`,
        [after],
      );
    const seenByNaive = await naive('0');
    expect(seenByNaive.map(({ label }) => label)).toEqual(['early']);
    expect(await store.readAll(START, 10)).toEqual([]);

    await late.query('commit');
    // The naive reader goes on from what it saw and has lost the late event for ever.
    expect(await naive(seenByNaive[0]?.global_position ?? '')).toEqual([]);
    expect(await labelsInLog(store)).toEqual(['late', 'early']);
  });

  it('a reader sees what is complete below a running transaction, and the rest after its end', async () => {
    await store.write(adding({ stream: 'a', label: 'before' }));
    const long = await stores.client();
    await long.query('begin');
    await long.query('select pg_current_xact_id()');
    await store.write(adding({ stream: 'a', label: 'behind' }));
    const seen = await store.readAll(START, 10);
    expect(labels(seen)).toEqual(['before']);
    await long.query('rollback');
    expect(labels(await store.readAll(seen[0]?.position ?? START, 10))).toEqual(['behind']);
  });

  it('a long transaction in another database of the server holds no reader back', async () => {
    const elsewhere = await testDatabase('elsewhere');
    const long = await stores.client(elsewhere.url);
    await long.query('begin');
    await long.query('create table t (n int)');
    await store.write(adding({ stream: 'a', label: 'one' }));
    expect(await labelsInLog(store)).toEqual(['one']);
    const plain = await store.database.read<{ held: boolean }>(
      `select bool_and(transaction_id < pg_snapshot_xmin(pg_current_snapshot())) is not true as held from events`,
    );
    // The rule in its plain form would have waited: the bound of the store is what makes the difference.
    expect(plain).toEqual([{ held: true }]);
    await long.end();
    await elsewhere.drop();
  });

  it('a subtransaction is held back as the transaction it belongs to', async () => {
    const long = await stores.client();
    await long.query('begin');
    await long.query('select pg_current_xact_id()');
    await long.query('savepoint s');
    await long.query(RAW_INSERT, ['raw-1', 1, 'in a subtransaction']);
    await long.query('release savepoint s');
    await store.write(adding({ stream: 'a', label: 'later' }));
    expect(await labelsInLog(store)).toEqual([]);
    await long.query('commit');
    expect(await labelsInLog(store)).toEqual(['in a subtransaction', 'later']);
  });

  it('readers in batches of every size see the same log', async () => {
    for (let n = 0; n < 12; n += 1) await store.write(adding({ stream: `s${n % 3}`, label: String(n) }));
    for (const size of [1, 2, 5, 12, 100]) {
      const seen: unknown[] = [];
      for (let after = START; ;) {
        const batch = await store.readAll(after, size);
        seen.push(...labels(batch));
        const last = batch.at(-1);
        if (last === undefined) break;
        after = last.position;
      }
      expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => String(n)));
    }
  });

  it('the epoch is raised once when the data lives in another server, and comes first in the order', async () => {
    await store.write(adding({ stream: 'a', label: 'old' }));
    const admin = await stores.client();
    // As after dump and restore: the old server's transaction ids are far above those the new one gives.
    await admin.query(`insert into events (transaction_id, stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
      values ('900000000000', 'raw-1', 1, 'Added', 1, '{"by":1,"label":"old, huge id"}', '{}', now(), 'none')`);
    await admin.query(`update store_epoch set system_identifier = 'the server before'`);
    expect(await labelsInLog(store)).toEqual(['old']);

    const restored = await stores.open();
    await stores.open();
    await restored.write(adding({ stream: 'a', label: 'new' }));
    const log = await wholeLog(restored, 10);
    expect(labels(log)).toEqual(['old', 'old, huge id', 'new']);
    expect(log.map(({ position }) => position.epoch)).toEqual([1, 1, 2]);
    expect(labels(await restored.readAll(log[1]?.position ?? START, 10))).toEqual(['new']);
  });
});

describe('the plan of the log read (architecture §4)', () => {
  let stores: TestStores;
  let client: pg.Client;

  beforeAll(async () => {
    stores = await TestStores.create();
    await stores.open();
    client = await stores.client();
    for (const stream of ['one', 'two', 'three']) {
      await client.query(
        `insert into events (stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
         select $1, n, 'Added', 1, '{"by":1,"label":"x"}', '{}', now(), 'none' from generate_series(1, 20000) n`,
        [stream],
      );
    }
    await client.query('analyze events');
  });
  afterAll(() => stores.end());

  it.each([
    ['from the start', '0'],
    ['from the end', '800000000000'],
  ])('is an index scan without a sort %s', async (_, from) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${READ_LOG}`, [
      from === '0' ? 0 : 1,
      from,
      0,
      1,
      '900000000000',
      1000,
    ]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan using events_in_order');
    expect(plan).not.toMatch(/Sort|Seq Scan|Filter/);
  });

  it('stops at the bound instead of walking over what may not be seen yet', async () => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off) ${READ_LOG}`, [
      0,
      '0',
      0,
      1,
      '1',
      1000,
    ]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan using events_in_order');
    expect(plan).not.toContain('Removed by Filter');
  });
});
