import type { Availability, Server } from './types.mjs';

export declare const KAFKA_VERSION: string;

/** A broker for a test run: KUASHENG_TEST_KAFKA if it is set, else one of our own in a passing folder; call `stop()` at the end. */
export declare function ensure(): Promise<Availability>;

/** Whether `startKafka` can work here: Java and, the first time, Maven. */
export declare function isKafkaAvailable(): Promise<{ available: boolean; reason?: string }>;

/** True when the broker answers and its group coordinator has loaded; never throws. */
export declare function isBrokerReady(brokers: string): Promise<boolean>;

export interface KafkaServer extends Server {
  /** `host:port`, as KUASHENG_KAFKA_BROKERS wants it. */
  readonly brokers: string;
}

/**
 * Starts the single-node broker of this folder, or finds it running, and returns when consumer groups can join. It
 * outlives this process; topics, messages, offsets and port are kept in the folder.
 */
export declare function startKafka(options: { folder: string; port?: number }): Promise<KafkaServer>;
