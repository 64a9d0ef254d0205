import type { Admin, Kafka } from 'kafkajs';
import { RETRY } from './connection.js';

/**
 * A connection for what is asked many times a minute (lag, health). One that has failed is given up and the next question
 * opens another, so that it outlives a broker's restart.
 */
export class KeptAdmin {
  private connected: Promise<Admin> | null = null;

  constructor(private readonly kafka: Kafka) {}

  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const connected = (this.connected ??= this.connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.connected === connected) this.connected = null;
      void disconnect(connected);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { connected } = this;
    this.connected = null;
    if (connected !== null) await disconnect(connected);
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: RETRY });
    await admin.connect();
    return admin;
  }
}

const disconnect = (connected: Promise<Admin>): Promise<void> =>
  connected.then((admin) => admin.disconnect()).catch(() => undefined);
