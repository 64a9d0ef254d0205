import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adding, METADATA, tallyRef, TestStores, totalOf, wholeLog } from '../../test/support.js';
import { type EventStore, FailureSwallowed, OutcomeUnknown } from '../index.js';

describe('writing transactions (architecture §4)', () => {
  let stores: TestStores;
  let store: EventStore;

  beforeEach(async () => {
    stores = await TestStores.create();
    store = await stores.open();
  });
  afterEach(() => stores.end());

  it.each([
    ['an insert', `insert into projection_checkpoint values ('x', 0, '0', 0)`],
    ['a new table', 'create table mine (n int)'],
    ['a function that writes', `select nextval('events_global_position_seq')`],
  ])('PostgreSQL refuses %s outside of a writing transaction', async (_, sql) => {
    await expect(store.database.read(sql)).rejects.toMatchObject({ code: '25006' });
    await expect(store.database.pool.query(sql)).rejects.toMatchObject({ code: '25006' });
  });

  it('a connection that has written reads only again', async () => {
    const alone = await stores.open({ connections: 1 });
    await alone.write(adding({ stream: 'a', label: 'x' }));
    await expect(alone.database.read('create table mine (n int)')).rejects.toMatchObject({ code: '25006' });
  });

  it('a failure that the body swallowed is not taken for a commit', async () => {
    const swallowed = store.transaction(async (tx) => {
      await tx.query(`insert into projection_checkpoint values ('kept?', 0, '0', 0)`);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow(FailureSwallowed);
    expect(await store.database.read('select * from projection_checkpoint')).toEqual([]);
  });

  it('a connection ended between two statements fails its transaction, not the process', async () => {
    const admin = await stores.client();
    const broken = store.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await admin.query('select pg_terminate_backend($1, 5000)', [row?.pid]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx.query('select 1');
    });
    await expect(broken).rejects.toThrow();
    const inCommit = store.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await admin.query('select pg_terminate_backend($1, 5000)', [row?.pid]);
    });
    await expect(inCommit).rejects.toThrow(OutcomeUnknown);
    expect(totalOf(await store.write(adding({ stream: 'a', label: 'x' })))).toBe(1);
  });

  it('idle connections that are ended are replaced', async () => {
    await Promise.all(Array.from({ length: 6 }, () => store.database.read('select pg_sleep(0.05)')));
    const admin = await stores.client();
    await admin.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(totalOf(await store.write(adding({ stream: 'a', label: 'x' })))).toBe(1);
  });

  it('a transaction that met a conflict runs again in a new one', async () => {
    let runs = 0;
    await store.transaction(async (tx) => {
      runs += 1;
      await store.writeInTransaction(tx, [adding({ stream: 'a', label: 'x' })]);
      if (runs < 3) await tx.query(`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`);
    });
    expect(runs).toBe(3);
    expect((await store.load(tallyRef('a'))).version).toBe(1);
  });

  it('SEC-03: the metadata of a request stand on each of its events', async () => {
    await store.write({ ...adding({ stream: 'a', label: 'x' }), metadata: { ...METADATA, actor: 'user:clerk-7' } });
    const [event] = await wholeLog(store, 1);
    expect(event).toMatchObject({ metadata: { ...METADATA, actor: 'user:clerk-7' }, version: 1, schemaVersion: 1 });
  });
});
