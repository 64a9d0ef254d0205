import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { isBrokerReady, startKafka } from './kafka.mjs';
import type { KafkaServer } from './kafka.mjs';

const folder = mkdtempSync(join(tmpdir(), 'kuasheng-broker-'));

describe('the Kafka launcher', () => {
  let broker: KafkaServer;
  beforeAll(async () => {
    broker = await startKafka({ folder });
  });
  afterAll(async () => {
    await broker?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds the running broker of the folder instead of starting a second one', async () => {
    const again = await startKafka({ folder });
    expect({ pid: again.pid, brokers: again.brokers }).toEqual({ pid: broker.pid, brokers: broker.brokers });
  });

  it('keeps topics, messages and port over an orderly restart and over kill -9', async () => {
    const client = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING });
    const [admin, producer] = [client.admin(), client.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ topics: [{ topic: 'claims', numPartitions: 1 }], waitForLeaders: true });
    await producer.send({ topic: 'claims', acks: -1, messages: [{ value: 'settled' }] });
    const pids = [broker.pid];
    await broker.restart();
    pids.push(broker.pid);
    await broker.kill();
    expect(await isBrokerReady(broker.brokers)).toBe(false);
    await broker.restart();
    pids.push(broker.pid);
    expect(await admin.fetchTopicOffsets('claims')).toMatchObject([{ partition: 0, low: '0', high: '1' }]);
    expect(new Set(pids).size).toBe(3);
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });
});
