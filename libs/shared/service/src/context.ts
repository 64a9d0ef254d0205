import { readFileSync } from 'node:fs';
import { SERVICES } from '#contracts';
import { databaseUrl, EventStore, migrate } from '#event-store';
import { isDevelopmentKeyRing, parseKeyRing, Sm4FieldCipher } from '#privacy';
import type { Logger } from 'pino';
import { openClock } from './clock.js';
import { ConfigurationRefused, type ServiceConfig } from './config.js';
import type { ServiceContext, ServiceDefinition } from './definition.js';
import { SERVICE_LIMITS } from './limits.js';

const OWN_TABLES = new URL('./sql/', import.meta.url);

/** What has a database of its own: the four services, the bus, the jobs. */
export const DATABASES = [...SERVICES, 'bus', 'jobs'] as const;

/** Address of one of the platform's databases. */
export const databaseOf = (config: ServiceConfig, owner: (typeof DATABASES)[number]): string =>
  databaseUrl(config.databaseUrl, `${config.databasePrefix}${owner}`);

/** Opens what a service works with. The database must exist. */
export async function openContext(
  definition: ServiceDefinition,
  config: ServiceConfig,
  logger: Logger,
): Promise<ServiceContext> {
  const ring = parseKeyRing(keyRingText(config.keyRing));
  if (config.clock === 'system' && isDevelopmentKeyRing(ring)) {
    throw new ConfigurationRefused(
      '配置有误：\nKUASHENG_KEY_RING：开发用密钥环人人可知，只能与 KUASHENG_CLOCK=simulated 同用',
    );
  }
  const cipher = new Sm4FieldCipher(ring);
  const store = await EventStore.open({
    url: databaseOf(config, definition.name),
    eventTypes: definition.eventTypes,
    projections: definition.projections,
    migrations: { owner: definition.name, folder: definition.migrations },
    connections: SERVICE_LIMITS.databaseConnections,
    onProjectionError: (projection, error) => logger.error({ err: error, projection }, '读模型无法前进'),
  });
  await migrate(store.database, 'service', OWN_TABLES);
  const clock = await openClock(config, store);
  return { config, store, clock, cipher };
}

/** The ring itself, or the file that holds it. */
const keyRingText = (keyRing: string): string =>
  keyRing.startsWith('file:') ? readFileSync(keyRing.slice('file:'.length), 'utf8') : keyRing;
