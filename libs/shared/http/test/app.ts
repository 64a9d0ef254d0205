import { jest } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createServiceApp } from '../src/create-app.js';
import { createLogger } from '../src/logger.js';
import { Metrics } from '../src/metrics.js';
import type { ServiceOperations } from '../src/operations.js';
import { tokenChecker } from '../src/tokens.js';
import type { Role } from '../src/types.js';

export const ISSUER = 'https://issuer.example';

/** An issuer of tokens with a key of its own. */
export async function testIssuer(kid = 'key-1') {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] });
  const sign = (
    claims: JWTPayload = {},
    { header = {}, expires = '5m' }: { header?: object; expires?: string | null } = {},
  ) => {
    const payload = { iss: ISSUER, sub: 'clerk', roles: ['provincial-agency'], area: '32', ...claims };
    const token = new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid, ...header });
    return (expires === null ? token : token.setExpirationTime(expires)).sign(privateKey);
  };
  return { jwks, sign, check: tokenChecker({ issuer: ISSUER, jwks }) };
}

// What @fastify/static names downloads with is an ES module, which jest cannot `require` on every Node we support.
jest.doMock('content-disposition', () => ({ create: () => 'inline' }));

const operations: ServiceOperations = {
  service: 'test',
  jobs: () => [{ job: 'cut-off', description: '截止' }],
  runJob: async (_, asOf) => ({ asOf }),
  runDay: async () => ({}),
  overdue: async () => [],
  businessDate: () => '2025-08-01',
  setBusinessDate: async () => undefined,
  lag: async () => [],
  deadLetters: async () => [],
  replayDeadLetter: async () => 'unknown',
  rebuild: async () => ({ events: 0 }),
  verify: async () => [],
  figures: async () => ({}),
  health: async () => ({ database: 'up', bus: 'up', jobs: 'up' }),
};

export interface CallOptions {
  readonly as?: {
    readonly roles: readonly Role[];
    readonly area: string;
    readonly institution?: string;
    readonly city?: string;
  };
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly sign: Awaited<ReturnType<typeof testIssuer>>['sign'];
  /** Everything that was logged. */
  log(): string;
  call(method: 'GET' | 'POST', url: string, options?: CallOptions): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TestAppOptions {
  readonly operations?: Partial<ServiceOperations>;
  readonly bodyLimitBytes?: number;
  readonly rawBodyRoutes?: readonly string[];
  readonly uploads?: boolean;
}

@Module({})
class ControllersModule {}

/** An application of `createServiceApp` with these controllers, listening on a free port of this machine. */
export async function testApp(controllers: readonly Type[], options: TestAppOptions = {}): Promise<TestApp> {
  const { check, sign } = await testIssuer();
  let log = '';
  const app = await createServiceApp({
    service: 'test',
    title: '测试服务',
    module: { module: ControllersModule, controllers: [...controllers] },
    logger: createLogger('test', 'debug', { write: (line) => void (log += line) }),
    checkToken: check,
    metrics: new Metrics('test', false),
    operations: { ...operations, ...options.operations },
    queues: () => [],
    bodyLimitBytes: options.bodyLimitBytes ?? 10_000,
    rawBodyRoutes: options.rawBodyRoutes ?? [],
    uploads: options.uploads ?? false,
  });
  await app.listen(0, '127.0.0.1');
  const root = await app.getUrl();
  return {
    ...{ app, sign, log: () => log },
    async call(method, url, options = {}) {
      const as = options.as === undefined ? null : await sign({ ...options.as, sub: 'clerk' });
      return answerOf(await fetch(`${root}${url}`, requestOf(method, as, options)));
    },
  };
}

function requestOf(method: string, token: string | null, { headers, body }: CallOptions): RequestInit {
  const sent = new Headers(headers);
  if (token !== null) sent.set('authorization', `Bearer ${token}`);
  if (typeof body === 'object') sent.set('content-type', 'application/json');
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  return { method, redirect: 'manual', headers: sent, ...(text === undefined ? {} : { body: text }) };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: Object.fromEntries(response.headers), text, body };
}
