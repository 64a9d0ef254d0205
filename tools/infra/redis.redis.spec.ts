import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { isRedisReady, startRedis } from './redis.mjs';
import type { RedisServer } from './redis.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kuasheng-redis-'));

describe('the Redis launcher', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ folder });
  });
  afterAll(async () => {
    await redis?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds the running server of the folder instead of starting a second one', async () => {
    const again = await startRedis({ folder });
    expect({ pid: again.pid, url: again.url }).toEqual({ pid: redis.pid, url: redis.url });
  });

  it('keeps what was written over an orderly restart, and never evicts', async () => {
    const client = new Redis(redis.url);
    client.on('error', () => undefined);
    await client.set('job', 'waiting');
    const before = redis.pid;
    await redis.restart();
    expect(redis.pid).not.toBe(before);
    expect(await client.get('job')).toBe('waiting');
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    client.disconnect();
  });

  it('says that a killed server is not ready, and brings it back on the same port', async () => {
    await redis.kill();
    expect(await isRedisReady(redis.url)).toBe(false);
    await redis.restart();
    expect(await isRedisReady(redis.url)).toBe(true);
  });
});
