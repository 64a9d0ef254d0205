import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from 'pino';
import { acceptBytes } from './raw-body.js';
import { AccessGuard, RecordAreaInterceptor, CHECK_TOKEN, type CheckToken } from './access.js';
import { NestLogger } from './logger.js';
import { METRICS, type Metrics } from './metrics.js';
import { openApiDocument, serveDocs } from './openapi.js';
import { SERVICE_OPERATIONS, type ServiceOperations } from './operations.js';
import { OpsController } from './ops.controller.js';
import { ProblemFilter } from './problem-filter.js';
import { flawOf, listRoutes } from './routes.js';
import { acceptStreams } from './streamed-body.js';
import { SystemController } from './system.controller.js';
import { acceptUploads } from './uploads.js';

export interface ServiceAppOptions {
  readonly service: string;
  readonly title: string;
  readonly module: DynamicModule | Type;
  readonly logger: Logger;
  readonly checkToken: CheckToken;
  readonly metrics: Metrics;
  readonly operations: ServiceOperations;
  /** BullMQ queues for the operators' board; asked when the application's parts are made. */
  queues(): readonly unknown[];
  /** Longest body of a request. */
  readonly bodyLimitBytes: number;
  /** Paths below which bodies reach the controller as bytes, whatever their content type. */
  readonly rawBodyRoutes?: readonly string[];
  /** Whether a route reads files of type multipart/form-data (`UploadReader`). */
  readonly uploads?: boolean;
  /** Paths below which a body of CSV or XML is read by the handler as it comes. */
  readonly streamedBodyRoutes?: readonly string[];
}

/** A route nobody may use is a mistake that shows at the start, not at the first call (SEC-01). */
export class UndeclaredRoutes extends Error {
  override readonly name = 'UndeclaredRoutes';
}

const REQUEST_TIMEOUT_MS = 60_000;

@Module({})
class ShellModule {}

const shell = (options: ServiceAppOptions): DynamicModule => ({
  module: ShellModule,
  imports: [TerminusModule.forRoot({ logger: false }), options.module],
  controllers: [OpsController, SystemController],
  providers: [
    { provide: SERVICE_OPERATIONS, useValue: options.operations },
    { provide: METRICS, useValue: options.metrics },
    { provide: CHECK_TOKEN, useValue: options.checkToken },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: RecordAreaInterceptor },
  ],
});

/** A Nest application on Fastify with access, problems, docs, health, figures and ops; the caller lets it listen. */
export async function createServiceApp(options: ServiceAppOptions): Promise<NestFastifyApplication> {
  const { logger, service } = options;
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  acceptBytes(adapter.getInstance(), options.rawBodyRoutes ?? [], options.bodyLimitBytes);
  if (options.uploads === true) await acceptUploads(adapter.getInstance());
  acceptStreams(adapter.getInstance(), options.streamedBodyRoutes ?? []);
  const app = await NestFactory.create<NestFastifyApplication>(shell(options), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(logger));
  observeRequests(app, options);
  refuseFlawedRoutes(app);
  serveDocs(app, openApiDocument(app, service, options.title));
  // Loaded when an application is made: whoever only wants the decorators need not load the board.
  const { mountQueueBoard } = await import('./queue-board.js');
  await mountQueueBoard(app, options.queues(), options.checkToken);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

function refuseFlawedRoutes(app: NestFastifyApplication): void {
  const flawed = listRoutes(app).flatMap((route) => {
    const flaw = flawOf(route);
    return flaw === null ? [] : [`${route.method} ${route.path}：${flaw}`];
  });
  if (flawed.length > 0) throw new UndeclaredRoutes(flawed.join('；'));
}

function observeRequests(app: NestFastifyApplication, { logger, metrics }: ServiceAppOptions): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'unknown';
      metrics.observeRequest({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      const line = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
      logger.debug({ ...line, subject: request.principal?.subject, id: request.id }, '请求');
      done();
    });
}
