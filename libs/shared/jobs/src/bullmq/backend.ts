import { BullModule } from '@nestjs/bullmq';
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type Processor,
  Queue,
  type QueueOptions,
  type RedisQueueBackend,
  Worker,
  type WorkerOptions,
} from 'bullmq';

export type JobBackend =
  { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'redis'; readonly url: string };

type Connection = QueueOptions['connection'];
type Factory = BackendFactory<RedisQueueBackend>;

const SCHEMA = 'bullmq';
const PREFIX = 'kuasheng';
const CONNECTIONS = 4;

/** What a queue and its worker connect with. BullMQ's types know the connections of Redis only. */
export function connectionOf({ kind, url }: JobBackend): { readonly connection: Connection; readonly prefix?: string } {
  if (kind === 'redis') return { connection: { url, maxRetriesPerRequest: null }, prefix: PREFIX };
  const postgres = { connectionString: url, schema: SCHEMA, max: CONNECTIONS, migrate: true };
  return { connection: postgres as unknown as Connection };
}

/** Of the two connections only PostgreSQL's has a connection string. */
const backendFor = ({ connection }: { readonly connection: Connection }): Factory =>
  ('connectionString' in connection ? createPostgresBackend : createRedisBackend) as unknown as Factory;

class QueueOnEither extends Queue {
  constructor(name: string, options: QueueOptions) {
    super(name, options, backendFor(options));
  }
}

class WorkerOnEither extends Worker {
  constructor(name: string, processor: string | URL | null | Processor, options: WorkerOptions) {
    super(name, processor, options, backendFor(options));
  }
}

// What @nestjs/bullmq makes: the connection says on which backend, so that one process may use both.
BullModule.queueClass = QueueOnEither;
BullModule.workerClass = WorkerOnEither;
