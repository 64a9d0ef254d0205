import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { adding, METADATA, RAW_INSERT, tally, tallyRef, TestStores, wholeLog } from '../../test/support.js';
import { type EventStore, type EventType, StreamBroken, type StreamRef, verifyChains } from '../index.js';

describe('recorded events (architecture §4, SEC-03)', () => {
  let stores: TestStores;
  let store: EventStore;
  let admin: pg.Client;

  beforeEach(async () => {
    stores = await TestStores.create();
    store = await stores.open();
    admin = await stores.client();
    for (const label of ['one', 'two', 'three']) await store.write(adding({ stream: 'a', label }));
    await store.write(adding({ stream: 'b', label: 'other' }));
  });
  afterEach(() => stores.end());

  const tamper = async (sql: string): Promise<void> => {
    await admin.query('alter table events disable trigger user');
    await admin.query(sql);
    await admin.query('alter table events enable trigger user');
  };

  it('a stream with a gap is refused by readers and by decisions', async () => {
    await admin.query(RAW_INSERT, ['tally-a', 5, 'after the gap']);
    await expect(store.load(tallyRef('a'))).rejects.toThrow(StreamBroken);
    await expect(store.readStream('tally-a')).rejects.toThrow('第 4 个事件缺失');
    await expect(store.write(adding({ stream: 'a', label: 'next' }))).rejects.toThrow(StreamBroken);
    expect((await store.load(tallyRef('b'))).version).toBe(1);
  });

  it('a stream that does not begin with its first event is refused', async () => {
    await tamper(`delete from events where stream_id = 'tally-a' and stream_version = 1`);
    await expect(store.load(tallyRef('a'))).rejects.toThrow(StreamBroken);
  });

  it.each([
    ['updated', `update events set data = '{}'`],
    ['deleted', 'delete from events where stream_version = 1'],
    ['truncated', 'truncate events'],
    ['truncated with others', 'truncate events, idempotency cascade'],
  ])('SEC-03: events cannot be %s, not even by the superuser', async (_, sql) => {
    await expect(admin.query(sql)).rejects.toThrow('recorded events are final (SEC-03)');
    await expect(store.transaction((tx) => tx.query(sql))).rejects.toThrow('SEC-03');
    expect(await wholeLog(store, 10)).toHaveLength(4);
  });

  it('SEC-03: untouched chains are sound', async () => {
    expect(await verifyChains(store.database)).toEqual({ events: 4, streams: 2, broken: [] });
  });

  it.each([
    ['data', `data = jsonb_set(data, '{by}', '2')`],
    ['the actor', `metadata = jsonb_set(metadata, '{actor}', '"user:somebody-else"')`],
    ['the type', `type = 'Removed'`],
    ['the time', `occurred_at = occurred_at + interval '1 ms'`],
    ['the schema version', 'schema_version = 2'],
    ['the hash', `hash = repeat('0', 64)`],
  ])('SEC-03: %s changed behind the trigger is found', async (_, change) => {
    await tamper(`update events set ${change} where stream_id = 'tally-a' and stream_version = 2`);
    expect((await verifyChains(store.database)).broken).toEqual(['tally-a']);
  });

  it('SEC-03: an event removed from the middle, slipped in, or taken from another stream is found', async () => {
    await tamper(`delete from events where stream_id = 'tally-a' and stream_version = 2`);
    await admin.query(RAW_INSERT, ['tally-b', 2, 'slipped in']);
    await admin.query(`insert into events (stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
      select 'tally-c', 1, type, schema_version, data, metadata, occurred_at, hash from events where stream_id = 'tally-b' and stream_version = 1`);
    expect((await verifyChains(store.database)).broken).toEqual(['tally-a', 'tally-b', 'tally-c']);
  });

  it('SEC-03: chains are walked in batches without losing their thread', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => store.write(adding({ stream: `s${n % 7}`, label: 'x' }))));
    expect(await verifyChains(store.database, 3)).toEqual({ events: 44, streams: 9, broken: [] });
  });
});

/** `Added` as it was written first: amounts in whole yuan under another name, no label. */
const VERSION_1 = { amountYuan: 7 };
const V2: EventType = {
  type: 'Added',
  upcasts: [(data) => ({ by: Number(data['amountYuan']) * 100, label: 'before labels' })],
};
const V3: EventType = { type: 'Added', upcasts: [...V2.upcasts, (data) => ({ ...data, channel: 'unknown' })] };

describe('events of older versions (architecture §4)', () => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await TestStores.create();
    const old = await stores.open();
    const ref: StreamRef = { id: 'tally-a', definition: { ...tally, evolve: (state: unknown) => state } };
    await old.write({
      streams: [ref],
      idempotency: null,
      metadata: METADATA,
      decide: () => ({
        kind: 'accepted',
        answer: null,
        events: [{ streamId: 'tally-a', event: { type: 'Added', data: VERSION_1 } }],
      }),
    });
  });
  afterEach(() => stores.end());

  it('an event stored in version 1 is read, folded and decided upon in version 2; the record stays as it was', async () => {
    const store = await stores.open({ eventTypes: [V2] });
    const [event] = await wholeLog(store, 10);
    expect(event).toMatchObject({ schemaVersion: 1, data: { by: 700, label: 'before labels' } });
    expect((await store.load(tallyRef('a'))).state).toEqual({ total: 700, labels: ['before labels'] });
    expect(await store.write(adding({ stream: 'a', label: 'new' }))).toMatchObject({ answer: { total: 701 } });
    expect(await store.database.read('select schema_version, data from events order by 1')).toEqual([
      { schema_version: 1, data: VERSION_1 },
      { schema_version: 2, data: { by: 1, label: 'new' } },
    ]);
    expect((await verifyChains(store.database)).broken).toEqual([]);
  });

  it('goes up over every version between', async () => {
    const two = await stores.open({ eventTypes: [V2] });
    await two.write(adding({ stream: 'a', label: 'second' }));
    const three = await stores.open({ eventTypes: [V3] });
    expect((await three.readStream('tally-a')).map(({ data }) => data)).toEqual([
      { by: 700, label: 'before labels', channel: 'unknown' },
      { by: 1, label: 'second', channel: 'unknown' },
    ]);
  });

  it('a version newer than the program knows is refused, for reading and for deciding', async () => {
    const newer = await stores.open({ eventTypes: [V2] });
    await newer.write(adding({ stream: 'a', label: 'of tomorrow' }));
    const older = await stores.open();
    await expect(wholeLog(older, 10)).rejects.toThrow('版本 2 高于本程序所知的 1');
    await expect(older.write(adding({ stream: 'a', label: 'x' }))).rejects.toThrow('版本 2 高于本程序所知的 1');
  });
});
