import type { Database } from './transaction/database.js';

export const EVENTS_CHANNEL = 'events';

/**
 * Tells the listeners of every process that events were committed; commits that come while it tells share the next
 * word. Outside the writing transactions: a commit that carries a notification waits for all others of the server.
 * A word that is lost costs its listeners their polling time, nothing else.
 */
export class Announcer {
  private wanted = false;
  private sending: Promise<void> | null = null;

  constructor(private readonly db: Database) {}

  announce(): void {
    this.wanted = true;
    this.sending ??= this.send();
  }

  async close(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      await this.db.read('select pg_notify($1, $2)', [EVENTS_CHANNEL, '']).catch(() => undefined);
    }
    this.sending = null;
  }
}
