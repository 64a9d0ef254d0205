import type { Availability, Server } from './types.mjs';

/**
 * A Redis for a test run: KUASHENG_TEST_REDIS, else the one on 127.0.0.1:6379, else one of our own in a passing folder.
 * The program `redis-server` must be there in any case: some tests stop and start servers.
 * It may be somebody's own: tests use keys with a random prefix and remove them.
 */
export declare function ensure(): Promise<Availability>;

/** Whether `startRedis` can work here. */
export declare function isRedisAvailable(): Promise<{ available: boolean; reason?: string }>;

/** True when the server answers without a password we lack and is new enough; never throws. */
export declare function isRedisReady(url: string): Promise<boolean>;

export interface RedisServer extends Server {
  /** As KUASHENG_REDIS_URL wants it. */
  readonly url: string;
}

/** Starts the server of this folder, or finds it running. It outlives this process; data and port are kept in the folder. */
export declare function startRedis(options: { folder: string; port?: number }): Promise<RedisServer>;
