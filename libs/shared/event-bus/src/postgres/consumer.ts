import { type Database, inWritingTransaction, parsePosition, START } from '#event-store';
import { deliver, DeliveryFailed } from '../delivery.js';
import { BATCH_MESSAGES, CONSUMER_POLL_MS, RECONNECT_ATTEMPTS, RECONNECT_FIRST_WAIT_MS } from '../limits.js';
import type { ConsumerHandle, DeliveredMessage, Subscription } from '../port.js';
import { Alarm, backoff, sleep } from '../waiting.js';
import { BUS_CHANNEL, type HeldPartition, readHeld, readPositions, savePositions } from './log-statements.js';
import { LockSession } from './session.js';

export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: number;
}

const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

/**
 * One subscription of one process. It works on the partitions whose lock it holds and stands by for the others. Reading
 * goes over the session that holds the locks: a process that lost them cannot read on.
 */
export class PostgresConsumer implements ConsumerHandle {
  private readonly alarm = new Alarm();
  private readonly partitions: readonly { topic: string; partition: number }[];
  private stopping = false;
  private failures = 0;
  private turn = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly subscription: Subscription,
    topics: readonly TopicPartitions[],
    private readonly onFatal: (error: unknown) => void,
  ) {
    this.partitions = topics.flatMap(({ topic, partitions }) =>
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition })),
    );
  }

  start(): void {
    this.running = this.run().catch(this.onFatal);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.follow();
      } catch (error) {
        if (error instanceof DeliveryFailed || this.failures >= RECONNECT_ATTEMPTS) throw error;
        await sleep(backoff(RECONNECT_FIRST_WAIT_MS, this.failures));
        this.failures += 1;
      }
    }
  }

  /** Works over one session until it is told to stop or the session breaks. */
  private async follow(): Promise<void> {
    const { consumer } = this.subscription;
    const session = await LockSession.open(this.db.url, {
      applicationName: `kuasheng consumer ${consumer}`,
      channel: BUS_CHANNEL,
      onEvent: () => this.alarm.ring(),
    });
    try {
      const held = new Map<string, HeldPartition>();
      while (!this.stopping && !session.lost) {
        await this.claim(session, held);
        await this.drain(session, held);
        this.failures = 0;
        await this.alarm.wait(this.stopping ? 0 : CONSUMER_POLL_MS);
      }
    } finally {
      await session.close();
    }
  }

  private async claim(session: LockSession, held: Map<string, HeldPartition>): Promise<void> {
    const wanted = this.partitions.filter((partition) => !held.has(keyOf(partition)));
    if (wanted.length === 0) return;
    const { consumer, topics } = this.subscription;
    const lockOf = (key: string): string => `consumer ${consumer} ${key}`;
    const gained = await session.tryLock(wanted.map((partition) => lockOf(keyOf(partition))));
    if (gained.size === 0) return;
    // Read after the lock: whoever held it before has acknowledged all it ever will.
    const query = session.query.bind(session);
    const known = new Map((await readPositions(query, consumer, topics)).map((row) => [keyOf(row), row.position]));
    for (const partition of wanted) {
      const key = keyOf(partition);
      if (gained.has(lockOf(key))) held.set(key, { ...partition, position: known.get(key) ?? START });
    }
  }

  private async drain(session: LockSession, held: Map<string, HeldPartition>): Promise<void> {
    const query = session.query.bind(session);
    while (!this.stopping && held.size > 0) {
      const messages = await readHeld(query, this.inTurn([...held.values()]), BATCH_MESSAGES);
      if (messages.length === 0) return;
      await deliver(this.subscription, messages, () => !this.stopping && !session.lost);
      await this.acknowledge(messages, held);
    }
  }

  /** Another partition comes first every time, so that a long backlog of one does not keep the others waiting. */
  private inTurn(held: readonly HeldPartition[]): readonly HeldPartition[] {
    this.turn = (this.turn + 1) % held.length;
    return [...held.slice(this.turn), ...held.slice(0, this.turn)];
  }

  private async acknowledge(messages: readonly DeliveredMessage[], held: Map<string, HeldPartition>): Promise<void> {
    const moved = new Map<string, HeldPartition>();
    for (const { topic, partition, offset } of messages) {
      moved.set(keyOf({ topic, partition }), { topic, partition, position: parsePosition(offset) });
    }
    await inWritingTransaction(this.db, (tx) =>
      savePositions(tx.query, this.subscription.consumer, [...moved.values()]),
    );
    for (const [key, partition] of moved) held.set(key, partition);
  }
}
