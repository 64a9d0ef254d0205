import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase } from './postgres.js';

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('a test database', () => {
  it('is empty and its own: what one test file writes no other sees', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    const [first, second] = await Promise.all([connect(one.url), connect(two.url)]);
    await first.query('CREATE TABLE claims (id int)');
    const { rows } = await second.query(`SELECT to_regclass('claims') AS claims`);
    expect(rows).toEqual([{ claims: null }]);
    await Promise.all([first.end(), second.end()]);
    await Promise.all([one.drop(), two.drop()]);
  });

  it('is dropped even while a connection is left open, and dropping it twice does no harm', async () => {
    const database = await testDatabase('left_open');
    const forgotten = await connect(database.url);
    await database.drop();
    await database.drop();
    await expect(forgotten.query('SELECT 1')).rejects.toThrow();
    await expect(connect(database.url)).rejects.toThrow(`database "${database.name}" does not exist`);
  });
});
