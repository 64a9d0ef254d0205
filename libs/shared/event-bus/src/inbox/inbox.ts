import { CONFLICT_RETRIES, MESSAGE_RETRIES, MESSAGE_RETRY_WAIT_MS } from '../limits.js';
import type { AnyMessageHandler, DeliveredMessage, EventBus, Subscription } from '../port.js';
import { deadLetterTopic } from '../topics.js';
import { backoff, sleep } from '../waiting.js';
import {
  type DeadLetter,
  letterOf,
  listDeadLetters,
  lockDeadLetter,
  markFailedAgain,
  markOnTopic,
  markReplayed,
  notOnTopic,
  recordDeadLetter,
} from './dead-letters.js';
import { isConflict, isFinal, isNotTheMessage } from './failures.js';
import { Handlers, type InboxStore } from './handlers.js';
import { migrateMessaging } from './messaging-tables.js';
import { lockPartitions, savePositions, withoutDuplicates } from './positions.js';

export type { InboxStore } from './handlers.js';

export interface InboxOptions {
  /** Where dead letters are published. */
  readonly bus: Pick<EventBus, 'publish'>;
  /** Told of every message that was put aside; for the log and the operator. */
  readonly onDeadLetter?: (letter: {
    readonly consumer: string;
    readonly messageId: string;
    readonly error: unknown;
  }) => void;
  readonly retryWaitMs?: number;
}

export type ReplayOutcome =
  | { readonly kind: 'replayed' }
  | { readonly kind: 'already-replayed' }
  | { readonly kind: 'unknown' }
  /** It failed again and stays open. */
  | { readonly kind: 'failed'; readonly error: unknown };

const LETTERS_PER_SEND = 100;

/**
 * The receiving side of a service: makes the bus's at-least-once an exactly-once effect. A batch is applied in one
 * writing transaction with the positions it reached; what was applied before is dropped by its position. A message that
 * cannot be applied is found by halving, put aside in `dead_letter` in the same transaction as its position, published
 * on the dead-letter topic, and can be replayed. Failures that are not the message's fault are thrown.
 */
export class Inbox {
  private readonly handlers: Handlers;
  /** Letters may wait from before the start, so the first batch looks. */
  private lettersWait = true;

  constructor(
    private readonly store: InboxStore,
    readonly consumer: string,
    handlers: readonly AnyMessageHandler[],
    private readonly options: InboxOptions,
  ) {
    this.handlers = new Handlers(store, handlers);
  }

  subscription(topics: readonly string[]): Subscription {
    return { consumer: this.consumer, topics, handle: (messages) => this.handle(messages) };
  }

  /** Resolves when every message is applied, was applied before, or is put aside. Throws infrastructure failures. */
  async handle(messages: readonly DeliveredMessage[]): Promise<void> {
    await migrateMessaging(this.store.database);
    if (messages.length > 0) await this.settle(messages);
    if (this.lettersWait) await this.publishLetters();
  }

  deadLetters(limit: number, status: DeadLetter['status'] = 'open'): Promise<readonly DeadLetter[]> {
    return migrateMessaging(this.store.database).then(() =>
      listDeadLetters(this.store.database.read, this.consumer, { status, limit }),
    );
  }

  /**
   * Applies a dead letter again, whatever has been applied since; once only, and never beside a batch of its partition: a
   * handler sees what later messages have done, or they see what it did. Throws infrastructure failures.
   */
  async replayDeadLetter(id: string): Promise<ReplayOutcome> {
    await migrateMessaging(this.store.database);
    try {
      return await this.store.transaction(async (tx) => {
        const letter = await lockDeadLetter(tx, this.consumer, id);
        if (letter === null) return { kind: 'unknown' };
        if (letter.status === 'replayed') return { kind: 'already-replayed' };
        await lockPartitions(tx, this.consumer, [letter.message]);
        await this.handlers.apply(tx, [letter.message]);
        await markReplayed(tx, id);
        return { kind: 'replayed' };
      });
    } catch (error) {
      if (isNotTheMessage(error)) throw error;
      await this.store.transaction((tx) => markFailedAgain(tx, id, error));
      return { kind: 'failed', error };
    }
  }

  private async settle(messages: readonly DeliveredMessage[]): Promise<void> {
    try {
      await this.applyTogether(messages);
    } catch (error) {
      if (isNotTheMessage(error)) throw error;
      const [first] = messages;
      if (messages.length === 1 && first !== undefined) return this.applyAlone(first, error);
      const middle = messages.length >> 1;
      await this.settle(messages.slice(0, middle));
      await this.settle(messages.slice(middle));
    }
  }

  private async applyTogether(messages: readonly DeliveredMessage[]): Promise<void> {
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        return await this.applyOnce(messages);
      } catch (error) {
        if (!isConflict(error) || conflicts >= CONFLICT_RETRIES) throw error;
      }
    }
  }

  private applyOnce(messages: readonly DeliveredMessage[]): Promise<void> {
    return this.store.transaction(async (tx) => {
      await lockPartitions(tx, this.consumer, messages);
      const fresh = await withoutDuplicates(tx, this.consumer, messages);
      if (fresh.length === 0) return;
      await this.handlers.apply(tx, fresh);
      await savePositions(tx, this.consumer, fresh);
    });
  }

  /** A single message that has failed once: some more tries, then it is put aside so that the partition goes on. */
  private async applyAlone(message: DeliveredMessage, firstError: unknown): Promise<void> {
    let error = firstError;
    let attempts = 1;
    while (attempts <= MESSAGE_RETRIES && !isFinal(error)) {
      await sleep(backoff(this.options.retryWaitMs ?? MESSAGE_RETRY_WAIT_MS, attempts - 1));
      try {
        return await this.applyTogether([message]);
      } catch (again) {
        if (isNotTheMessage(again)) throw again;
        error = again;
        attempts += 1;
      }
    }
    await this.putAside({ message, error, attempts });
  }

  private async putAside(failed: { message: DeliveredMessage; error: unknown; attempts: number }): Promise<void> {
    await this.store.transaction(async (tx) => {
      await lockPartitions(tx, this.consumer, [failed.message]);
      const fresh = await withoutDuplicates(tx, this.consumer, [failed.message]);
      if (fresh.length === 0) return;
      await recordDeadLetter(tx, this.consumer, failed);
      await savePositions(tx, this.consumer, fresh);
    });
    this.lettersWait = true;
    this.options.onDeadLetter?.({ consumer: this.consumer, messageId: failed.message.id, error: failed.error });
  }

  /** At least once: a letter is marked after the bus has it. The truth is the table; the topic is for other readers. */
  private async publishLetters(): Promise<void> {
    for (;;) {
      const waiting = await notOnTopic(this.store.database.read, this.consumer, LETTERS_PER_SEND);
      if (waiting.length === 0) break;
      const letters = waiting.map((stored) => letterOf(stored, this.consumer));
      await this.options.bus.publish(deadLetterTopic(this.consumer), letters);
      await this.store.transaction((tx) =>
        markOnTopic(
          tx,
          waiting.map(({ id }) => id),
        ),
      );
    }
    this.lettersWait = false;
  }
}
