import type { WriteRequest, WriteTransaction } from '#event-store';

/** An integration event on its way: CloudEvents 1.0 attributes plus the place in the source's log that makes it unique. */
export interface BusMessage {
  /** `<source>/<epoch>.<transaction>.<position>`: the same event always has the same id. */
  readonly id: string;
  readonly source: string;
  /** e.g. `settlement.claim-settled.v1`, a name of the contracts catalogue. */
  readonly type: string;
  /** The stream it comes from; messages of one subject keep their order. */
  readonly subject: string;
  /** Sortable text of the source position; consumers skip what is not later than what they applied. */
  readonly position: string;
  readonly time: string;
  /** Who, when, on whose behalf and why, carried along (SEC-03). */
  readonly metadata: Readonly<Record<string, string | null>>;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface DeliveredMessage extends BusMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface Subscription {
  /** Name of the consumer group, e.g. `clearing`; its dead-letter topic is `kuasheng.dead-letter.<consumer>`. */
  readonly consumer: string;
  readonly topics: readonly string[];
  /**
   * Applies one batch in one database transaction with its inbox position (see `Inbox`), then returns; only then the
   * adapter acknowledges. A throw means nothing of the batch was kept.
   */
  handle(messages: readonly DeliveredMessage[]): Promise<void>;
}

export interface ConsumerHandle {
  /** Stops after the batch in hand. */
  stop(): Promise<void>;
}

export interface ConsumerLag {
  readonly consumer: string;
  readonly topic: string;
  readonly messages: number;
}

/** A place in a partition of a topic; how offsets compare is the adapter's business. */
export interface BusMark {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** The event bus. At least once, in order per subject; consumers make it exactly once with their inbox. */
export interface EventBus {
  readonly kind: 'postgres' | 'kafka';
  /** Creates topics that are missing, with a fixed number of partitions. Called by the topics tool, never by services. */
  createTopics(topics: readonly string[]): Promise<void>;
  /**
   * Resolves when every message is durably on the bus, in the order given and after the messages of earlier calls.
   * Rejects if that is not known: the same messages must then be published again before later ones, because consumers
   * drop what comes behind a later position of its source. No messages: nothing happens.
   */
  publish(topic: string, messages: readonly BusMessage[]): Promise<void>;
  subscribe(subscription: Subscription): Promise<ConsumerHandle>;
  lag(consumer: string, topics: readonly string[]): Promise<readonly ConsumerLag[]>;
  /** Where topics end now: behind every message whose publication has resolved. Partitions without messages are left out. */
  end(topics: readonly string[]): Promise<readonly BusMark[]>;
  /** Whether a consumer has acknowledged, so applied, everything up to these marks. */
  hasPassed(consumer: string, marks: readonly BusMark[]): Promise<boolean>;
  /** Messages of a topic from the start: dead letters for the operator, whole topics for audits and tests. */
  read(topic: string, limit: number): Promise<readonly DeliveredMessage[]>;
  /** Told when a consumer cannot go on; the process must then end and be started anew. */
  onFatal(listener: (error: Error) => void): void;
  health(): Promise<void>;
  close(): Promise<void>;
}

/** What a service does with messages of other services: runs inside the writing transaction of its inbox. */
export interface MessageHandler {
  readonly types: readonly string[];
  /** Messages of one call follow each other in their order. A throw undoes the whole batch (see `Inbox`). */
  apply(tx: WriteTransaction, messages: readonly DeliveredMessage[]): Promise<void>;
}

/** A handler whose effect is events of the service's own streams. */
export interface DecidingHandler {
  readonly types: readonly string[];
  /**
   * Says what to decide for these messages; `tx` is for reading only. All requests of a batch are decided together, in
   * the order of the messages, before any `MessageHandler` of the batch writes: the streams' locks must come before
   * the first write of the transaction (architecture §4). A refusal is an error of the message.
   */
  requests(tx: WriteTransaction, messages: readonly DeliveredMessage[]): Promise<readonly WriteRequest[]>;
}

export type AnyMessageHandler = MessageHandler | DecidingHandler;
