import { beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { isRedisAvailable } from '#infra/redis.mjs';
import { openBus, parseConfig, TOPICS } from '#service';
import { failedChecks, play, withPlatform, type PlayedMonth } from './months.js';
import { found, logText, personalData } from './traces.js';

const MONTH = { seed: 42, claims: 120 };
const LONG_MS = 900_000;

let embedded: PlayedMonth;
let distributed: PlayedMonth;
let kafka = '';
let redis = '';
let logs = '';
let jobs: 'redis' | 'postgres' = 'postgres';

beforeAll(async () => {
  // Without a Redis program on the machine the jobs stay in PostgreSQL; KUASHENG_REQUIRE=redis makes that a failure.
  jobs = (await isRedisAvailable()).available ? 'redis' : 'postgres';
  embedded = await withPlatform({}, ({ layout }, folder) => play(layout as never, folder, MONTH));
  distributed = await withPlatform({ bus: 'kafka', jobs, separate: true }, async (supervisor, folder) => {
    const { layout } = supervisor;
    if (layout === null) throw new Error('not started');
    const middle = restartInTheMiddle(supervisor);
    const played = await play(layout, folder, { ...MONTH, onStep: middle.tick });
    await middle.done();
    kafka = await kafkaText(layout.environment);
    redis = jobs === 'redis' ? await redisText(layout.environment['KUASHENG_REDIS_URL'] ?? '') : '';
    logs = await logText(folder);
    return played;
  });
}, LONG_MS);

/** The broker, and Redis where there is one, restarted once in the middle of the claims. */
function restartInTheMiddle(supervisor: {
  backingNames: readonly string[];
  crashBacking(name: string): Promise<void>;
}) {
  const AT_STEP = 100;
  let step = 0;
  let restarted = Promise.resolve();
  return {
    tick: () => {
      step += 1;
      if (step !== AT_STEP) return;
      restarted = Promise.all(supervisor.backingNames.map((name) => supervisor.crashBacking(name))).then(
        () => undefined,
      );
    },
    done: () => restarted,
  };
}

async function kafkaText(environment: Readonly<Record<string, string>>): Promise<string> {
  const bus = openBus(parseConfig(environment), 'test');
  try {
    const topics = await Promise.all(TOPICS.map((topic) => bus.read(topic, 100_000)));
    return JSON.stringify(topics);
  } finally {
    await bus.close();
  }
}

/** Every key of Redis with everything it holds. */
async function redisText(url: string): Promise<string> {
  const client = new Redis(url);
  try {
    const keys = await client.keys('*');
    const dumps = await Promise.all(
      keys.map(async (key) => `${key} ${(await client.dumpBuffer(key))?.toString('latin1')}`),
    );
    const hashes = await Promise.all(keys.map((key) => client.hgetall(key).catch(() => ({}))));
    return [...dumps, JSON.stringify(hashes)].join('\n');
  } finally {
    client.disconnect();
  }
}

describe('the month on Kafka and Redis with four processes', () => {
  it('passes every check', () => {
    expect(failedChecks(distributed)).toEqual([]);
  });

  it('ends with the same tables as the embedded form, although broker and queue were restarted in the middle', () => {
    expect(Object.fromEntries(distributed.tables)).toEqual(Object.fromEntries(embedded.tables));
  });

  it('SEC-02: leaves no name, id number or phone in the topics, in Redis or in the logs', () => {
    const words = personalData(MONTH);
    expect(kafka).toContain('settlement.claim-settled.v1');
    expect(jobs === 'postgres' || redis.includes('reconcile-day')).toBe(true);
    expect([...found(words, kafka), ...found(words, redis), ...found(words, logs)]).toEqual([]);
  });
});
