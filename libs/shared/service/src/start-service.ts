import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EventBus } from '#event-bus';
import { createLogger, createServiceApp, Metrics, METRICS, tokenChecker } from '#http';
import { BullMqJobQueue } from '#jobs';
import type { Logger } from 'pino';
import { overdueWatch } from './watch.js';
import { parseConfig, type ServiceConfig } from './config.js';
import { databaseOf, openContext } from './context.js';
import type { ServiceContext, ServiceDefinition } from './definition.js';
import { SERVICE_LIMITS } from './limits.js';
import { Messaging, openBus } from './messaging.js';
import { RunningOperations } from './operations.js';
import { CLOCK, EVENT_BUS, EVENT_STORE, FIELD_CIPHER, RELAY, SERVICE_CONTEXT } from './tokens.js';

export interface RunningService {
  readonly definition: ServiceDefinition;
  readonly context: ServiceContext;
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Told when the service cannot go on; the process must end and be started anew. */
  onFatal(listener: (error: Error) => void): void;
  stop(): Promise<void>;
}

@Module({})
class ContextModule {}

interface ServiceParts {
  readonly context: ServiceContext;
  readonly queue: BullMqJobQueue;
  readonly messaging: Messaging;
  readonly metrics: Metrics;
}

/** What every class of a service may ask for by token. */
const contextModule = ({ context, queue, messaging, metrics }: ServiceParts): DynamicModule => ({
  module: ContextModule,
  global: true,
  imports: [queue.module],
  providers: [
    { provide: SERVICE_CONTEXT, useValue: context },
    { provide: EVENT_STORE, useValue: context.store },
    { provide: CLOCK, useValue: context.clock },
    { provide: FIELD_CIPHER, useValue: context.cipher },
    { provide: EVENT_BUS, useValue: messaging.bus },
    { provide: RELAY, useValue: messaging.relay },
    { provide: METRICS, useValue: metrics },
  ],
  exports: [SERVICE_CONTEXT, EVENT_STORE, CLOCK, FIELD_CIPHER, EVENT_BUS, RELAY, METRICS, queue.module],
});

@Module({})
class RootModule {}

function rootModule(definition: ServiceDefinition, parts: ServiceParts): DynamicModule {
  const { context } = parts;
  const typeOrm = TypeOrmModule.forRoot({
    name: definition.name,
    type: 'postgres',
    url: databaseOf(context.config, definition.name),
    entities: [...definition.entities] as never[],
    synchronize: false,
    poolSize: 4,
    applicationName: `kuasheng ${definition.name} typeorm`,
  });
  return { module: RootModule, imports: [contextModule(parts), typeOrm, definition.module(context)] };
}

/** A service with all its parts, none of them running: nothing listens, publishes, consumes or wakes up by itself. */
export interface AssembledService {
  readonly definition: ServiceDefinition;
  readonly context: ServiceContext;
  readonly app: NestFastifyApplication;
  readonly messaging: Messaging;
  readonly operations: RunningOperations;
  readonly queue: BullMqJobQueue;
  readonly logger: Logger;
  /** Ends what `assembleService` opened; messaging and jobs that were started end too. */
  close(): Promise<void>;
}

/** Opens store and application of a service on a bus of the caller's choice. */
export async function assembleService(
  definition: ServiceDefinition,
  config: ServiceConfig,
  busFor: (logger: Logger) => EventBus = (logger) => openBus(config, definition.name, logger),
): Promise<AssembledService> {
  const logger = createLogger(definition.name, config.logLevel);
  const context = await openContext(definition, config, logger);
  const messaging = new Messaging(definition, context, busFor(logger), logger);
  const queue = openQueue(definition, context, (error) => logger.warn({ err: error }, '作业队列'));
  const operations = new RunningOperations(definition, context, messaging, queue);
  const metrics = metricsOf(definition, operations, context, queue);
  const app = await createServiceApp({
    service: definition.name,
    title: definition.title,
    module: rootModule(definition, { context, queue, messaging, metrics }),
    logger,
    checkToken: tokenChecker(config.oidc),
    metrics,
    operations,
    queues: () => queue.queues(),
    bodyLimitBytes: SERVICE_LIMITS.bodyBytes,
    rawBodyRoutes: definition.rawBodyRoutes ?? [],
    uploads: definition.uploads ?? false,
    streamedBodyRoutes: definition.streamedBodyRoutes ?? [],
  });
  const close = async (): Promise<void> => {
    await app.close();
    await queue.close();
    await messaging.stop();
    await context.store.close();
  };
  return { definition, context, app, messaging, operations, queue, logger, close };
}

/** Starts one service the way all four are started: store, bus, jobs, application; listening last. */
export async function startService(definition: ServiceDefinition, config: ServiceConfig): Promise<RunningService> {
  const assembled = await assembleService(definition, config);
  const { context, app, messaging, operations, queue, logger } = assembled;
  await context.store.start();
  await messaging.start();
  await startJobs(definition, context, queue);
  await app.listen(config.ports[definition.name], config.host);
  const stopWatch = overdueWatch(operations, logger);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  logger.info({ url, bus: config.bus.kind, jobs: config.jobs.kind, clock: config.clock }, '服务已启动');
  return {
    ...{ definition, context, app, url },
    onFatal: (listener) => messaging.onFatal(listener),
    async stop() {
      stopWatch();
      await assembled.close();
    },
  };
}

function openQueue(
  { name }: ServiceDefinition,
  { config, clock }: ServiceContext,
  onError: (error: Error) => void,
): BullMqJobQueue {
  const backend =
    config.jobs.kind === 'redis' ? config.jobs : { kind: 'postgres' as const, url: databaseOf(config, 'jobs') };
  return new BullMqJobQueue({ queue: name, backend, clock, onError });
}

async function startJobs(definition: ServiceDefinition, context: ServiceContext, queue: BullMqJobQueue): Promise<void> {
  const jobs = definition.jobs(context);
  for (const { handler } of jobs) queue.register(handler);
  // A stepped calendar gives its days itself; the world's midnight means nothing to it.
  if (context.config.clock === 'system') {
    for (const { handler, time } of jobs) if (time !== null) await queue.scheduleDaily(handler.job, time);
  }
  await queue.start();
}

function metricsOf(
  definition: ServiceDefinition,
  operations: RunningOperations,
  context: ServiceContext,
  queue: BullMqJobQueue,
): Metrics {
  const metrics = new Metrics(definition.name);
  metrics.gauge('lag', 'Events or messages behind, by follower', async () => {
    return new Map((await operations.lag()).map(({ what, behind }) => [what, behind]));
  });
  metrics.gauge('write_queue', 'Requests waiting for a transaction', async () => {
    return new Map([['waiting', context.store.queueLength]]);
  });
  metrics.gauge('dead_letters', 'Messages put aside', async () => {
    return new Map([['open', (await operations.deadLetters()).length]]);
  });
  metrics.gauge('overdue_steps', 'Steps of the timetable whose day has passed and that are not done', async () => {
    return new Map([['open', (await operations.overdue()).length]]);
  });
  metrics.gauge('failed_jobs', 'Jobs that failed and have not been made good', async () => {
    return new Map([['open', (await queue.failed()).length]]);
  });
  return metrics;
}

/** `main.ts` of a service: see `runServices`. */
export const runService = (definition: ServiceDefinition): Promise<void> => runServices([definition]);

/**
 * Runs services in this process: configuration from the environment; SIGTERM ends all of them cleanly, a fatal error of one
 * with an exit code for the supervisor.
 */
export async function runServices(definitions: readonly ServiceDefinition[]): Promise<void> {
  const running: RunningService[] = [];
  const end = async (code: number): Promise<void> => {
    setTimeout(() => process.exit(code || 1), SERVICE_LIMITS.stopMs).unref();
    await Promise.all(running.map((service) => service.stop().catch(() => undefined)));
    process.exit(code);
  };
  process.once('SIGTERM', () => void end(0));
  process.once('SIGINT', () => void end(0));
  for (const definition of definitions) {
    const service = await startOrExplain(definition);
    service.onFatal((error) => {
      process.stderr.write(`${definition.name}: ${error.message}\n`);
      void end(1);
    });
    running.push(service);
  }
}

async function startOrExplain(definition: ServiceDefinition): Promise<RunningService> {
  try {
    return await startService(definition, parseConfig(process.env));
  } catch (error) {
    const { name, message } = error as Error;
    process.stderr.write(
      name === 'ConfigurationRefused' ? `${message}\n` : `${definition.name} 无法启动：${message}\n`,
    );
    process.exit(1);
  }
}
