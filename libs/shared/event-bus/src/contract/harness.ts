import { randomBytes } from 'node:crypto';
import { EventStore, positionText } from '#event-store';
import { createEventBus, type EventBusConfig } from '../config.js';
import { Inbox } from '../inbox/inbox.js';
import type { BusMessage, ConsumerHandle, EventBus, MessageHandler } from '../port.js';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';

/** What an adapter brings to the contract suite: a real server of its own. */
export interface ContractHarness {
  readonly config: EventBusConfig;
  /** Stops the server and starts it again, with its data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const TYPE = 'test.happened.v1';
export const POISON = '无法处理';

export const unique = (word: string): string => `${word}-${randomBytes(5).toString('hex')}`;

/** The n-th message of a source: `n` gives the position, so order and repetition are under control. */
export function message(n: number, subject: string, text = `第${n}条`): BusMessage {
  const position = positionText({ epoch: 1, transactionId: String(1000 + n), globalPosition: String(n) });
  return {
    id: `test/${position}`,
    source: 'test',
    type: TYPE,
    subject,
    position,
    time: '2025-08-01T08:00:00.000Z',
    metadata: { actor: 'user:张三', onBehalfOf: 'province:32', reason: '跨省结算', causationId: null },
    data: { n, text },
  };
}

export const messages = (count: number, subjectOf: (n: number) => string): BusMessage[] =>
  Array.from({ length: count }, (_, index) => message(index + 1, subjectOf(index + 1)));

export interface Effect {
  readonly subject: string;
  readonly n: number;
  readonly text: string;
}

/** A service with an inbox and one table; what is applied twice is there twice. */
export class ConsumingService {
  private constructor(
    readonly name: string,
    readonly url: string,
    readonly store: EventStore,
    private readonly database: TestDatabase | null,
  ) {}

  static async create(): Promise<ConsumingService> {
    const database = await testDatabase('bus_contract');
    const store = await EventStore.open({ url: database.url, connections: 4 });
    await store.transaction((tx) =>
      tx.query('create table effect (id bigint generated always as identity, subject text, n integer, text text)'),
    );
    return new ConsumingService(unique('consumer'), database.url, store, database);
  }

  /** The same service in another process. */
  static async reopen(name: string, url: string): Promise<ConsumingService> {
    return new ConsumingService(name, url, await EventStore.open({ url, connections: 4 }), null);
  }

  inbox(bus: EventBus, isPoison: (effect: Effect) => boolean = () => false): Inbox {
    return new Inbox(this.store, this.name, [recording(isPoison)], { bus, retryWaitMs: 5 });
  }

  effects(): Promise<readonly Effect[]> {
    return this.store.database.read<Effect>('select subject, n, text from effect order by id');
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.database?.drop();
  }
}

function recording(isPoison: (effect: Effect) => boolean): MessageHandler {
  return {
    types: [TYPE],
    apply: async (tx, batch) => {
      const effects = batch.map(({ subject, data }) => ({ subject, n: Number(data['n']), text: String(data['text']) }));
      await tx.query('insert into effect (subject, n, text) select * from unnest($1::text[], $2::int[], $3::text[])', [
        effects.map(({ subject }) => subject),
        effects.map(({ n }) => n),
        effects.map(({ text }) => text),
      ]);
      const poison = effects.find(isPoison);
      if (poison !== undefined) throw new RangeError(`第 ${poison.n} 条不能处理，证件号 110105199001011234`);
    },
  };
}

/** A consuming process under a supervisor: when its bus says it cannot go on, it is started anew with another bus. */
export class SupervisedConsumer {
  starts = 0;
  private bus: EventBus | null = null;
  private handle: ConsumerHandle | null = null;
  private stopped = false;

  constructor(
    private readonly config: EventBusConfig,
    private readonly inboxOn: (bus: EventBus) => Inbox,
    private readonly topics: readonly string[],
  ) {}

  async start(): Promise<void> {
    this.starts += 1;
    const bus = createEventBus(this.config);
    this.bus = bus;
    bus.onFatal(() => void this.startAnew(bus));
    try {
      this.handle = await bus.subscribe(this.inboxOn(bus).subscription(this.topics));
    } catch {
      await this.startAnew(bus);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.handle?.stop();
    await this.bus?.close();
  }

  private async startAnew(dead: EventBus): Promise<void> {
    if (this.bus !== dead || this.stopped) return;
    this.bus = null;
    await dead.close().catch(() => undefined);
    if (!this.stopped) await this.start();
  }
}

/** Waits until a question is answered with yes; after `timeoutMs` the last answer is in the error. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isIt: (answer: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > until) throw new Error(`still not: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
