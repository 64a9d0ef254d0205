import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { deliver, DeliveryFailed } from '../delivery.js';
import { BATCH_MESSAGES } from '../limits.js';
import type { ConsumerHandle, Subscription } from '../port.js';
import { RETRY, waitForCoordinator } from './connection.js';
import { deliveredOf } from './headers.js';

const SESSION_TIMEOUT_MS = 30_000;
const REBALANCE_TIMEOUT_MS = 60_000;
const HEARTBEAT_MS = 2_000;
const FETCH_WAIT_MS = 500;
const PARTITION_BYTES = 1_048_576;

/**
 * A consumer of the group named by the subscription. It is never restarted inside the process: kafkajs leaves a restarted
 * consumer with state of the dead one. `onFatal` is told instead, once, and the supervisor starts a new process.
 */
export class KafkaConsumer implements ConsumerHandle {
  private readonly consumer: Consumer;
  private stopping = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly subscription: Subscription,
    sessionTimeoutMs: number | undefined,
    private readonly onFatal: (error: unknown) => void,
  ) {
    this.consumer = kafka.consumer({
      groupId: subscription.consumer,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: PARTITION_BYTES,
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
  }

  /** Resolves when the group has let this consumer in. */
  async start(): Promise<void> {
    const { consumer, topics } = this.subscription;
    await waitForCoordinator(this.kafka, consumer, topics);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...topics], fromBeginning: true });
    const joined = new Promise<void>((resolve, reject) => {
      this.consumer.on(this.consumer.events.GROUP_JOIN, () => resolve());
      this.consumer.on(this.consumer.events.CRASH, ({ payload }) => {
        reject(payload.error);
        if (!this.stopping) this.onFatal(payload.error);
      });
    });
    joined.catch(() => undefined);
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload) => this.eachBatch(payload),
    });
    await joined;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.consumer.disconnect();
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    for (let from = 0; from < messages.length; from += BATCH_MESSAGES) {
      if (!this.mayGoOn(payload)) return;
      const chunk = messages.slice(from, from + BATCH_MESSAGES);
      await this.applyAlive(payload, chunk);
      const last = chunk.at(-1)?.offset ?? '0';
      const offset = (BigInt(last) + 1n).toString();
      // Acknowledged first, then resolved: kafkajs fetches on from what is resolved. When the acknowledgement is lost in a
      // broker's restart it fetches the batch again and it is acknowledged again; the inbox drops what it has applied.
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      payload.resolveOffset(last);
      await payload.heartbeat();
    }
  }

  /** Heartbeats go on while the batch is being applied: sorting out poison may take longer than the session timeout. */
  private async applyAlive(payload: EachBatchPayload, chunk: EachBatchPayload['batch']['messages']): Promise<void> {
    const delivered = chunk.map((record) => deliveredOf(record, payload.batch));
    // What a heartbeat reports, such as a rebalance, the next awaited one after the batch reports again.
    const beat = setInterval(() => void payload.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      await deliver(this.subscription, delivered, () => this.mayGoOn(payload));
    } catch (error) {
      // Told at once: the crash event comes only after kafkajs has left the group, which may take long.
      if (error instanceof DeliveryFailed && !this.stopping) this.onFatal(error);
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  private mayGoOn({ isRunning, isStale }: EachBatchPayload): boolean {
    return !this.stopping && isRunning() && !isStale();
  }
}
