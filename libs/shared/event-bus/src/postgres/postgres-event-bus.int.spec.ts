import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from '#event-store';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { eventually, message, messages, unique } from '../contract/harness.js';
import type { DeliveredMessage } from '../port.js';
import { deadLetterTopic } from '../topics.js';
import { migrateBus, PostgresEventBus } from './postgres-event-bus.js';

const CONSUMER = 'reader';

describe('PostgresEventBus', () => {
  let database: TestDatabase;
  let topic: string;
  let buses: PostgresEventBus[];

  beforeEach(async () => {
    database = await testDatabase('bus');
    buses = [];
    topic = `kuasheng.${unique('test')}.v1`;
    await busOf().createTopics([topic, deadLetterTopic(CONSUMER)]);
  });

  afterEach(async () => {
    for (const bus of buses) await bus.close();
    await database.drop();
  });

  /** As if in a process of its own. */
  function busOf(): PostgresEventBus {
    const bus = new PostgresEventBus(database.url);
    buses.push(bus);
    return bus;
  }

  async function collect(bus: PostgresEventBus, into: DeliveredMessage[]): Promise<void> {
    await bus.subscribe({ consumer: CONSUMER, topics: [topic], handle: async (batch) => void into.push(...batch) });
  }

  const numbersOf = (found: readonly DeliveredMessage[]): number[] => found.map(({ data }) => Number(data['n']));

  async function onClient(url: string, body: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await body(client).finally(() => client.end());
  }

  const insertByHand = (client: pg.Client, n: number, columns = '', values = ''): Promise<unknown> =>
    client.query(
      `insert into log (topic, partition, id, source, type, subject, source_position, time, metadata, data${columns})
       values ($1, 0, $2, 'hand', 't', 's', $2, '', '{}', $3${values})`,
      [topic, String(n), JSON.stringify({ n })],
    );

  it('gives out nothing behind a transaction that has written and not committed yet', async () => {
    const found: DeliveredMessage[] = [];
    await onClient(database.url, async (writer) => {
      await writer.query('begin');
      await insertByHand(writer, 0);
      await busOf().publish(
        topic,
        messages(10, () => 'visit-1'),
      );
      await collect(busOf(), found);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      expect(found).toEqual([]);
      await writer.query('commit');
    });
    await eventually(
      async () => found.length,
      (count) => count === 11,
    );
    expect(numbersOf(found)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('does not wait for a long transaction of another database on the same server', async () => {
    const other = await testDatabase('other');
    try {
      await onClient(other.url, async (writer) => {
        await writer.query('create table t (n integer)');
        await writer.query('begin');
        await writer.query('insert into t values (1)');
        const found: DeliveredMessage[] = [];
        await collect(busOf(), found);
        await busOf().publish(topic, [message(1, 'visit-1')]);
        await eventually(
          async () => found.length,
          (count) => count === 1,
          5_000,
        );
        await writer.query('rollback');
      });
    } finally {
      await other.drop();
    }
  });

  it('lets one process work on a partition at a time; another takes over when its session ends', async () => {
    const batches: { process: number; numbers: number[] }[] = [];
    let working = 0;
    let overlaps = 0;
    const processes = [busOf(), busOf()];
    for (const [process, bus] of processes.entries()) {
      await bus.subscribe({
        consumer: CONSUMER,
        topics: [topic],
        handle: async (batch) => {
          working += 1;
          if (working > 1) overlaps += 1;
          await new Promise((resolve) => setTimeout(resolve, 5));
          batches.push({ process, numbers: numbersOf(batch) });
          working -= 1;
        },
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const publisher = busOf();
    for (let n = 1; n <= 60; n += 1) await publisher.publish(topic, [message(n, 'visit-1')]);
    const handled = (): number[] => batches.flatMap(({ numbers }) => numbers);
    await eventually(
      async () => handled().length,
      (count) => count === 60,
    );
    expect(new Set(batches.map(({ process }) => process))).toEqual(new Set([0]));
    await processes[0]?.close();
    for (let n = 61; n <= 90; n += 1) await publisher.publish(topic, [message(n, 'visit-1')]);
    await eventually(
      async () => handled().length,
      (count) => count === 90,
    );
    expect(handled()).toEqual(Array.from({ length: 90 }, (_, i) => i + 1));
    expect(batches.at(-1)?.process).toBe(1);
    expect(overlaps).toBe(0);
  });

  it('goes on after the server has ended a consumer session, from what was acknowledged', async () => {
    const found: DeliveredMessage[] = [];
    await collect(busOf(), found);
    const publisher = busOf();
    await publisher.publish(
      topic,
      messages(5, () => 'visit-1'),
    );
    await eventually(
      async () => found.length,
      (count) => count === 5,
    );
    await eventually(
      () => publisher.lag(CONSUMER, [topic]),
      ([lag]) => lag?.messages === 0,
    );
    await onClient(database.url, async (client) => {
      const ended = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and datname = current_database()`,
        [`kuasheng consumer ${CONSUMER}`],
      );
      expect(ended.rowCount).toBe(1);
    });
    await publisher.publish(topic, [message(6, 'visit-1')]);
    await eventually(
      async () => found.length,
      (count) => count === 6,
    );
    expect(numbersOf(found)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('keeps the order of each of several publishing processes', async () => {
    const publishers = [busOf(), busOf(), busOf()];
    await Promise.all(
      publishers.map(async (bus, p) => {
        for (let n = 1; n <= 40; n += 4) {
          await bus.publish(
            topic,
            [0, 1, 2, 3].map((i) => ({ ...message(n + i, `visit-${p}`), source: `source-${p}` })),
          );
        }
      }),
    );
    const found: DeliveredMessage[] = [];
    await collect(busOf(), found);
    await eventually(
      async () => found.length,
      (count) => count === 120,
    );
    for (const p of [0, 1, 2]) {
      const own = found.filter(({ source }) => source === `source-${p}`);
      expect(numbersOf(own)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
  });

  it('reads on after a dump and restore to a server whose transaction ids are lower', async () => {
    const found: DeliveredMessage[] = [];
    await onClient(database.url, async (client) => {
      await insertByHand(client, 1, ', transaction_id', ", '4000000000'");
      await client.query(`update store_epoch set system_identifier = 'the old server'`);
    });
    const bus = busOf();
    await bus.createTopics([topic]);
    await bus.publish(topic, [message(2, 'visit-1')]);
    await collect(bus, found);
    await eventually(
      async () => found.length,
      (count) => count === 2,
    );
    expect(numbersOf(found).sort()).toEqual([1, 2]);
    const epochs = found.map(({ data, offset }) => [data['n'], offset.slice(0, 6)]);
    expect(Object.fromEntries(epochs)).toEqual({ 1: '000001', 2: '000002' });
  });

  it('makes tables and topics once though several processes start at the same time', async () => {
    const names = [`kuasheng.${unique('a')}.v1`, `kuasheng.${unique('b')}.v1`];
    await Promise.all([busOf(), busOf(), busOf()].map((bus) => bus.createTopics(names)));
    const db = openDatabase(database.url);
    await migrateBus(db);
    expect(await db.read('select partitions from topics where topic = any($1)', [names])).toHaveLength(2);
    await db.close();
  });
});
