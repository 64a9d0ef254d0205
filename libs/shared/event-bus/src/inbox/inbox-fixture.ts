import { EventStore } from '#event-store';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { message, TYPE, unique } from '../contract/harness.js';
import type { AnyMessageHandler, BusMessage, DeliveredMessage, MessageHandler } from '../port.js';
import { Inbox } from './inbox.js';

/** Message number `n` as the bus delivers it. */
export const delivered = (n: number, over: Partial<DeliveredMessage> = {}): DeliveredMessage => ({
  ...message(n, 'visit-1'),
  topic: 'kuasheng.test.v1',
  partition: 0,
  offset: String(n),
  ...over,
});

export const range = (from: number, to: number): DeliveredMessage[] =>
  Array.from({ length: to - from + 1 }, (_, i) => delivered(from + i));

export const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A consuming service with one table, for the tests of the inbox; what goes to the bus is kept in `published`. */
export class InboxFixture {
  store!: EventStore;
  consumer = '';
  published: BusMessage[] = [];
  private database!: TestDatabase;

  readonly bus = {
    publish: async (_topic: string, letters: readonly BusMessage[]): Promise<void> =>
      void this.published.push(...letters),
  };

  async open(): Promise<void> {
    this.database = await testDatabase('inbox');
    this.store = await EventStore.open({ url: this.database.url, connections: 8 });
    await this.store.transaction((tx) =>
      tx.query('create table applied (id bigint generated always as identity, consumer text, n integer)'),
    );
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.database.drop();
  }

  /** Another consumer on an empty table. */
  async renew(): Promise<void> {
    this.published = [];
    this.consumer = unique('consumer');
    await this.store.transaction((tx) => tx.query('truncate applied'));
  }

  inboxOf(...handlers: AnyMessageHandler[]): Inbox {
    return new Inbox(this.store, this.consumer, handlers, { bus: this.bus, retryWaitMs: 2 });
  }

  /** Writes what it is given, then fails if `fail` says so: what it wrote must be gone. */
  recorder(fail: (n: number) => unknown = () => undefined): MessageHandler {
    return {
      types: [TYPE],
      apply: async (tx, messages) => {
        for (const { data } of messages) {
          const n = Number(data['n']);
          await tx.query('insert into applied (consumer, n) values ($1, $2)', [this.consumer, n]);
          const error = fail(n);
          if (error !== undefined) throw error;
        }
      },
    };
  }

  async applied(): Promise<readonly number[]> {
    const rows = await this.store.database.read<{ n: number }>('select n from applied order by id');
    return rows.map(({ n }) => n);
  }
}
