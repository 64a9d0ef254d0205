import type { EventStore } from '#event-store';
import type pg from 'pg';

/** Where a process or its connection ends: before a statement, or after a commit whose answer is lost. */
export type Moment = 'before-statement' | 'after-commit';

const ENDED = 'connection terminated: the process crashed';

/** Ends writing transactions of a store at a statement that is told beforehand, as a crash of the process would. */
export class Crashes {
  private left = 0;
  private moment: Moment = 'before-statement';
  private armed = false;
  /** Crashes that happened since the beginning. */
  count = 0;

  constructor(store: EventStore) {
    const { pool } = store.database;
    const connect = pool.connect.bind(pool);
    // Reads of the pool connect with a callback and are left alone: a crash matters where something is written.
    pool.connect = ((callback?: never) =>
      callback === undefined
        ? connect().then((client) => this.watched(client))
        : connect(callback)) as typeof pool.connect;
  }

  /** The next crash: so many statements of writing transactions from now. */
  arm(statements: number, moment: Moment): void {
    this.left = statements;
    this.moment = moment;
    this.armed = true;
  }

  disarm(): void {
    this.armed = false;
  }

  private watched(client: pg.PoolClient): pg.PoolClient {
    const query = async (text: string, values?: unknown[]): Promise<pg.QueryResult> => {
      if (this.isDue()) {
        if (this.moment === 'before-statement') return this.crash(() => client.query('ROLLBACK'));
        if (text === 'COMMIT') return this.crash(() => client.query(text));
      }
      return client.query(text, values);
    };
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }

  private isDue(): boolean {
    if (!this.armed) return false;
    this.left -= 1;
    return this.left <= 0;
  }

  private async crash(last: () => Promise<unknown>): Promise<never> {
    this.armed = false;
    this.count += 1;
    await last();
    throw new Error(ENDED);
  }
}
