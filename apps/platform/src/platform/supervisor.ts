import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startKafka } from '#infra/kafka.mjs';
import { startRedis } from '#infra/redis.mjs';
import { SERVICES, type ServiceName } from '#contracts';
import { DATABASES, openBus, parseConfig, TOPICS } from '#service';
import { ensureDatabases, startEmbeddedPostgres, type EmbeddedPostgres } from '../infrastructure/embedded-postgres.js';
import { SupervisedChild } from './child.js';
import { developmentSecrets } from './development.js';
import { saveLayout, urlsOn, type Layout } from './layout.js';
import { PROJECT_ROOT } from './project-root.js';

export interface SupervisorOptions {
  readonly folder: string;
  readonly bus: 'postgres' | 'kafka';
  readonly jobs: 'postgres' | 'redis';
  /** Four processes instead of one; always so with Kafka or Redis. */
  readonly separate: boolean;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly logLevel: string;
  /** Overrides of the development settings, e.g. a real key ring. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Backing {
  readonly name: string;
  /** `kill` as a power cut would; `start` again on the same folder and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 120_000;
const HOST = '127.0.0.1';
const script = (path: string): string => join(PROJECT_ROOT, path);

/**
 * Runs the platform on one machine: PostgreSQL, and Kafka and Redis where wanted, then the services as processes that are
 * started anew whenever they end.
 */
export class Supervisor {
  readonly children: SupervisedChild[] = [];
  private postgres: EmbeddedPostgres | null = null;
  private readonly backing: Backing[] = [];
  layout: Layout | null = null;
  /** The start of the servers, which a stop in the middle of it waits for: what is being started cannot be stopped. */
  private servers: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(private readonly options: SupervisorOptions) {}

  async start(): Promise<Layout> {
    const { folder } = this.options;
    await mkdir(join(folder, 'logs'), { recursive: true });
    const servers = this.startServers();
    this.servers = servers;
    const { url, environment } = await servers;
    const { databasePrefix } = parseConfig(environment);
    await ensureDatabases(
      url,
      DATABASES.map((owner) => `${databasePrefix}${owner}`),
    );
    await createTopics(environment);
    if (this.stopping) throw new Error('the platform was stopped while it started');
    this.launch(environment);
    const layout = {
      bus: this.options.bus,
      jobs: this.options.jobs,
      urls: urlsOn(HOST, this.options.ports),
      environment,
      supervisorPid: process.pid,
    };
    await this.untilReady(layout);
    await saveLayout(folder, layout);
    this.layout = layout;
    return layout;
  }

  /** Waits until every service says it is ready. */
  async untilReady({ urls }: Pick<Layout, 'urls'>): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (const service of SERVICES) {
      while (!(await answers(`${urls[service]}/health`))) {
        if (performance.now() > deadline) {
          throw new Error(`${service} 未能在${READY_MS / 1000}秒内就绪，请看 ${join(this.options.folder, 'logs')}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** Kills the database server as a power cut would and starts it again on what it left. */
  async crashPostgres(): Promise<void> {
    const { postgres, options } = this;
    if (postgres === null) return;
    process.kill(postgres.pid, 'SIGKILL');
    this.postgres = await startEmbeddedPostgres({ folder: join(options.folder, 'postgres'), port: postgres.port });
  }

  /** Restarts Kafka or Redis in the middle. */
  async crashBacking(name: string): Promise<void> {
    await this.backing.find((one) => one.name === name)?.restart();
  }

  get backingNames(): readonly string[] {
    return this.backing.map(({ name }) => name);
  }

  /** Where the database server keeps its data: below the folder, or elsewhere when root keeps that to itself. */
  get serverFolder(): string | null {
    return this.postgres?.folder ?? null;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.servers.catch(() => undefined);
    await Promise.all(this.children.map((child) => child.stop()));
    for (const backing of this.backing) await backing.stop();
    await this.postgres?.stop();
  }

  private async startServers(): Promise<{ url: string; environment: Readonly<Record<string, string>> }> {
    this.postgres = await startEmbeddedPostgres({ folder: join(this.options.folder, 'postgres') });
    const { url } = this.postgres;
    return { url, environment: await this.environment(url) };
  }

  private async environment(databaseUrl: string): Promise<Readonly<Record<string, string>>> {
    const { bus, jobs, ports, logLevel, folder } = this.options;
    const environment: Record<string, string> = {
      ...developmentSecrets(),
      KUASHENG_DATABASE_URL: databaseUrl,
      KUASHENG_BUS: bus,
      KUASHENG_JOBS: jobs,
      KUASHENG_HOST: HOST,
      KUASHENG_LOG_LEVEL: logLevel,
      KUASHENG_POLICIES: script('policies'),
      KUASHENG_DOCUMENTS: `file:${join(resolve(folder), 'documents')}`,
    };
    for (const service of SERVICES) environment[`KUASHENG_${service.toUpperCase()}_PORT`] = String(ports[service]);
    if (bus === 'kafka') {
      const kafka = await startKafka({ folder: join(folder, 'kafka') });
      this.backing.push({ name: 'kafka', restart: () => kafka.restart(), stop: () => kafka.stop() });
      environment['KUASHENG_KAFKA_BROKERS'] = kafka.brokers;
    }
    if (jobs === 'redis') {
      const redis = await startRedis({ folder: join(folder, 'redis') });
      this.backing.push({ name: 'redis', restart: () => redis.restart(), stop: () => redis.stop() });
      environment['KUASHENG_REDIS_URL'] = redis.url;
    }
    return { ...environment, ...this.options.environment };
  }

  private launch(environment: Readonly<Record<string, string>>): void {
    const logFile = (name: string): string => join(this.options.folder, 'logs', `${name}.log`);
    const child = (name: string, path: string): SupervisedChild =>
      new SupervisedChild({ name, script: script(path), environment, logFile: logFile(name) });
    if (this.options.separate) {
      for (const service of SERVICES) this.children.push(child(service, `dist/services/${service}/src/main.js`));
    } else {
      this.children.push(child('platform', 'dist/apps/platform/src/host.js'));
    }
  }
}

/** Topics are made by this tool, never by a service (architecture §5). */
export async function createTopics(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const bus = openBus(parseConfig(environment), 'topics');
  try {
    const deadLetters = SERVICES.map((service) => `kuasheng.dead-letter.${service}`);
    const topics = [...TOPICS, ...deadLetters];
    await bus.createTopics(topics);
    return topics;
  } finally {
    await bus.close();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
