import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adding, sums, sumTable, tallyRef, TestStores, LONG_MS } from '../../test/support.js';
import { type EventStore, inWritingTransaction, type Projection, UnknownProjection } from '../index.js';

const BOTH = [sums('inline'), sums('async')];
const STREAMS = ['a', 'b', 'c', 'd'];

type Sum = { readonly stream_id: string; readonly total: number; readonly events: number };
const sumsIn = (store: EventStore, mode: Projection['mode']): Promise<readonly Sum[]> =>
  store.database.read<Sum>(`select * from ${sumTable(mode)} order by stream_id`);

/** What the streams themselves say. */
const truth = async (store: EventStore): Promise<readonly Sum[]> => {
  const loaded = await Promise.all(STREAMS.map((name) => store.load(tallyRef(name))));
  return loaded.map(({ state, version }, n) => ({
    stream_id: `tally-${STREAMS[n]}`,
    total: state.total,
    events: version,
  }));
};

async function eventually(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('read models', () => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await TestStores.create();
  });
  afterEach(() => stores.end());

  const write = (store: EventStore, count: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, (_, n) =>
        store.write(adding({ stream: STREAMS[n % STREAMS.length] as string, label: String(n), by: n })),
      ),
    );

  it('inline: there when the write is answered; async: there after it was followed', async () => {
    const store = await stores.open({ projections: BOTH });
    await write(store, 40);
    expect(await sumsIn(store, 'inline')).toEqual(await truth(store));
    expect(await sumsIn(store, 'async')).toEqual([]);
    expect(await store.projections.lag()).toEqual(new Map([['sums-async', 40]]));
    await store.projections.catchUp();
    expect(await sumsIn(store, 'async')).toEqual(await truth(store));
    expect(await store.projections.lag()).toEqual(new Map([['sums-async', 0]]));
  });

  it('async follows by itself, waking up long before its polling time', async () => {
    const store = await stores.open({ projections: BOTH });
    const writer = await stores.open({ projections: BOTH });
    await store.start();
    const took: number[] = [];
    for (let n = 1; n <= 10; n += 1) {
      await writer.write(adding({ stream: 'a', label: 'x' }));
      const began = performance.now();
      await eventually(async () => (await sumsIn(store, 'async'))[0]?.total === n);
      took.push(performance.now() - began);
    }
    expect(took.sort((a, b) => a - b)[5]).toBeLessThan(250);
  });

  it.each(['inline', 'async'] as const)(
    'rebuilt from zero while 4 writers go on, an %s model equals the live one',
    async (mode) => {
      const writers = await Promise.all(
        Array.from({ length: 4 }, () => stores.open({ projections: BOTH, connections: 5 })),
      );
      const [store] = writers as [EventStore];
      await Promise.all(writers.map((writer) => writer.start()));
      await write(store, 40);
      let rebuilding = true;
      const hammering = writers.map(async (writer) => {
        while (rebuilding) await write(writer, 40);
      });
      for (let round = 0; round < 4; round += 1) {
        const { events } = await store.projections.rebuild(`sums-${mode}`);
        expect(events).toBeGreaterThan(0);
      }
      rebuilding = false;
      await Promise.all(hammering);
      await store.projections.catchUp();
      expect(await sumsIn(store, mode)).toEqual(await truth(store));
    },
    LONG_MS,
  );

  it.each(['inline', 'async'] as const)(
    'SEC-03: an %s model compared with the log while writers go on says which row and column differ, or is missing',
    async (mode) => {
      const store = await stores.open({ projections: [sums(mode)], connections: 6 });
      await write(store, 40);
      await store.start();
      let comparing = true;
      const hammering = (async () => {
        while (comparing) await write(store, 20);
      })();
      expect((await store.projections.compare()).disagreements).toEqual([]);
      comparing = false;
      await hammering;
      await store.projections.catchUp();
      await inWritingTransaction(store.database, async (tx) => {
        await tx.query(`update ${sumTable(mode)} set total = total + 1 where stream_id = 'tally-b'`);
        await tx.query(`delete from ${sumTable(mode)} where stream_id = 'tally-c'`);
        await tx.query(`insert into ${sumTable(mode)} values ('tally-x', 0, 0)`);
      });
      const { total } = (await store.load(tallyRef('b'))).state;
      expect((await store.projections.compare()).disagreements).toEqual([
        { table: sumTable(mode), key: 'stream_id=tally-b', columns: [`total ${total + 1}≠${total}`], found: 'differs' },
        { table: sumTable(mode), key: 'stream_id=tally-c', columns: [], found: 'missing' },
        { table: sumTable(mode), key: 'stream_id=tally-x', columns: [], found: 'not in the log' },
      ]);
      expect(
        await store.database.read(`select 1 from pg_namespace where nspname = 'read_sums_${mode}_rebuild'`),
      ).toEqual([]);
    },
    LONG_MS,
  );

  it('SEC-03: comparing waits for no writer: what has not committed is in neither side', async () => {
    const [store, other] = [await stores.open({ projections: BOTH }), await stores.open({ projections: BOTH })];
    await write(store, 8);
    await store.transaction(async (tx) => {
      await store.writeInTransaction(tx, [adding({ stream: 'a', label: 'open', by: 1 })]);
      expect(await other.projections.compare()).toEqual({ rows: STREAMS.length, disagreements: [] });
    });
    await store.projections.catchUp();
    expect(await other.projections.compare()).toEqual({ rows: 2 * STREAMS.length, disagreements: [] });
  });

  it('two rebuilds of one model at the same moment take turns', async () => {
    const [one, two] = [await stores.open({ projections: BOTH }), await stores.open({ projections: BOTH })];
    await write(one, 50);
    await Promise.all([one, two, one, two].map((store) => store.projections.rebuild('sums-inline')));
    expect(await sumsIn(one, 'inline')).toEqual(await truth(one));
  });

  it('a rebuild does not wait for those who still read the old tables, nor do writers', async () => {
    const store = await stores.open({ projections: BOTH });
    await write(store, 8);
    const reader = await stores.client();
    await reader.query('begin');
    await reader.query(`select * from ${sumTable('inline')}`);
    const rebuilt = store.projections.rebuild('sums-inline');
    await eventually(
      async () => (await store.database.read('select 1 from pg_namespace where nspname = $1', [OLD])).length > 0,
    );
    await write(store, 8);
    expect(await sumsIn(store, 'inline')).toEqual(await truth(store));
    await reader.query('commit');
    await rebuilt;
    expect(await store.database.read('select 1 from pg_namespace where nspname = $1', [OLD])).toEqual([]);
  });

  it('a rebuild that fails leaves the old tables', async () => {
    const store = await stores.open({ projections: [sums('inline')] });
    await write(store, 8);
    const failing = { ...sums('inline'), apply: () => Promise.reject(new Error('cannot apply')) };
    const other = await stores.open({ projections: [failing] });
    await expect(other.projections.rebuild('sums-inline')).rejects.toThrow('cannot apply');
    await write(store, 8);
    expect(await sumsIn(store, 'inline')).toEqual(await truth(store));
    await store.projections.rebuild('sums-inline');
    expect(await sumsIn(store, 'inline')).toEqual(await truth(store));
  });

  it.each(['inline', 'async'] as const)('an %s model that comes to a log with events is filled', async (mode) => {
    const before = await stores.open();
    await write(before, 20);
    const [store] = await Promise.all([
      stores.open({ projections: [sums(mode)] }),
      stores.open({ projections: [sums(mode)] }),
    ]);
    await store.projections.catchUp();
    expect(await sumsIn(store, mode)).toEqual(await truth(store));
    await write(store, 20);
    await store.projections.catchUp();
    expect(await sumsIn(store, mode)).toEqual(await truth(store));
  });

  it('a model whose definition has changed is built anew at the start', async () => {
    await write(await stores.open({ projections: BOTH }), 20);
    const changed = BOTH.map((projection) => ({
      ...projection,
      ddl: (t: (table: string) => string) => `${projection.ddl(t)}; create index on ${t('sum')} (total)`,
    }));
    const store = await stores.open({ projections: changed });
    const indexes = await store.database.read(`select 1 from pg_indexes where indexdef like '%(total)'`);
    expect(indexes).toHaveLength(2);
    expect(await sumsIn(store, 'inline')).toEqual(await truth(store));
    expect(await sumsIn(store, 'async')).toEqual(await truth(store));
  });

  it('catching up waits for an older transaction that keeps the end of the log back', async () => {
    const store = await stores.open({ projections: BOTH });
    const older = await stores.client();
    await older.query('begin');
    await older.query('select pg_current_xact_id()');
    await write(store, 4);
    let done = false;
    const caughtUp = store.projections.catchUp().then(() => (done = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(done).toBe(false);
    await older.query('commit');
    await caughtUp;
    expect(await sumsIn(store, 'async')).toEqual(await truth(store));
  });

  it('asking for a model that is not kept, or keeping two of one name, is refused', async () => {
    const store = await stores.open({ projections: BOTH });
    await expect(store.projections.rebuild('nobody')).rejects.toThrow(UnknownProjection);
    await expect(stores.open({ projections: [sums('inline'), sums('async', 'sums inline')] })).rejects.toThrow(
      RangeError,
    );
  });
});

const OLD = 'read_sums_inline_replaced';
