import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adding, tallyRef, TestStores, LONG_MS } from '../../test/support.js';
import type { EventStore, Projection } from '../index.js';

const PAUSE_MS = 3;

/** Keeps every event it was ever given, again and again if it is given twice. */
const diary = (apply: Projection['apply'] = async () => undefined): Projection => ({
  name: 'diary',
  mode: 'async',
  handles: ['Added'],
  ddl: (t) => `create table ${t('entry')} (n bigint generated always as identity, label text not null)`,
  async apply(tx, events, t) {
    await tx.query(
      `insert into ${t('entry')} (label) select label from unnest($1::text[]) with ordinality as e(label, n) order by n`,
      [events.map(({ data }) => data['label'])],
    );
    await apply(tx, events, t);
  },
});

const pausing = diary(() => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)));

describe('following the log (architecture §4)', () => {
  let stores: TestStores;

  beforeEach(async () => {
    stores = await TestStores.create();
  });
  afterEach(() => stores.end());

  const entries = async (store: EventStore): Promise<readonly string[]> =>
    (await store.database.read<{ label: string }>('select label from read_diary.entry order by n')).map(
      ({ label }) => label,
    );

  const written = async (store: EventStore): Promise<readonly string[]> =>
    (await store.load(tallyRef('a'))).state.labels;

  it(
    'every event once and in order, through stops in the middle and processes side by side',
    async () => {
      const writer = await stores.open();
      let writing = true;
      const hammering = (async () => {
        for (let n = 0; writing; n += 1) await writer.write(adding({ stream: 'a', label: String(n) }));
      })();
      for (let life = 0; life < 12; life += 1) {
        const pair = await Promise.all([
          stores.open({ projections: [pausing], connections: 3 }),
          stores.open({ projections: [pausing], connections: 3 }),
        ]);
        await Promise.all(pair.map((follower) => follower.start()));
        await new Promise((resolve) => setTimeout(resolve, 5 * life));
        await Promise.all(pair.map((follower) => follower.close()));
      }
      writing = false;
      await hammering;
      const last = await stores.open({ projections: [pausing] });
      await last.projections.catchUp();
      expect(await entries(last)).toEqual(await written(last));
    },
    LONG_MS,
  );

  it(
    'every event once although followers are killed in their transaction',
    async () => {
      const writer = await stores.open();
      const admin = await stores.client();
      for (let n = 0; n < 30; n += 1) await writer.write(adding({ stream: 'a', label: String(n) }));
      const errors: unknown[] = [];
      const slow = diary((tx) => tx.query('select pg_sleep(0.05)').then(() => undefined));
      const follower = await stores.open({ projections: [slow], onProjectionError: (_, error) => errors.push(error) });
      await writer.write(adding({ stream: 'a', label: 'after the filling' }));
      await follower.start();
      while (errors.length < 3) {
        await writer.write(adding({ stream: 'a', label: 'more' }));
        await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query = 'select pg_sleep(0.05)' and state = 'active'`);
      }
      await follower.projections.catchUp();
      expect(await entries(follower)).toEqual(await written(follower));
    },
    LONG_MS,
  );

  it('the first batch is applied once by processes that begin together', async () => {
    const followers = await Promise.all(
      Array.from({ length: 6 }, () => stores.open({ projections: [pausing], connections: 2 })),
    );
    const [store] = followers as [EventStore];
    await store.write(adding({ stream: 'a', label: 'x' }));
    await Promise.all(followers.map((follower) => follower.projections.catchUp()));
    expect(await entries(store)).toEqual(['x']);
  });

  it('a model that fails keeps its checkpoint and reports; the others go on; cured, it goes on from there', async () => {
    let poisoned = true;
    const failing = diary((_, events) =>
      poisoned && events.some(({ data }) => data['label'] === 'poison')
        ? Promise.reject(new Error('cannot apply'))
        : Promise.resolve(),
    );
    const healthy = { ...diary(), name: 'healthy' };
    const reports: string[] = [];
    const store = await stores.open({
      projections: [failing, healthy],
      onProjectionError: (name, error) => reports.push(`${name}: ${(error as Error).message}`),
    });
    await store.write(adding({ stream: 'a', label: 'good' }));
    await store.projections.catchUp();
    const [before] = await checkpoint(store);
    await store.start();
    await store.write(adding({ stream: 'a', label: 'poison' }));
    await until(() => reports.length > 0);
    await until(async () => (await store.projections.lag()).get('healthy') === 0);
    expect(reports[0]).toBe('diary: cannot apply');
    expect(await entries(store)).toEqual(['good']);
    expect(await checkpoint(store)).toEqual([before]);
    expect((await store.projections.lag()).get('diary')).toBe(1);
    await expect(store.projections.catchUp()).rejects.toThrow('cannot apply');
    poisoned = false;
    await store.projections.catchUp();
    expect(await entries(store)).toEqual(['good', 'poison']);
  });

  it('looking for news writes nothing and takes no transaction id: idle followers keep no reader back', async () => {
    const store = await stores.open({ projections: [diary()] });
    await store.write(adding({ stream: 'a', label: 'x' }));
    await store.projections.catchUp();
    const row = () => store.database.read('select xmin, xmax, * from projection_checkpoint');
    const before = await row();
    expect(before).toMatchObject([{ name: 'diary', xmax: '0' }]);
    for (let n = 0; n < 5; n += 1) await store.projections.catchUp();
    // Neither updated nor locked: a row lock would need an id, and leave it as xmax.
    expect(await row()).toEqual(before);
  });

  const checkpoint = (store: EventStore): Promise<readonly unknown[]> =>
    store.database.read(`select * from projection_checkpoint where name = 'diary'`);
});

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 5));
}
