import pg from 'pg';

export interface SessionOptions {
  readonly applicationName: string;
  /** NOTIFY channel to listen to. */
  readonly channel: string | null;
  /** Called at a notification and when the connection is lost: look again. */
  readonly onEvent: () => void;
}

/**
 * A connection of its own that holds session advisory locks: who holds the lock may work. When the connection is lost
 * the server releases the locks and `lost` says so; whoever does the locked work over this session cannot miss it.
 */
export class LockSession {
  private isLost = false;

  private constructor(private readonly client: pg.Client) {}

  static async open(url: string, { applicationName, channel, onEvent }: SessionOptions): Promise<LockSession> {
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      keepAlive: true,
      options: '-c default_transaction_read_only=on -c idle_session_timeout=0',
    });
    const session = new LockSession(client);
    const lose = (): void => {
      session.isLost = true;
      onEvent();
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', onEvent);
    try {
      await client.connect();
      if (channel !== null) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await session.close();
      throw error;
    }
    return session;
  }

  get lost(): boolean {
    return this.isLost;
  }

  async query<R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    return (await this.client.query<R & pg.QueryResultRow>(sql, [...values])).rows;
  }

  /** Takes the locks that are free and tells which; the others belong to another process. Never waits. */
  async tryLock(names: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.query<{ name: string }>(
      'select name from unnest($1::text[]) as wanted(name) where pg_try_advisory_lock(hashtextextended(name, 0))',
      [names],
    );
    return new Set(rows.map(({ name }) => name));
  }

  /** Ends the connection; its locks are free then. */
  async close(): Promise<void> {
    this.isLost = true;
    await this.client.end().catch(() => undefined);
  }
}
