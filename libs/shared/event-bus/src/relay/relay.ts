import { type EventStore, type Position, positionText, type RecordedEvent } from '#event-store';
import { FatalListeners } from '../fatal.js';
import { migrateMessaging } from '../inbox/messaging-tables.js';
import {
  BATCH_MESSAGES,
  PUBLISHED_POLL_MS,
  RECONNECT_ATTEMPTS,
  RECONNECT_FIRST_WAIT_MS,
  RELAY_GATHER_MS,
  RELAY_POLL_MS,
} from '../limits.js';
import type { BusMessage, EventBus } from '../port.js';
import { LockSession } from '../postgres/session.js';
import { Alarm, backoff, Progress, sleep } from '../waiting.js';
import { countAfter, readCheckpoint, readLogEnd, saveCheckpoint } from './checkpoint.js';

/** An integration event as a service words it; the relay adds what identifies it. */
export interface OutgoingMessage {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Messages of one subject keep their order; the event's stream if not given. */
  readonly subject?: string;
}

/** Pure. Null: the event stays inside. One message at most: consumers tell messages apart by the event's position. */
export type Translate = (event: RecordedEvent) => OutgoingMessage | null;

export interface RelayOptions {
  /** Name of the service: the CloudEvents source. */
  readonly service: string;
  /** `kuasheng.<service>.v1` if not given. */
  readonly topic?: string;
  readonly translate: Translate;
  /** Types `translate` has a message for; the data of others is not read. All if not given. */
  readonly published?: readonly string[] | undefined;
  readonly batchSize?: number;
}

/** `translate` failed for an event. Trying again would end the same and skipping is not allowed: the relay stops at once. */
export class TranslationFailed extends Error {
  override readonly name = 'TranslationFailed';
}

export type RelayStore = Pick<EventStore, 'database' | 'transaction' | 'readAll' | 'onWake'>;

/**
 * The outbox: publishes committed events of a service in the order of its log, then saves how far it came. A crash in
 * between publishes again under the same ids. One process at a time leads, the others stand by for its lock.
 */
export class Relay {
  readonly topic: string;
  private readonly alarm = new Alarm();
  private readonly fatal = new FatalListeners();
  private readonly published = new Progress<string>('');
  private polling: Promise<void> | null = null;
  private stopping = false;
  private failures = 0;
  private running: Promise<void> = Promise.resolve();
  private forgetWake: () => void = () => undefined;

  constructor(
    private readonly store: RelayStore,
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly options: RelayOptions,
  ) {
    this.topic = options.topic ?? `kuasheng.${options.service}.v1`;
  }

  async start(): Promise<void> {
    await migrateMessaging(this.store.database);
    this.forgetWake = this.store.onWake(() => this.alarm.ring());
    this.running = this.run().catch((error: unknown) => this.fatal.tell(error));
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.forgetWake();
    this.alarm.ring();
    await this.running;
  }

  /** Told when the relay has given up (at once if an event cannot be translated, else after bounded tries); the process must end and be started anew. */
  onFatal(listener: (error: Error) => void): void {
    this.fatal.add(listener);
  }

  /** Events recorded but not yet gone through the relay. */
  async lag(): Promise<number> {
    const { read } = this.store.database;
    await migrateMessaging(this.store.database);
    return countAfter(read, await readCheckpoint(read, this.topic));
  }

  /**
   * Resolves true once everything recorded before the call is on the bus, or was looked at and stays inside; false if
   * that was not so within `withinMs` milliseconds or the log could not be read. Never throws: what was recorded stands.
   */
  async hasPublished(withinMs: number): Promise<boolean> {
    const end = await readLogEnd(this.store.database.read).catch(() => undefined);
    if (end === undefined) return false;
    if (end === null) return true;
    const came = this.published.until(end, withinMs);
    // A leader here resolves it after its batch; another process's progress shows in the checkpoint only.
    this.polling ??= this.pollCheckpoint().finally(() => (this.polling = null));
    return came;
  }

  private async pollCheckpoint(): Promise<void> {
    while (this.published.isAwaited) {
      await sleep(PUBLISHED_POLL_MS);
      if (!this.published.isAwaited) return;
      const checkpoint = await readCheckpoint(this.store.database.read, this.topic).catch(() => null);
      if (checkpoint !== null) this.published.advance(positionText(checkpoint));
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.attend();
      } catch (error) {
        if (error instanceof TranslationFailed || this.failures >= RECONNECT_ATTEMPTS) throw error;
        if (!this.stopping) await sleep(backoff(RECONNECT_FIRST_WAIT_MS, this.failures));
        this.failures += 1;
      }
    }
  }

  /** Stands by for the lock and leads while it holds, over one session. */
  private async attend(): Promise<void> {
    const lock = `relay ${this.topic}`;
    const session = await LockSession.open(this.store.database.url, {
      applicationName: `kuasheng relay ${this.options.service}`,
      channel: null,
      onEvent: () => this.alarm.ring(),
    });
    try {
      while (!this.stopping && !session.lost) {
        if ((await session.tryLock([lock])).has(lock)) return await this.lead(session);
        await this.pause();
      }
    } finally {
      await session.close();
    }
  }

  private async lead(session: LockSession): Promise<void> {
    const query = session.query.bind(session);
    let after = await readCheckpoint(query, this.topic);
    this.published.advance(positionText(after));
    while (!this.stopping) {
      const begun = performance.now();
      // Asked over the session that holds the lock: a leader that lost it finds out before it publishes.
      const reached = await this.publishNext(after, () => query('select 1'));
      this.failures = 0;
      if (reached === null) await this.pause();
      else {
        after = reached;
        await this.gather(begun);
      }
    }
  }

  /** Publishes all that is committed behind the checkpoint, then resolves. Of a relay that is not started: the caller leads. */
  async publishAll(): Promise<void> {
    await migrateMessaging(this.store.database);
    let after: Position | null = await readCheckpoint(this.store.database.read, this.topic);
    while (after !== null) after = await this.publishNext(after, () => Promise.resolve());
  }

  /** One batch; how far it came, or null where there was nothing. */
  private async publishNext(after: Position, stillLeads: () => Promise<unknown>): Promise<Position | null> {
    const events = await this.store.readAll(after, this.options.batchSize ?? BATCH_MESSAGES, this.options.published);
    await stillLeads();
    const last = events.at(-1);
    if (last === undefined) return null;
    await this.publish(events, last.position);
    return last.position;
  }

  private async publish(events: readonly RecordedEvent[], reached: Position): Promise<void> {
    const messages = events.map((event) => this.messageOf(event)).filter((message) => message !== null);
    await this.bus.publish(this.topic, messages);
    await this.store.transaction((tx) => saveCheckpoint(tx.query, this.topic, reached));
    this.published.advance(positionText(reached));
  }

  private messageOf(event: RecordedEvent): BusMessage | null {
    const outgoing = this.translated(event);
    if (outgoing === null) return null;
    const position = positionText(event.position);
    const { actor, onBehalfOf, reason, businessDate, correlationId, causationId } = event.metadata;
    return {
      id: `${this.options.service}/${position}`,
      source: this.options.service,
      type: outgoing.type,
      subject: outgoing.subject ?? event.streamId,
      position,
      time: event.occurredAt,
      metadata: { actor, onBehalfOf, reason, businessDate, correlationId, causationId },
      data: outgoing.data,
    };
  }

  private translated(event: RecordedEvent): OutgoingMessage | null {
    if (this.options.published?.includes(event.type) === false) return null;
    try {
      return this.options.translate(event);
    } catch (cause) {
      throw new TranslationFailed(`事件 ${event.type} (${event.streamId} 第 ${event.version} 版) 无法译为集成事件`, {
        cause,
      });
    }
  }

  /** Under load batches grow instead of following one another at once: each has its own commits. */
  private async gather(begun: number): Promise<void> {
    const left = RELAY_GATHER_MS - (performance.now() - begun);
    if (left > 0 && !this.stopping) await sleep(left);
  }

  private async pause(): Promise<void> {
    if (!this.stopping) await this.alarm.wait(RELAY_POLL_MS);
  }
}
