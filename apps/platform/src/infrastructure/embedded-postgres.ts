import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort, isPortFree } from '#infra/ports.mjs';
import { findPostmaster, forgetReusedProcessId, initialiseOnce, readRecord, writeRecord } from './postgres-cluster.js';
import type { Postmaster } from './postgres-cluster.js';
import { locatePrograms, openFolder } from './postgres-programs.js';
import type { PostgresPrograms } from './postgres-programs.js';
import { pollUntil, processExists } from './processes.js';

export { ensureDatabases } from './databases.js';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
const PORT_TAKEN_MS = 2_000;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

export interface EmbeddedPostgresOptions {
  /** Everything is kept here: data, log, the port of last time. Delete it to start from nothing. */
  readonly folder: string;
  /** Wanted port if the server has to be started; without it the one of last time, or a free one. */
  readonly port?: number;
  /** false: a crash of the machine may lose the database. For tests only. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** `postgresql://postgres:<password>@127.0.0.1:<port>`, without a database name. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server (postmaster). */
  readonly pid: number;
  readonly folder: string;
  /** Ends open connections, writes everything down and waits until the server is gone. */
  stop(): Promise<void>;
}

interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly durable: boolean;
  readonly programs: PostgresPrograms;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  max_connections: 200,
  // a batch of claims locks all its streams at once (architecture §4)
  max_locks_per_transaction: 512,
  wal_compression: 'on',
  max_wal_size: '2GB',
  random_page_cost: 1.1,
  jit: 'off',
} as const;

const DURABLE = { shared_buffers: '256MB', fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;
const DISPOSABLE = {
  shared_buffers: '128MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
} as const;

/**
 * Starts the PostgreSQL server that comes with the npm packages, or finds it running: the server outlives the process
 * that started it, however that ends. A server that was killed is started anew and recovers by itself; two processes
 * that ask at once get the same server.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const programs = await locatePrograms();
  const home = await openFolder(options.folder, programs.identity);
  const data = await initialiseOnce(home, programs);
  const cluster: Cluster = { home, data, programs, durable: options.durable ?? true };
  await keepLogShort(cluster);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const server = (await findReady(cluster)) ?? (await launch(cluster, options.port));
    if (server) return server;
    if (Date.now() > deadline)
      throw new Error(`内置 PostgreSQL 启动失败,日志 ${logFile(home)}:\n${await logTail(home)}`);
    await sleep(200);
  }
}

/** The server that runs already, once it answers; undefined if there is none or it ends while we wait. */
async function findReady(cluster: Cluster): Promise<EmbeddedPostgres | undefined> {
  const found = await findPostmaster(cluster.data);
  if (!found) return undefined;
  const durable = await whenReady(cluster.data, found);
  if (durable === undefined) return undefined;
  if (durable === cluster.durable) return handle(cluster, found);
  await stopServer(cluster.data, found.pid);
  return undefined;
}

async function launch(cluster: Cluster, wanted: number | undefined): Promise<EmbeddedPostgres | undefined> {
  await forgetReusedProcessId(cluster.data);
  const port = await choosePort(cluster, wanted);
  const logged = await logSize(cluster.home);
  const pid = port === undefined ? undefined : spawnServer(cluster, port);
  if (port === undefined || pid === undefined) return undefined;
  if ((await whenReady(cluster.data, { pid, port })) !== undefined) return handle(cluster, { pid, port });
  // come again if somebody else was faster, or if children of a killed server are not gone yet
  if (await findPostmaster(cluster.data)) return undefined;
  const log = await logTail(cluster.home, logged);
  if (/lock file|shared memory block|Address already in use/.test(log)) return undefined;
  throw new Error(`内置 PostgreSQL 启动失败,日志 ${logFile(cluster.home)}:\n${log}`);
}

function spawnServer({ home, data, durable, programs }: Cluster, port: number): number | undefined {
  const settings = Object.entries({ ...SETTINGS, ...(durable ? DURABLE : DISPOSABLE) });
  const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile(home), 'a');
  const child = spawn(programs.postgres, ['-D', data, '-p', String(port), ...flags], {
    ...programs.identity,
    cwd: '/',
    // its own session and no pipe to us: neither our end nor a Ctrl-C in our terminal reaches it
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, TZ: 'UTC' },
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  return child.pid;
}

/** Undefined if the wanted port is taken because another starter of this very server was faster. */
async function choosePort(cluster: Cluster, wanted: number | undefined): Promise<number | undefined> {
  const record = await readRecord(cluster.data);
  const known = wanted ?? record.port;
  if (wanted !== undefined) {
    const holder = await holderOf(wanted, cluster.data);
    if (holder === 'this server') return undefined;
    if (holder === 'somebody else') throw new Error(`端口 ${wanted} 已被占用,内置 PostgreSQL 无法启动`);
  }
  const port = known !== undefined && (await isPortFree(known)) ? known : await freePort();
  if (port !== record.port) await writeRecord(cluster.data, { ...record, port }, cluster.programs);
  return port;
}

/** Whoever looks whether a port is free listens on it for a moment, other starters of this server too: only what stays has it. */
async function holderOf(port: number, data: string): Promise<'nobody' | 'this server' | 'somebody else'> {
  const found = await pollUntil<'nobody' | 'this server'>(async () => {
    if (await isPortFree(port)) return 'nobody';
    return (await findPostmaster(data)) ? 'this server' : undefined;
  }, PORT_TAKEN_MS);
  return found ?? 'somebody else';
}

/**
 * Waits, crash recovery included, until this very server answers and says if it is durable; undefined if it ended. Of several
 * starters at once on one port, the server of another may be the one that answers: whose it is stands in the data folder.
 */
async function whenReady(data: string, { pid, port }: Postmaster): Promise<boolean | undefined> {
  const { password } = await readRecord(data);
  const answer = await pollUntil<boolean | 'gone'>(async () => {
    const durable = await askDurable(port, password);
    if (durable === undefined) return processExists(pid) ? undefined : 'gone';
    return (await findPostmaster(data))?.pid === pid ? durable : 'gone';
  }, START_TIMEOUT_MS);
  return answer === 'gone' ? undefined : answer;
}

async function askDurable(port: number, password: string): Promise<boolean | undefined> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ fsync: string }>('SHOW fsync');
    return rows[0]?.fsync === 'on';
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function handle(cluster: Cluster, { pid, port }: Postmaster): Promise<EmbeddedPostgres> {
  const { password } = await readRecord(cluster.data);
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}`,
    port,
    pid,
    folder: cluster.home,
    stop: () => stopServer(cluster.data, pid),
  };
}

async function stopServer(data: string, pid: number): Promise<void> {
  const found = await findPostmaster(data);
  if (found?.pid !== pid) return;
  process.kill(pid, 'SIGINT');
  const gone = await pollUntil(
    async () => ((await findPostmaster(data))?.pid === pid ? undefined : true),
    STOP_TIMEOUT_MS,
  );
  if (!gone) throw new Error(`内置 PostgreSQL(进程 ${pid})在 ${STOP_TIMEOUT_MS / 1000} 秒内没有停止`);
}

const logFile = (home: string): string => join(home, 'postgres.log');

async function keepLogShort({ home, data }: Cluster): Promise<void> {
  if ((await logSize(home)) < LOG_LIMIT_BYTES || (await findPostmaster(data))) return;
  await rename(logFile(home), `${logFile(home)}.1`);
}

function logSize(home: string): Promise<number> {
  return stat(logFile(home)).then(
    (file) => file.size,
    () => 0,
  );
}

async function logTail(home: string, fromByte = 0): Promise<string> {
  const bytes = await readFile(logFile(home)).catch(() => Buffer.alloc(0));
  return bytes.subarray(fromByte).toString('utf8').trimEnd().split('\n').slice(-12).join('\n');
}
