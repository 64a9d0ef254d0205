import { type Database, inWritingTransaction, migrate, openDatabase, positionText } from '#event-store';
import { FatalListeners } from '../fatal.js';
import { BATCH_MESSAGES } from '../limits.js';
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
import { Turns } from '../waiting.js';
import { PostgresConsumer, type TopicPartitions } from './consumer.js';
import {
  countBehind,
  type HeldPartition,
  insertMessages,
  partitionCount,
  readEnds,
  readPositions,
  readTopic,
} from './log-statements.js';

const MIGRATIONS = new URL('./sql/', import.meta.url);

const markOf = ({ topic, partition, position }: HeldPartition): BusMark => ({
  topic,
  partition,
  offset: positionText(position),
});
const keyOf = ({ topic, partition }: BusMark): string => `${topic}/${partition}`;

/** Makes or updates the tables of the bus in its database, and raises the epoch after a restore. */
export async function migrateBus(db: Database): Promise<void> {
  await migrate(db, 'event-bus', MIGRATIONS);
  await inWritingTransaction(db, (tx) =>
    tx.query(
      `update store_epoch set epoch = epoch + 1, system_identifier = there.id
         from (select system_identifier::text as id from pg_control_system()) as there
        where store_epoch.system_identifier <> there.id`,
    ),
  );
}

/** The event bus on a PostgreSQL database of its own: the embedded form. */
export class PostgresEventBus implements EventBus {
  readonly kind = 'postgres';
  private readonly db: Database;
  private readonly fatal = new FatalListeners();
  private readonly consumers = new Set<ConsumerHandle>();
  private readonly publications = new Turns();
  private closing: Promise<void> | null = null;

  /** Connects to nothing yet; `createTopics` makes the tables. */
  constructor(url: string) {
    this.db = openDatabase(url, { connections: 8, applicationName: 'kuasheng bus' });
  }

  async createTopics(topics: readonly string[]): Promise<void> {
    await migrateBus(this.db);
    await inWritingTransaction(this.db, (tx) =>
      tx.query(
        'insert into topics select topic, partitions from unnest($1::text[], $2::int[]) as new(topic, partitions) on conflict do nothing',
        [topics, topics.map(partitionsOf)],
      ),
    );
  }

  /** One transaction per call; the calls of a process one after another, in their order. */
  async publish(topic: string, messages: readonly BusMessage[]): Promise<void> {
    if (messages.length > 0) await this.publications.take(() => this.publishNow(topic, messages));
  }

  async subscribe(subscription: Subscription): Promise<ConsumerHandle> {
    const topics = await this.topicsOf([...subscription.topics, deadLetterTopic(subscription.consumer)]);
    const wanted = topics.filter(({ topic }) => subscription.topics.includes(topic));
    const consumer = new PostgresConsumer(this.db, subscription, wanted, (error) => this.fatal.tell(error));
    this.consumers.add(consumer);
    consumer.start();
    return {
      stop: async () => {
        await consumer.stop();
        this.consumers.delete(consumer);
      },
    };
  }

  async lag(consumer: string, topics: readonly string[]): Promise<readonly ConsumerLag[]> {
    const rows = await countBehind(this.db.read, consumer, topics);
    return rows.map(({ topic, messages }) => ({ consumer, topic, messages }));
  }

  async end(topics: readonly string[]): Promise<readonly BusMark[]> {
    return (await readEnds(this.db.read, topics)).map(markOf);
  }

  async hasPassed(consumer: string, marks: readonly BusMark[]): Promise<boolean> {
    const positions = (await readPositions(this.db.read, consumer, [...new Set(marks.map(({ topic }) => topic))])).map(
      markOf,
    );
    const offsets = new Map(positions.map((mark) => [keyOf(mark), mark.offset]));
    return marks.every((mark) => (offsets.get(keyOf(mark)) ?? '') >= mark.offset);
  }

  async read(topic: string, limit: number): Promise<readonly DeliveredMessage[]> {
    await this.topicsOf([topic]);
    return readTopic(this.db.read, topic, limit);
  }

  onFatal(listener: (error: Error) => void): void {
    this.fatal.add(listener);
  }

  async health(): Promise<void> {
    await this.db.read('select 1 from topics limit 1');
  }

  close(): Promise<void> {
    this.closing ??= Promise.all([...this.consumers].map((consumer) => consumer.stop())).then(() => this.db.close());
    return this.closing;
  }

  private async publishNow(topic: string, messages: readonly BusMessage[]): Promise<void> {
    await inWritingTransaction(this.db, async ({ query }) => {
      const partitions = await partitionCount(query, topic);
      if (partitions === null) throw new TopicMissing([topic]);
      for (let from = 0; from < messages.length; from += BATCH_MESSAGES) {
        await insertMessages(query, { topic, partitions }, messages.slice(from, from + BATCH_MESSAGES));
      }
    });
  }

  private async topicsOf(names: readonly string[]): Promise<readonly TopicPartitions[]> {
    const rows = await this.db.read<TopicPartitions>('select topic, partitions from topics where topic = any($1)', [
      names,
    ]);
    const missing = names.filter((name) => !rows.some(({ topic }) => topic === name));
    if (missing.length > 0) throw new TopicMissing(missing);
    return rows;
  }
}
