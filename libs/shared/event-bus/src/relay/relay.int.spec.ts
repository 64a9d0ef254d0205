import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EventMetadata, EventStore, START, type StreamDefinition } from '#event-store';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { eventually } from '../contract/harness.js';
import type { BusMessage } from '../port.js';
import { Relay, type RelayOptions, TranslationFailed } from './relay.js';

const METADATA: EventMetadata = {
  actor: 'user:1',
  onBehalfOf: 'province:32',
  reason: '测试',
  businessDate: '2025-08-01',
  correlationId: 'c-1',
  causationId: null,
};
const NOTED: StreamDefinition<number, { type: string; data: { n: number } }> = {
  category: 'note',
  initialState: () => 0,
  evolve: (count) => count + 1,
};

/** Keeps what was published; `fail` makes the next publications fail, after they were kept if `late`. */
class RecordingBus {
  readonly batches: (readonly BusMessage[])[] = [];
  failures: { count: number; late: boolean } = { count: 0, late: false };

  publish = async (_topic: string, messages: readonly BusMessage[]): Promise<void> => {
    const fails = this.failures.count > 0;
    if (!fails || this.failures.late) this.batches.push(messages);
    if (!fails) return;
    this.failures.count -= 1;
    throw new Error('the answer of the bus was lost');
  };

  numbers(): number[] {
    return this.batches.flat().map(({ data }) => Number(data['n']));
  }
}

describe('Relay', () => {
  let database: TestDatabase;
  let store: EventStore;
  let bus: RecordingBus;
  const relays: Relay[] = [];

  beforeEach(async () => {
    database = await testDatabase('relay');
    store = await EventStore.open({ url: database.url, connections: 6 });
    await store.start();
    bus = new RecordingBus();
  });

  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.stop();
    await store.close();
    await database.drop();
  });

  const relayOf = (over: Partial<RelayOptions> = {}, to: { publish: RecordingBus['publish'] } = bus): Relay => {
    const translate: RelayOptions['translate'] = ({ type, data }) =>
      type === 'noted' ? { type: 'test.noted.v1', data } : null;
    const relay = new Relay(store, to, { service: 'test', translate, ...over });
    relays.push(relay);
    return relay;
  };

  const note = (stream: string, n: number, type = 'noted'): Promise<unknown> =>
    store.write({
      streams: [{ id: stream, definition: NOTED }],
      idempotency: null,
      metadata: METADATA,
      decide: () => ({ kind: 'accepted', events: [{ streamId: stream, event: { type, data: { n } } }], answer: null }),
    });

  const noteAll = async (
    from: number,
    to: number,
    streamOf = (n: number): string => `note-${n % 3}`,
  ): Promise<void> => {
    for (let n = from; n <= to; n += 1) await note(streamOf(n), n);
  };

  const published = (count: number): Promise<number[]> =>
    eventually(
      async () => bus.numbers(),
      (numbers) => numbers.length >= count,
    );

  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

  it('publishes what was committed before and after its start, in order, with its attributes', async () => {
    await noteAll(1, 10);
    await relayOf().start();
    await noteAll(11, 25);
    expect(await published(25)).toEqual(upTo(25));
    const first = bus.batches[0]?.[0];
    const [recorded] = await store.readStream('note-1');
    expect(first).toMatchObject({
      source: 'test',
      type: 'test.noted.v1',
      subject: 'note-1',
      time: recorded?.occurredAt,
      metadata: METADATA,
      data: { n: 1 },
    });
    expect(first?.id).toBe(`test/${first?.position}`);
  });

  it('keeps inside what has no translation, and its checkpoint passes it', async () => {
    await note('note-1', 1, 'secret');
    await note('note-1', 2);
    await note('note-1', 3, 'secret');
    const relay = relayOf();
    await relay.start();
    expect(await published(1)).toEqual([2]);
    expect(
      await eventually(
        () => relay.lag(),
        (lag) => lag === 0,
      ),
    ).toBe(0);
  });

  it('reads the data of no type but those it publishes, and comes to the end of the log all the same', async () => {
    const seen: [string, unknown][] = [];
    const relay = relayOf({
      published: ['noted'],
      translate: ({ type, data }) => {
        seen.push([type, data['n']]);
        return { type: 'test.noted.v1', data };
      },
    });
    await note('note-1', 1);
    await note('note-1', 2, 'kept');
    await note('note-2', 3);
    await note('note-2', 4, 'kept');
    await relay.start();
    expect(await relay.hasPublished(10_000)).toBe(true);
    expect(bus.numbers()).toEqual([1, 3]);
    expect(seen).toEqual([
      ['noted', 1],
      ['noted', 3],
    ]);
    const read = await store.readAll(START, 10, ['noted']);
    expect(read.map(({ type, data, version }) => [type, data['n'], version])).toEqual([
      ['noted', 1, 1],
      ['kept', undefined, 2],
      ['noted', 3, 1],
      ['kept', undefined, 2],
    ]);
  });

  it('publishes in bounded batches', async () => {
    await noteAll(1, 23);
    await relayOf({ batchSize: 5 }).start();
    expect(await published(23)).toEqual(upTo(23));
    expect(bus.batches.map((batch) => batch.length)).toEqual([5, 5, 5, 5, 3]);
  });

  it('repeats a batch whose answer was lost under the same ids, before it goes on', async () => {
    await noteAll(1, 6);
    bus.failures = { count: 2, late: true };
    await relayOf({ batchSize: 3 }).start();
    expect(await published(12)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5, 6]);
    const ids = bus.batches.slice(0, 3).map((batch) => batch.map(({ id }) => id));
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);
  });

  it('goes on after a restart where it stopped', async () => {
    await noteAll(1, 5);
    const first = relayOf();
    await first.start();
    await published(5);
    await first.stop();
    await noteAll(6, 9);
    expect(await first.lag()).toBe(4);
    await relayOf().start();
    expect(await published(9)).toEqual(upTo(9));
  });

  it('lets one of two processes lead; the other takes over when the first has ended', async () => {
    const other = new RecordingBus();
    const leader = relayOf();
    await leader.start();
    await noteAll(1, 3);
    await published(3);
    await relayOf({}, other).start();
    await noteAll(4, 8);
    expect(await published(8)).toEqual(upTo(8));
    expect(other.batches).toEqual([]);
    await leader.stop();
    await noteAll(9, 11);
    await eventually(
      async () => other.numbers(),
      (numbers) => numbers.length === 3,
    );
    expect(other.numbers()).toEqual([9, 10, 11]);
    expect(bus.numbers()).toEqual(upTo(8));
  });

  it('leads again after the server has ended its session', async () => {
    await relayOf().start();
    await noteAll(1, 3);
    await published(3);
    const ended = await store.database.read(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kuasheng relay test' and datname = current_database()`,
    );
    expect(ended).toHaveLength(1);
    await noteAll(4, 6);
    await published(6);
    expect(new Set(bus.numbers())).toEqual(new Set(upTo(6)));
  });

  it('skips no event of a transaction that commits late, and keeps the order of every stream', async () => {
    const late = new pg.Client({ connectionString: database.url });
    await late.connect();
    await late.query('begin');
    await late.query(
      `insert into events (stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
       values ('late-1', 1, 'noted', 1, '{"n": 0}', '{}', now(), 'x')`,
    );
    await relayOf().start();
    await Promise.all(Array.from({ length: 40 }, (_, i) => note(`note-${i}`, i + 1)));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(bus.numbers()).toEqual([]);
    await late.query('commit');
    await late.end();
    const numbers = await published(41);
    expect(numbers[0]).toBe(0);
    expect([...numbers].sort((a, b) => a - b)).toEqual([0, ...upTo(40)]);
  });

  it('tells the moment everything recorded so far is on the bus, to one who leads and to one who stands by', async () => {
    const [leader, other] = [relayOf(), relayOf({}, new RecordingBus())];
    expect(await leader.hasPublished(0)).toBe(true);
    await leader.start();
    await noteAll(1, 5);
    expect(await leader.hasPublished(5_000)).toBe(true);
    expect(bus.numbers()).toEqual(upTo(5));
    await other.start();
    await noteAll(6, 9);
    expect(await other.hasPublished(5_000)).toBe(true);
    expect(bus.numbers()).toEqual(upTo(9));
    await note('note-1', 10, 'secret');
    expect(await other.hasPublished(5_000)).toBe(true);
  });

  it('does not say so while the bus does not answer, nor for longer than asked', async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const publish = (topic: string, messages: readonly BusMessage[]) => gate.then(() => bus.publish(topic, messages));
    const relay = relayOf({}, { publish });
    await relay.start();
    await note('note-1', 1);
    const begun = performance.now();
    expect(await relay.hasPublished(300)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(3_000);
    letGo();
    expect(await relay.hasPublished(5_000)).toBe(true);
  });

  it('stops for good and says so when an event cannot be translated: nothing may be skipped', async () => {
    const relay = relayOf({
      translate: () => {
        throw new TypeError('no translation');
      },
    });
    const fatal = new Promise<Error>((resolve) => relay.onFatal(resolve));
    await note('note-1', 1);
    await relay.start();
    expect(await fatal).toBeInstanceOf(TranslationFailed);
    expect(await relay.lag()).toBe(1);
  });
});
