import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '#contracts';
import { freePort } from '#infra/ports.mjs';
import { type Database, openDatabase } from '#event-store';
import { DEVELOPMENT_ISSUER, developmentJwks, mintDevelopmentToken, type Role } from '#http';
import { developmentKeyRing } from '#privacy';
import { databaseOf, DATABASES, openBus, parseConfig, TOPICS } from '#service';
import { createDatabase, dropDatabase, testServerUrl } from './infrastructure/postgres.js';

const READY_MS = 60_000;
const OPERATIONS = { roles: ['operations'] as const, area: 'nation' };

export interface CallOptions {
  /** Who calls, one person unless another subject is named; null sends no token. */
  readonly as?: {
    readonly roles: readonly Role[];
    readonly area: string;
    readonly subject?: string;
    readonly institutionCode?: string;
    readonly city?: string;
  } | null;
  readonly body?: unknown;
  readonly key?: string;
}

/** A service as its own process, the way it runs in production, on databases of its own. */
export interface ServiceUnderTest {
  readonly url: string;
  readonly database: Database;
  /** Everything it has written to its log. */
  log(): string;
  /** One request as somebody of a role and area; the body as JSON, the answer parsed. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options?: CallOptions,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  setBusinessDate(date: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends the process at once, with whatever it was doing. */
  kill(): Promise<void>;
}

/** Settings of a platform of its own on the test server; `drop` removes its databases and papers. */
export async function testEnvironment(): Promise<{ environment: Record<string, string>; drop(): Promise<void> }> {
  const prefix = `t${randomBytes(4).toString('hex')}_`;
  const names = DATABASES.map((owner) => `${prefix}${owner}`);
  const documents = await mkdtemp(join(tmpdir(), 'kuasheng-documents-'));
  for (const name of names) await createDatabase(name);
  const environment: Record<string, string> = {
    KUASHENG_DATABASE_URL: testServerUrl(),
    KUASHENG_DATABASE_PREFIX: prefix,
    KUASHENG_CLOCK: 'simulated',
    KUASHENG_DEV_ISSUER: 'on',
    KUASHENG_OIDC_ISSUER: DEVELOPMENT_ISSUER,
    KUASHENG_OIDC_JWKS: developmentJwks(),
    KUASHENG_KEY_RING: developmentKeyRing(),
    KUASHENG_LOG_LEVEL: 'info',
    KUASHENG_POLICIES: join(projectRoot(), 'policies'),
    KUASHENG_DOCUMENTS: `file:${documents}`,
  };
  for (const service of SERVICES) environment[`KUASHENG_${service.toUpperCase()}_PORT`] = String(await freePort());
  const bus = openBus(parseConfig(environment), 'test');
  await bus.createTopics([...TOPICS, ...SERVICES.map((service) => `kuasheng.dead-letter.${service}`)]);
  await bus.close();
  const drop = async (): Promise<void> => {
    for (const name of names) await dropDatabase(name);
    await rm(documents, { recursive: true, force: true });
  };
  return { environment, drop };
}

/** The folder jest runs in. */
function projectRoot(): string {
  const root = process.cwd();
  if (!existsSync(join(root, 'dist'))) throw new Error('dist is missing: node tools/build/build.mjs');
  return root;
}

async function end(child: ChildProcess, database: Database, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  await database.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

/** Starts a service and waits until it is ready; throws with its log if it is not. */
export async function startServiceForTest(
  service: ServiceName,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceUnderTest> {
  const config = parseConfig(environment);
  const url = `http://${config.host}:${config.ports[service]}`;
  const script = join(projectRoot(), 'dist', 'services', service, 'src', 'main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (log += part.toString()));
  await untilReady(url, child, () => log);
  const database = openDatabase(databaseOf(config, service), { connections: 4 });
  const call = caller(url);
  return {
    url,
    database,
    log: () => log,
    call,
    async setBusinessDate(date) {
      const { status } = await call('POST', '/ops/clock', { body: { date } });
      if (status !== 200) throw new Error(`the clock answered ${status}`);
    },
    stop: () => end(child, database, 'SIGTERM'),
    kill: () => end(child, database, 'SIGKILL'),
  };
}

/** One more process of a service that runs already, on the same databases and a port of its own. */
export const startAnotherProcess = async (
  service: ServiceName,
  environment: Readonly<Record<string, string>>,
): Promise<ServiceUnderTest> =>
  startServiceForTest(service, {
    ...environment,
    [`KUASHENG_${service.toUpperCase()}_PORT`]: String(await freePort()),
  });

function caller(url: string): ServiceUnderTest['call'] {
  return async (method, path, { as = OPERATIONS, body, key = randomBytes(12).toString('hex') } = {}) => {
    const headers = { ...(await authorizationOf(as)), 'content-type': 'application/json', 'idempotency-key': key };
    const sent = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
    const response = await fetch(`${url}${path}`, { method, headers, ...sent });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
}

async function authorizationOf(caller: CallOptions['as']): Promise<Record<string, string>> {
  if (!caller) return {};
  return { authorization: `Bearer ${await mintDevelopmentToken({ subject: 'test', ...caller })}` };
}

async function untilReady(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const ready = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${url} is not ready:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
