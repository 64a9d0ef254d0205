import type { Admin, Kafka } from 'kafkajs';
import { FatalListeners } from '../fatal.js';
import type {
  BusMark,
  BusMessage,
  ConsumerHandle,
  ConsumerLag,
  DeliveredMessage,
  EventBus,
  Subscription,
} from '../port.js';
import { deadLetterTopic, partitionsOf, TopicMissing } from '../topics.js';
import { messagesBehind } from './behind.js';
import { connectionTo, type KafkaBusOptions, waitForCoordinator, withAdmin } from './connection.js';
import { KafkaConsumer } from './consumer.js';
import { KeptAdmin } from './kept-admin.js';
import { SerialProducer } from './producer.js';
import { readTopic } from './read-topic.js';

const TOPIC_SETTINGS = [
  // Kafka's default removes messages after seven days; a consumer may be down for longer, and audits read from the start.
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'max.message.bytes', value: '8388608' },
];

const BROKERS_OWN_DEFAULT = -1;
const PROBE_GROUP = 'kuasheng.probe';

/** The event bus on Apache Kafka: the distributed form. */
export class KafkaEventBus implements EventBus {
  readonly kind = 'kafka';
  private readonly kafka: Kafka;
  private readonly producer: SerialProducer;
  private readonly admin: KeptAdmin;
  private readonly fatal = new FatalListeners();
  private readonly consumers = new Set<ConsumerHandle>();
  private closing: Promise<void> | null = null;

  constructor(private readonly options: KafkaBusOptions) {
    this.kafka = connectionTo(options);
    this.admin = new KeptAdmin(this.kafka);
    this.producer = new SerialProducer(this.kafka, (topic) => this.requireTopics([topic]));
  }

  async createTopics(topics: readonly string[]): Promise<void> {
    await withAdmin(this.kafka, async (admin) => {
      const missing = await missingOf(admin, topics);
      if (missing.length === 0) return;
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: partitionsOf(topic),
          replicationFactor: this.options.replicationFactor ?? BROKERS_OWN_DEFAULT,
          configEntries: TOPIC_SETTINGS,
        })),
      });
    });
    await waitForCoordinator(this.kafka, PROBE_GROUP, topics);
  }

  async publish(topic: string, messages: readonly BusMessage[]): Promise<void> {
    if (messages.length > 0) await this.producer.send(topic, messages);
  }

  async subscribe(subscription: Subscription): Promise<ConsumerHandle> {
    await this.requireTopics([...subscription.topics, deadLetterTopic(subscription.consumer)]);
    const { sessionTimeoutMs } = this.options;
    const consumer = new KafkaConsumer(this.kafka, subscription, sessionTimeoutMs, (error) => this.fatal.tell(error));
    this.consumers.add(consumer);
    await consumer.start();
    return {
      stop: async () => {
        await consumer.stop();
        this.consumers.delete(consumer);
      },
    };
  }

  async lag(consumer: string, topics: readonly string[]): Promise<readonly ConsumerLag[]> {
    return this.admin.ask(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId: consumer, topics: [...topics] });
      const lags: ConsumerLag[] = [];
      for (const { topic, partitions } of committed) {
        const offsets = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
        const ends = await admin.fetchTopicOffsets(topic);
        lags.push({ consumer, topic, messages: messagesBehind(ends, offsets) });
      }
      return lags;
    });
  }

  /** High watermarks: publications resolve once all replicas in sync have them (acks -1), so behind none of those. */
  async end(topics: readonly string[]): Promise<readonly BusMark[]> {
    return this.admin.ask(async (admin) => {
      const marks: BusMark[] = [];
      for (const topic of topics) {
        const ends = await admin.fetchTopicOffsets(topic);
        marks.push(
          ...ends
            .filter(({ low, high }) => BigInt(high) > BigInt(low))
            .map(({ partition, high }) => ({ topic, partition, offset: high })),
        );
      }
      return marks;
    });
  }

  async hasPassed(consumer: string, marks: readonly BusMark[]): Promise<boolean> {
    if (marks.length === 0) return true;
    const topics = [...new Set(marks.map(({ topic }) => topic))];
    const committed = await this.admin.ask((admin) => admin.fetchOffsets({ groupId: consumer, topics }));
    const offsets = new Map(
      committed.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const),
      ),
    );
    return marks.every(
      ({ topic, partition, offset }) => (offsets.get(`${topic}/${partition}`) ?? -1n) >= BigInt(offset),
    );
  }

  async read(topic: string, limit: number): Promise<readonly DeliveredMessage[]> {
    await this.requireTopics([topic]);
    return readTopic(this.kafka, topic, limit);
  }

  onFatal(listener: (error: Error) => void): void {
    this.fatal.add(listener);
  }

  async health(): Promise<void> {
    await this.admin.ask((admin) => admin.describeCluster());
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await Promise.all([this.producer.close(), this.admin.close()]);
  }

  private async requireTopics(topics: readonly string[]): Promise<void> {
    const missing = await withAdmin(this.kafka, (admin) => missingOf(admin, topics));
    if (missing.length > 0) throw new TopicMissing(missing);
  }
}

async function missingOf(admin: Admin, topics: readonly string[]): Promise<readonly string[]> {
  const existing = new Set(await admin.listTopics());
  return topics.filter((topic) => !existing.has(topic));
}
