// @ts-check
// One Redis server without Docker: the `redis-server` of the machine.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import * as processes from './processes.mjs';

const USUAL_URL = 'redis://127.0.0.1:6379';
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 20_000;
/** BullMQ wants 6.2 or later. */
const OLDEST = 6.2;

/** @typedef {{ pid: number, port: number }} RedisState */

/** @type {typeof import('./redis.mjs').ensure} */
export async function ensure() {
  // tests of this level stop and start servers of their own, also where one is running
  const { available, reason } = await isRedisAvailable();
  if (!available) return { available, reason, env: {} };
  const given = process.env.KUASHENG_TEST_REDIS;
  if (given) {
    if (await isRedisReady(given)) return { available: true, env: { KUASHENG_TEST_REDIS: given } };
    return { available: false, reason: `KUASHENG_TEST_REDIS 指定的 Redis(${given})没有应答或版本过低`, env: {} };
  }
  if (await isRedisReady(USUAL_URL)) return { available: true, env: { KUASHENG_TEST_REDIS: USUAL_URL } };
  const folder = await processes.passingFolder('redis', killIn);
  const stop = () => processes.removeWithProgram(folder, killIn);
  try {
    const redis = await startRedis({ folder });
    return { available: true, env: { KUASHENG_TEST_REDIS: redis.url }, stop };
  } catch (error) {
    await stop();
    return { available: false, reason: /** @type {Error} */ (error).message, env: {} };
  }
}

/** @param {string} folder */
async function killIn(folder) {
  const { pid, port } = await readState(folder);
  if (pid === undefined) return;
  // the server shows its address, not its arguments, as its command line
  await processes.end({ pid, word: `:${port}`, signal: 'SIGKILL', timeoutMs: STOP_TIMEOUT_MS });
}

/** @type {typeof import('./redis.mjs').isRedisAvailable} */
export async function isRedisAvailable() {
  const { ok, output } = await processes.run('redis-server', ['--version'], 10_000);
  if (!ok) return { available: false, reason: '没有找到 redis-server' };
  const version = Number.parseFloat(/v=(\d+\.\d+)/.exec(output)?.[1] ?? '0');
  if (version < OLDEST) return { available: false, reason: `redis-server 版本是 ${version},需要 ${OLDEST} 或更高版本` };
  return { available: true };
}

/** @type {typeof import('./redis.mjs').isRedisReady} */
export async function isRedisReady(url) {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const version = /redis_version:(\d+\.\d+)/.exec(await redis.info('server'))?.[1];
    return (await redis.ping()) === 'PONG' && Number.parseFloat(version ?? '0') >= OLDEST;
  } catch {
    return false;
  } finally {
    // ending what has ended would hold this process for two more seconds
    if (redis.status !== 'end') redis.disconnect();
  }
}

/** @type {typeof import('./redis.mjs').startRedis} */
export async function startRedis(options) {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  let state = await runServer(folder, options.port);
  const end = (/** @type {NodeJS.Signals} */ signal) =>
    processes.end({ pid: state.pid, word: `:${state.port}`, signal, timeoutMs: STOP_TIMEOUT_MS });
  return {
    url: `redis://127.0.0.1:${state.port}`,
    port: state.port,
    get pid() {
      return state.pid;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      state = await runServer(folder, state.port);
    },
  };
}

/**
 * @param {string} folder
 * @param {number | undefined} wanted
 * @returns {Promise<RedisState>}
 */
async function runServer(folder, wanted) {
  const last = await readState(folder);
  const runs = last.pid !== undefined && (await processes.isRunning(last.pid, `:${last.port}`));
  const state = runs ? /** @type {RedisState} */ (last) : await launchServer(folder, last, wanted);
  await processes.untilReady({
    program: 'Redis',
    ask: () => isRedisReady(`redis://127.0.0.1:${state.port}`),
    alive: () => processes.isRunning(state.pid, 'redis-server'),
    log: join(folder, 'redis.log'),
    timeoutMs: START_TIMEOUT_MS,
  });
  return state;
}

/**
 * @param {string} folder
 * @param {Partial<RedisState>} last
 * @param {number | undefined} wanted
 */
async function launchServer(folder, last, wanted) {
  const port = await processes.choosePort({ program: 'Redis', wanted, last: last.port });
  const network = ['--port', String(port), '--bind', '127.0.0.1'];
  // BullMQ's keys must never be evicted; the append-only file brings delayed jobs through a kill
  const storage = ['--dir', folder, '--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'];
  const args = [...network, ...storage];
  const pid = await processes.launch({ program: 'redis-server', args, folder, log: join(folder, 'redis.log') });
  await processes.writeState(stateFile(folder), { pid, port });
  return { pid, port };
}

const stateFile = (/** @type {string} */ folder) => join(folder, 'redis.json');

/** @returns {Promise<Partial<RedisState>>} */
const readState = (/** @type {string} */ folder) => processes.readState(stateFile(folder));
