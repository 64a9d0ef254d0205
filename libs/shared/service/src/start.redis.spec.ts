import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis } from '#infra/redis.mjs';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';

let running: ServiceUnderTest;
const closing: (() => Promise<void>)[] = [];

/** A server of its own: a service names its queue by itself, and the common server may hold somebody's by that name. */
beforeAll(async () => {
  // Named so that the next run removes what a killed one left (tools/infra/processes.mjs).
  const folder = await mkdtemp(join(tmpdir(), `kuasheng-test-redis-${process.pid}-`));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const redis = await startRedis({ folder });
  closing.push(() => redis.stop());
  const { environment, drop } = await testEnvironment();
  closing.push(drop);
  const jobs = { KUASHENG_JOBS: 'redis', KUASHENG_REDIS_URL: redis.url };
  running = await startServiceForTest('prepayment', { ...environment, ...jobs });
  closing.push(() => running.stop());
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

describe('a service with its jobs on Redis', () => {
  it('runs its jobs and shows its queue on the board', async () => {
    const jobs = (await running.call('GET', '/ops/jobs')).body as unknown as { job: string }[];
    expect(jobs.length).toBeGreaterThan(0);
    for (const { job } of jobs) {
      const answer = await running.call('POST', `/ops/jobs/${job}/runs`, { body: { asOf: '2025-08-01' } });
      expect([job, answer.status]).toEqual([job, 200]);
    }
    const board = await running.call('GET', '/ops/queues/api/queues');
    expect(board).toMatchObject({ status: 200, body: { queues: [{ name: 'prepayment' }] } });
  });
});
