import pg from 'pg';

const RECONNECT_MS = 500;

/** LISTEN on a connection of its own, opened again when it breaks. A wake-up may be lost or come twice: it says "look". */
export class Listener {
  private client: pg.Client | null = null;
  private closed = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly url: string,
    private readonly channel: string,
  ) {}

  onWake(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: `kuasheng listen ${this.channel}` });
    this.client = client;
    client.on('notification', () => this.wake());
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
    this.wake();
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private wake(): void {
    for (const listener of this.listeners) listener();
  }

  private again(broken: pg.Client): void {
    if (this.closed || this.client !== broken) return;
    this.client = null;
    setTimeout(() => {
      if (!this.closed && this.client === null) this.start().catch(() => this.client && this.again(this.client));
    }, RECONNECT_MS).unref();
  }
}
