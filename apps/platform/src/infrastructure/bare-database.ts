import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';

/**
 * What the database does without us: the limits that the figures of `kuasheng bench` stand beside. Every function works
 * on a table of its own in the database of `url`.
 */
async function withPool<T>(url: string, connections: number, task: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  try {
    await pool.query(
      'create table if not exists bare (id uuid primary key, body jsonb not null, n integer not null default 0)',
    );
    return await task(pool);
  } finally {
    await pool.end();
  }
}

/** Runs `task` from many callers at once for so many seconds; calls completed a second. */
export async function perSecond(
  callers: number,
  seconds: number,
  task: (caller: number) => Promise<void>,
): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const caller = async (index: number): Promise<void> => {
    while (performance.now() < until) {
      await task(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
  return done / seconds;
}

const BODY = JSON.stringify({ text: 'x'.repeat(1500) });
const CONNECTIONS = 16;

/** Commits a second of one small row each, from as many connections as a service has. */
export const bareCommits = (url: string, seconds: number): Promise<number> =>
  withPool(url, CONNECTIONS, (pool) =>
    perSecond(CONNECTIONS, seconds, async () => {
      await pool.query({
        name: 'bare',
        text: 'insert into bare (id, body) values ($1, $2)',
        values: [randomUUID(), BODY],
      });
    }),
  );

/** Rows a second of so many bytes, a thousand a transaction, from one connection. */
export const bareRows = (url: string, seconds: number, bytes: number): Promise<number> =>
  withPool(url, 1, async (pool) => {
    const body = JSON.stringify({ text: 'x'.repeat(bytes) });
    const statements = await perSecond(1, seconds, async () => {
      await pool.query({
        name: 'rows',
        text: 'insert into bare (id, body) select id, $2::jsonb from unnest($1::uuid[]) as id',
        values: [Array.from({ length: ROWS }, () => randomUUID()), body],
      });
    });
    return statements * ROWS;
  });

const ROWS = 1000;

/** One transaction of five statements a request, as a service without grouped commits would do it. */
export const bareTransactions = (url: string, callers: number, seconds: number): Promise<number> =>
  withPool(url, CONNECTIONS, (pool) => perSecond(callers, seconds, () => fiveStatements(pool, BODY)));

/** Begin, three rows of this JSON text, commit. */
async function fiveStatements(pool: pg.Pool, body: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (let row = 0; row < 3; row += 1) {
      await client.query({
        name: 'bare',
        text: 'insert into bare (id, body) values ($1, $2)',
        values: [randomUUID(), body],
      });
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** `task` with what answers a request by one such transaction, until it ends. */
export const withBareTransactions = (
  url: string,
  task: (transaction: (body: string) => Promise<void>) => Promise<void>,
): Promise<void> => withPool(url, CONNECTIONS, (pool) => task((body) => fiveStatements(pool, body)));

/** Milliseconds from a commit with NOTIFY on one connection until another has been told and has committed a row. */
export async function bareHandOver(url: string, times: number): Promise<readonly number[]> {
  return withPool(url, 2, async (pool) => {
    const [from, to] = [await pool.connect(), await pool.connect()];
    const took: number[] = [];
    try {
      await to.query('listen bare');
      for (let time = 0; time < times; time += 1) {
        const told = new Promise((resolve) => to.once('notification', resolve));
        await from.query('begin');
        await from.query('insert into bare (id, body) values ($1, $2)', [randomUUID(), BODY]);
        await from.query('notify bare');
        await from.query('commit');
        const committed = performance.now();
        await told;
        await to.query('insert into bare (id, body) values ($1, $2)', [randomUUID(), BODY]);
        took.push(performance.now() - committed);
      }
    } finally {
      from.release(true);
      to.release(true);
    }
    return took;
  });
}
