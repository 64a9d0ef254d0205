import { Kafka, logLevel } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#infra/ports.mjs';

/** A server in a container of the official image. It is removed when the process ends, however that happens. */
export interface ServerContainer {
  /** What a client needs: a url, or `host:port` for Kafka. */
  readonly address: string;
  stop(): Promise<void>;
}

const KAFKA_READY_TIMEOUT_MS = 60_000;

/** postgres:18; the address is a url without a database name, as `KUASHENG_DATABASE_URL` wants it. */
export async function startPostgresContainer(): Promise<ServerContainer> {
  // loaded here, because most users of the testing library start no container
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18')
    .withDatabase('postgres')
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'max_locks_per_transaction=512'])
    .start();
  const url = new URL(container.getConnectionUri());
  url.pathname = '';
  return { address: url.href, stop: () => container.stop().then(() => undefined) };
}

/** redis:8, never evicting, as BullMQ needs it; the address is a `redis://` url. */
export async function startRedisContainer(): Promise<ServerContainer> {
  const { RedisContainer } = await import('@testcontainers/redis');
  const container = await new RedisContainer('redis:8')
    .withCommand(['redis-server', '--maxmemory-policy', 'noeviction', '--appendonly', 'yes'])
    .start();
  return { address: container.getConnectionUrl(), stop: () => container.stop().then(() => undefined) };
}

/**
 * apache/kafka:4.1.1 as one KRaft node that makes no topics by itself. Resolves when consumer groups can join. The port on
 * this machine is chosen beforehand because the broker must know the address it is reached at.
 */
export async function startKafkaContainer(): Promise<ServerContainer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const port = await freePort();
  const container = await new GenericContainer('apache/kafka:4.1.1')
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment(kafkaEnvironment(port))
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  const address = `${container.getHost()}:${port}`;
  await coordinatorReady(address);
  return { address, stop: () => container.stop().then(() => undefined) };
}

/** With one setting given, none of the image's defaults holds: all of them are here. */
const kafkaEnvironment = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://localhost:${port}`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
});

/** A fresh broker makes its offsets topic when first asked about a group, and refuses consumers until that is loaded. */
async function coordinatorReady(address: string): Promise<void> {
  const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
  const deadline = Date.now() + KAFKA_READY_TIMEOUT_MS;
  await admin.connect();
  try {
    for (;;) {
      const answer = await admin.fetchOffsets({ groupId: 'kuasheng-probe' }).catch((error: Error) => error);
      if (!(answer instanceof Error)) return;
      if (Date.now() > deadline) throw answer;
      await sleep(100);
    }
  } finally {
    await admin.disconnect();
  }
}
