import { type Admin, Kafka, logLevel } from 'kafkajs';
import { sleep } from '../waiting.js';
import { wholeAnswers } from './whole-answers.js';

export interface KafkaBusOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Copies of a topic; without it the brokers' own default. */
  readonly replicationFactor?: number;
  /** How long a consumer may be silent before its partitions go to another; 30 s if not given, the brokers' minimum is 6 s. */
  readonly sessionTimeoutMs?: number;
  readonly log?: (entry: { readonly level: 'error' | 'warn'; readonly message: string }) => void;
}

/** Waits of 0.2 s doubling to 5 s: about 20 seconds until kafkajs gives up an act. */
export const RETRY = { initialRetryTime: 200, multiplier: 2, factor: 0.2, maxRetryTime: 5_000, retries: 8 };

const COORDINATOR_WAIT_MS = 30_000;
const COORDINATOR_POLL_MS = 250;

export function connectionTo({ brokers, clientId, log }: KafkaBusOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    retry: RETRY,
    socketFactory: wholeAnswers,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log: entry, namespace }) =>
        log?.({ level: level === logLevel.WARN ? 'warn' : 'error', message: `${namespace}: ${entry.message}` }),
  });
}

/** A connection for one administrative act: one that outlives a broker's restart would have to be mended. */
export async function withAdmin<T>(kafka: Kafka, act: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin({ retry: RETRY });
  try {
    await admin.connect();
    return await act(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/**
 * On a fresh broker the coordinator of a group answers "not available" or "is loading" at first, and kafkajs makes that a
 * crash of the consumer. This waits until the group's own coordinator answers.
 */
export async function waitForCoordinator(kafka: Kafka, groupId: string, topics: readonly string[]): Promise<void> {
  const until = Date.now() + COORDINATOR_WAIT_MS;
  await withAdmin(kafka, async (admin) => {
    for (;;) {
      try {
        await admin.fetchOffsets({ groupId, topics: [...topics] });
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(COORDINATOR_POLL_MS);
      }
    }
  });
}
