import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka } from 'kafkajs';
import type { DeliveredMessage } from '../port.js';
import { RETRY, waitForCoordinator, withAdmin } from './connection.js';
import { deliveredOf } from './headers.js';

const FETCH_WAIT_MS = 200;

/**
 * Reads a topic from the start up to what it held when the call came, at most `limit` messages, by partition and offset.
 * kafkajs reads only as a member of a group: a throw-away group is made and removed.
 */
export async function readTopic(kafka: Kafka, topic: string, limit: number): Promise<readonly DeliveredMessage[]> {
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  const ends = new Map(
    offsets
      .filter(({ low, high }) => BigInt(high) > BigInt(low))
      .map(({ partition, high }) => [partition, BigInt(high)]),
  );
  if (ends.size === 0) return [];
  const groupId = `kuasheng.read.${randomUUID()}`;
  await waitForCoordinator(kafka, groupId, [topic]);
  const consumer = kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    retry: { ...RETRY, restartOnFailure: async () => false },
  });
  try {
    const found = await collect(consumer, { topic, limit, ends });
    return found.sort((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await withAdmin(kafka, (admin) => admin.deleteGroups([groupId])).catch(() => undefined);
  }
}

interface Wanted {
  readonly topic: string;
  readonly limit: number;
  /** First offset not wanted, by partition. */
  readonly ends: Map<number, bigint>;
}

async function collect(consumer: Consumer, { topic, limit, ends }: Wanted): Promise<DeliveredMessage[]> {
  const found: DeliveredMessage[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const eachBatch: NonNullable<Parameters<Consumer['run']>[0]>['eachBatch'] = async ({ batch }) => {
      const end = ends.get(batch.partition);
      if (end === undefined) return;
      const wanted = batch.messages.filter(({ offset }) => BigInt(offset) < end);
      found.push(...wanted.slice(0, limit - found.length).map((record) => deliveredOf(record, batch)));
      if (BigInt(batch.lastOffset()) + 1n >= end) ends.delete(batch.partition);
      if (ends.size === 0 || found.length >= limit) resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  return found;
}
