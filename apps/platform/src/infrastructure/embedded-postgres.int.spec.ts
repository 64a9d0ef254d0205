import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import pg from 'pg';
import { freePort } from '#infra/ports.mjs';
import { ensureDatabases, startEmbeddedPostgres } from './embedded-postgres.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';
import { findPostmaster } from './postgres-cluster.js';
import { commandLineOf, pollUntil } from './processes.js';

const root = mkdtempSync(join(tmpdir(), 'kuasheng-embedded-'));
const folder = join(root, 'postgres');
const starter = new URL('../../../../test/start-postgres.mjs', import.meta.url).pathname;

beforeAll(() => chmod(root, 0o755));

afterAll(async () => {
  for (const name of ['postgres', 'second', 'race']) {
    const left = await findPostmaster(join(root, name, 'data'));
    if (left) process.kill(left.pid, 'SIGQUIT');
    await pollUntil(async () => ((await findPostmaster(join(root, name, 'data'))) ? undefined : true), 10_000);
  }
  await rm(root, { recursive: true, force: true });
});

/** The server a starter tells; rejects with the starter's end. */
async function pidFrom(child: ChildProcessByStdio<null, Readable, null>): Promise<number> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the starter ended with ${String(code)}`)),
  );
  ended.catch(() => undefined);
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
  return (JSON.parse(line.toString()) as { pid: number }).pid;
}

async function query(server: EmbeddedPostgres, sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: `${server.url}/${database}` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  it('starts a server whose commits are on disk before they are answered', async () => {
    const server = await startEmbeddedPostgres({ folder });
    const [settings] = await query(
      server,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('max_connections') AS connections, current_setting('shared_buffers') AS buffers,
              current_setting('data_checksums') AS checksums, current_setting('server_version_num')::int / 10000 AS version`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      connections: '200',
      buffers: '256MB',
      checksums: 'on',
      version: 18,
    });
  });

  it('creates missing databases once, however many ask', async () => {
    const server = await startEmbeddedPostgres({ folder });
    const names = ['kuasheng_settlement', 'kuasheng_clearing'];
    await Promise.all([1, 2, 3, 4].map(() => ensureDatabases(server.url, names)));
    await ensureDatabases(server.url, [...names, 'with "quotes"']);
    const rows = await query(server, `SELECT datname FROM pg_database WHERE datname ~ 'kuasheng|quotes' ORDER BY 1`);
    expect(rows.map((row) => row['datname'])).toEqual(['kuasheng_clearing', 'kuasheng_settlement', 'with "quotes"']);
  });

  it('is the same server when asked again, and keeps its port over a stop', async () => {
    const first = await startEmbeddedPostgres({ folder });
    const again = await startEmbeddedPostgres({ folder });
    expect({ pid: again.pid, url: again.url }).toEqual({ pid: first.pid, url: first.url });
    await again.stop();
    expect(await findPostmaster(join(folder, 'data'))).toBeUndefined();
    const later = await startEmbeddedPostgres({ folder });
    expect(later.pid).not.toBe(first.pid);
    expect(later.url).toBe(first.url);
  });

  it('outlives kill -9 of the process that started it', async () => {
    const second = join(root, 'second');
    const child = spawn(process.execPath, [starter, second], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await pidFrom(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const found = await startEmbeddedPostgres({ folder: second, durable: false });
    expect(found.pid).toBe(pid);
    expect(await query(found, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await found.stop();
  });

  it('recovers what was committed when the server itself is killed with -9', async () => {
    const server = await startEmbeddedPostgres({ folder });
    await query(server, 'CREATE TABLE IF NOT EXISTS kept (n int PRIMARY KEY)');
    await query(server, 'INSERT INTO kept SELECT generate_series(1, 5000)');
    const idle = new pg.Client({ connectionString: `${server.url}/postgres` });
    idle.on('error', () => undefined);
    await idle.connect();
    process.kill(server.pid, 'SIGKILL');
    const recovered = await startEmbeddedPostgres({ folder });
    await idle.end().catch(() => undefined);
    expect(recovered.pid).not.toBe(server.pid);
    expect(await query(recovered, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 5000 }]);
    expect(await readFile(join(folder, 'postgres.log'), 'utf8')).toMatch(/automatic recovery in progress/);
  });

  it("starts although the dead server's process id now belongs to another program", async () => {
    const server = await startEmbeddedPostgres({ folder });
    const file = join(folder, 'data', 'postmaster.pid');
    const pidFile = await readFile(file, 'utf8');
    await server.stop();
    await writeFile(file, pidFile.replace(/^\d+/, String(process.pid)));
    expect(await commandLineOf(process.pid)).toContain('jest');
    const next = await startEmbeddedPostgres({ folder });
    expect(await query(next, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 5000 }]);
  });

  it('takes another port and remembers it when the old one was taken meanwhile', async () => {
    const server = await startEmbeddedPostgres({ folder });
    await server.stop();
    const { createServer } = await import('node:net');
    const thief = createServer().listen(server.port, '127.0.0.1');
    await once(thief, 'listening');
    const moved = await startEmbeddedPostgres({ folder });
    thief.close();
    expect(moved.port).not.toBe(server.port);
    await moved.stop();
    expect((await startEmbeddedPostgres({ folder })).port).toBe(moved.port);
  });

  it('takes a port that another starter has only looked at', async () => {
    const port = await freePort();
    const { createServer } = await import('node:net');
    const looking = createServer().listen(port);
    await once(looking, 'listening');
    setTimeout(() => looking.close(), 300);
    const server = await startEmbeddedPostgres({ folder: join(root, 'second'), durable: false, port });
    expect(server.port).toBe(port);
    await server.stop();
  });

  it('refuses a port that somebody else uses, in a sentence that names it', async () => {
    const busy = (await startEmbeddedPostgres({ folder })).port;
    await expect(startEmbeddedPostgres({ folder: join(root, 'race'), port: busy })).rejects.toThrow(
      `端口 ${busy} 已被占用`,
    );
  });

  it('keeps its data elsewhere when root chose a folder closed to the server, and forgets them with that folder', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const options = { folder: join(closed, 'postgres'), durable: false };
    const first = await startEmbeddedPostgres(options);
    expect(first.folder.startsWith(root)).toBe(process.getuid?.() !== 0);
    await query(first, 'CREATE TABLE here (n int)');
    await first.stop();
    const again = await startEmbeddedPostgres(options);
    expect(await query(again, 'SELECT * FROM here')).toEqual([]);
    await again.stop();
    await rm(options.folder, { recursive: true });
    const fresh = await startEmbeddedPostgres(options);
    expect(await query(fresh, `SELECT to_regclass('here')::text AS here`)).toEqual([{ here: null }]);
    await fresh.stop();
    await rm(fresh.folder, { recursive: true });
  });

  it('gives every one of several starters at once the same new server', async () => {
    const race = join(root, 'race');
    const port = await freePort();
    const children = [1, 2, 3].map(() =>
      spawn(process.execPath, [starter, race, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    try {
      const pids = await Promise.all(children.map(pidFrom));
      expect(new Set(pids).size).toBe(1);
    } finally {
      children.forEach((child) => child.kill('SIGKILL'));
    }
  });
});
