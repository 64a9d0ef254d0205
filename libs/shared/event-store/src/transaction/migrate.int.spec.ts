import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestStores } from '../../test/support.js';
import { MigrationChanged } from '../index.js';

describe('migrations', () => {
  let stores: TestStores;
  let folder: string;

  beforeEach(async () => {
    stores = await TestStores.create();
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    await file('001-first.sql', 'create table first (n int); insert into first values (1);');
    await file('002-second.sql', `create table second (n int); -- it's fine; comments too`);
  });
  afterEach(async () => {
    await stores.end();
    await rm(folder, { recursive: true });
  });

  const file = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql);
  const open = () =>
    stores.open({ connections: 2, migrations: { owner: 'service', folder: pathToFileURL(`${folder}/`) } });

  it('are applied once when 8 processes start at the same moment', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, open));
    const db = opened[0]?.database;
    expect(await db?.read('select * from first')).toEqual([{ n: 1 }]);
    expect(await db?.read('select owner, name from migrations order by owner, name')).toEqual([
      { owner: 'event-store', name: '001-event-store.sql' },
      { owner: 'event-store', name: '002-claims-uncompressed.sql' },
      { owner: 'service', name: '001-first.sql' },
      { owner: 'service', name: '002-second.sql' },
    ]);
  });

  it('new files are applied to a database that has the older ones', async () => {
    await open();
    await file('003-third.sql', 'alter table first add m int');
    const store = await open();
    expect(await store.database.read('select * from first')).toEqual([{ n: 1, m: null }]);
  });

  it('a file changed after it was applied is refused by its name', async () => {
    await open();
    await file('001-first.sql', 'create table first (n bigint);');
    await expect(open()).rejects.toThrow(MigrationChanged);
    await expect(open()).rejects.toThrow('service/001-first.sql');
  });

  it('a file that fails leaves nothing of itself or of those before it', async () => {
    await file('002-second.sql', 'create table second (n int); select 1 / 0;');
    await expect(open()).rejects.toThrow('division by zero');
    await file('002-second.sql', 'create table second (n int);');
    const store = await open();
    expect(await store.database.read('select * from first')).toEqual([{ n: 1 }]);
  });
});
