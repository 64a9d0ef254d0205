import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** Connection string with the database name in it. */
  readonly url: string;
  readonly name: string;
  /** Ends every connection that is still open and removes the database. */
  drop(): Promise<void>;
}

/**
 * A new empty database of its own for a test file, on the server that test/global-postgres.mjs started for the run
 * (real PostgreSQL 18, without fsync). Call `drop()` in `afterAll`.
 */
export async function testDatabase(prefix = 'test'): Promise<TestDatabase> {
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await createDatabase(name);
  const url = new URL(testServerUrl());
  url.pathname = `/${name}`;
  return { url: url.href, name, drop: () => dropDatabase(name) };
}

export const createDatabase = (name: string): Promise<void> =>
  onServer(testServerUrl(), `CREATE DATABASE ${pg.escapeIdentifier(name)} STRATEGY FILE_COPY`);

/** Ends every connection to it first. */
export const dropDatabase = (name: string): Promise<void> =>
  onServer(testServerUrl(), `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);

/** Url of the test server without a database name, e.g. as `KUASHENG_DATABASE_URL`. */
export function testServerUrl(): string {
  const url = process.env['KUASHENG_TEST_PG'];
  if (!url) throw new Error('KUASHENG_TEST_PG is not set: run through jest with globalSetup test/global-postgres.mjs');
  return url;
}

async function onServer(server: string, sql: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
