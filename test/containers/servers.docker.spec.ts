import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import {
  startKafkaContainer,
  startPostgresContainer,
  startRedisContainer,
} from '../../libs/shared/testing/src/infrastructure/containers.js';
import type { ServerContainer } from '../../libs/shared/testing/src/infrastructure/containers.js';
import { ensureDatabases } from '../../apps/platform/src/infrastructure/databases.js';

describe('the official image postgres:18', () => {
  let postgres: ServerContainer;
  beforeAll(async () => {
    postgres = await startPostgresContainer();
  });
  afterAll(() => postgres?.stop());

  it('takes the databases of the services and the snapshot functions the event store reads with', async () => {
    await ensureDatabases(postgres.address, ['kuasheng_settlement']);
    const client = new pg.Client({ connectionString: new URL('/kuasheng_settlement', postgres.address).href });
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_database() AS name, pg_current_xact_id() >= pg_snapshot_xmin(pg_current_snapshot()) AS ordered`,
    );
    await client.end();
    expect(rows).toEqual([{ name: 'kuasheng_settlement', ordered: true }]);
  });
});

describe('the official image redis:8', () => {
  let redis: ServerContainer;
  beforeAll(async () => {
    redis = await startRedisContainer();
  });
  afterAll(() => redis?.stop());

  it('never evicts keys and is new enough for BullMQ', async () => {
    const client = new Redis(redis.address);
    const policy = await client.config('GET', 'maxmemory-policy');
    const info = await client.info('server');
    client.disconnect();
    expect(policy).toEqual(['maxmemory-policy', 'noeviction']);
    expect(Number(/redis_version:(\d+)/.exec(info)?.[1])).toBe(8);
  });
});

describe('the official image apache/kafka:4.1.1', () => {
  let kafka: ServerContainer;
  beforeAll(async () => {
    kafka = await startKafkaContainer();
  });
  afterAll(() => kafka?.stop());

  it('lets a consumer group join at the first attempt and read what was sent', async () => {
    const crashes: string[] = [];
    const client = new Kafka({ brokers: [kafka.address], logLevel: logLevel.NOTHING });
    const [admin, producer, consumer] = [client.admin(), client.producer(), client.consumer({ groupId: 'first' })];
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
    await admin.createTopics({ topics: [{ topic: 'claims', numPartitions: 3 }], waitForLeaders: true });
    await producer.send({ topic: 'claims', acks: -1, messages: [{ key: 'visit-1', value: 'settled' }] });
    consumer.on('consumer.crash', ({ payload }) => crashes.push(payload.error.message));
    await consumer.subscribe({ topics: ['claims'], fromBeginning: true });
    const received = await new Promise<string | undefined>((resolve, reject) => {
      consumer.run({ eachMessage: async ({ message }) => resolve(message.value?.toString()) }).catch(reject);
    });
    await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()]);
    expect({ received, crashes }).toEqual({ received: 'settled', crashes: [] });
  });

  it('makes no topic from a misspelt name', async () => {
    const admin = new Kafka({ brokers: [kafka.address], logLevel: logLevel.NOTHING, retry: { retries: 1 } }).admin();
    await admin.connect();
    await admin.fetchTopicMetadata({ topics: ['claimz'] }).catch(() => undefined);
    const topics = await admin.listTopics();
    await admin.disconnect();
    expect(topics).not.toContain('claimz');
  });
});
