import { createHash } from 'node:crypto';
import type {
  BusMark,
  BusMessage,
  ConsumerHandle,
  ConsumerLag,
  DeliveredMessage,
  EventBus,
  Subscription,
} from '#event-bus';
import type { Random } from '../random.js';

const PARTITIONS = 6;
const MOST_AT_ONCE = 12;

interface Partition {
  readonly topic: string;
  readonly number: number;
  readonly log: DeliveredMessage[];
}

interface Consumer {
  readonly subscription: Subscription;
  /** How many messages of a partition are acknowledged. */
  readonly acknowledged: Map<Partition, number>;
}

/**
 * The bus in memory. It keeps what the adapters promise and nothing more: messages of one subject in the order of their
 * publication, each at least once. Partitions advance as the seed draws, so that one may be days behind another, batches
 * are cut anywhere, and what was applied but not acknowledged comes again.
 */
export class SeededBus implements EventBus {
  readonly kind = 'postgres';
  private readonly partitions = new Map<string, readonly Partition[]>();
  private readonly consumers = new Map<string, Consumer>();
  /** Messages that came to a consumer again. */
  repeated = 0;

  /** Empties topics and positions; subscriptions stay. */
  reset(): void {
    this.partitions.clear();
    for (const { acknowledged } of this.consumers.values()) acknowledged.clear();
    this.repeated = 0;
  }

  createTopics(topics: readonly string[]): Promise<void> {
    for (const topic of topics) this.partitionsOf(topic);
    return Promise.resolve();
  }

  publish(topic: string, messages: readonly BusMessage[]): Promise<void> {
    for (const message of messages) {
      const number = createHash('sha256').update(message.subject).digest().readUInt32BE(0) % PARTITIONS;
      const partition = this.partitionsOf(topic)[number] as Partition;
      const offset = String(partition.log.length);
      // What is sent is text: nobody shares an object with the sender.
      const sent = JSON.parse(JSON.stringify(message)) as BusMessage;
      partition.log.push({ ...sent, topic, partition: number, offset });
    }
    return Promise.resolve();
  }

  subscribe(subscription: Subscription): Promise<ConsumerHandle> {
    this.consumers.set(subscription.consumer, { subscription, acknowledged: new Map() });
    return Promise.resolve({ stop: () => Promise.resolve(void this.consumers.delete(subscription.consumer)) });
  }

  /** A batch for a consumer as the seed draws it; empty if there is nothing to deliver. */
  draw(name: string, random: Random): readonly DeliveredMessage[] {
    const { acknowledged, subscription } = this.consumer(name);
    const behind = subscription.topics
      .flatMap((topic) => this.partitionsOf(topic))
      .filter((partition) => partition.log.length > (acknowledged.get(partition) ?? 0));
    const chosen = behind.filter(() => random.permille(500));
    return (chosen.length > 0 ? chosen : behind.slice(0, 1)).flatMap((partition) => {
      const from = acknowledged.get(partition) ?? 0;
      return partition.log.slice(from, from + random.int(1, MOST_AT_ONCE));
    });
  }

  /** Hands a batch over; throws what the consumer throws. It is acknowledged only where the consumer came to it. */
  async deliver(name: string, batch: readonly DeliveredMessage[], acknowledges: boolean): Promise<void> {
    const { acknowledged, subscription } = this.consumer(name);
    await subscription.handle(batch);
    if (!acknowledges) {
      this.repeated += batch.length;
      return;
    }
    for (const { topic, partition: number, offset } of batch) {
      acknowledged.set(this.partitionsOf(topic)[number] as Partition, Number(offset) + 1);
    }
  }

  lag(name: string, topics: readonly string[]): Promise<readonly ConsumerLag[]> {
    const acknowledged = this.consumers.get(name)?.acknowledged;
    const behind = (topic: string): number =>
      this.partitionsOf(topic).reduce((sum, one) => sum + one.log.length - (acknowledged?.get(one) ?? 0), 0);
    return Promise.resolve(topics.map((topic) => ({ consumer: name, topic, messages: behind(topic) })));
  }

  end(topics: readonly string[]): Promise<readonly BusMark[]> {
    const marks = topics.flatMap((topic) =>
      this.partitionsOf(topic).flatMap(({ log, number: partition }) =>
        log.length === 0 ? [] : [{ topic, partition, offset: String(log.length - 1) }],
      ),
    );
    return Promise.resolve(marks);
  }

  hasPassed(name: string, marks: readonly BusMark[]): Promise<boolean> {
    const { acknowledged } = this.consumer(name);
    const reached = ({ topic, partition }: BusMark): number =>
      acknowledged.get(this.partitionsOf(topic)[partition] as Partition) ?? 0;
    return Promise.resolve(marks.every((mark) => reached(mark) > Number(mark.offset)));
  }

  read(topic: string, limit: number): Promise<readonly DeliveredMessage[]> {
    return Promise.resolve(
      this.partitionsOf(topic)
        .flatMap(({ log }) => log)
        .slice(0, limit),
    );
  }

  onFatal(): void {
    // Nothing breaks in memory.
  }

  health(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private consumer(name: string): Consumer {
    const consumer = this.consumers.get(name);
    if (consumer === undefined) throw new RangeError(`no consumer ${name}`);
    return consumer;
  }

  private partitionsOf(topic: string): readonly Partition[] {
    const known = this.partitions.get(topic);
    if (known !== undefined) return known;
    const made = Array.from({ length: PARTITIONS }, (_, number) => ({ topic, number, log: [] }));
    this.partitions.set(topic, made);
    return made;
  }
}
