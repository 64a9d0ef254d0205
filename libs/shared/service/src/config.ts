import { z } from 'zod';
import { DEVELOPMENT_ISSUER, developmentJwks } from '#http';
import type { ServiceName } from '#contracts';
import { Money } from '#kernel';
import { documentKeys, documentProblems, documentsOf, type DocumentsConfig } from './documents-config.js';

/** Startup configuration cannot be used; the message names every wrong or unknown key. */
export class ConfigurationRefused extends Error {
  override readonly name = 'ConfigurationRefused';
}

const portOf = z.coerce.number().int().min(0).max(65_535);

const schema = z.object({
  KUASHENG_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: '须为 postgres:// 地址' }),
  KUASHENG_DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,30}$/, '只能是小写字母、数字和下划线')
    .default('kuasheng_'),
  KUASHENG_BUS: z.enum(['postgres', 'kafka'], { error: '须为 postgres 或 kafka' }).default('postgres'),
  KUASHENG_KAFKA_BROKERS: z.string().optional(),
  KUASHENG_JOBS: z.enum(['postgres', 'redis'], { error: '须为 postgres 或 redis' }).default('postgres'),
  KUASHENG_REDIS_URL: z.url({ protocol: /^rediss?$/, error: '须为 redis:// 地址' }).optional(),
  KUASHENG_CLOCK: z.enum(['system', 'simulated'], { error: '须为 system 或 simulated' }).default('system'),
  KUASHENG_KEY_RING: z.string({ error: '必填：密钥环（JSON 或 file: 路径）' }).min(1),
  KUASHENG_OIDC_ISSUER: z.url({ error: '必填：令牌签发方地址' }),
  KUASHENG_OIDC_JWKS: z.string({ error: '必填：签发方公钥地址或 JSON' }).min(1),
  KUASHENG_DEV_ISSUER: z.enum(['on', 'off'], { error: '须为 on 或 off' }).default('off'),
  KUASHENG_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  KUASHENG_POLICIES: z.string().default('policies'),
  KUASHENG_SECOND_PERSON_FROM: z
    .string()
    .refine((text) => Money.parse(text, 'KUASHENG_SECOND_PERSON_FROM').ok && !text.startsWith('-'), {
      error: '须为金额（元，最多两位小数，不为负）',
    })
    .default('100000.00'),
  ...documentKeys,
  KUASHENG_HOST: z.string().default('127.0.0.1'),
  KUASHENG_REGISTRATION_PORT: portOf.default(18_102),
  KUASHENG_SETTLEMENT_PORT: portOf.default(18_101),
  KUASHENG_CLEARING_PORT: portOf.default(18_103),
  KUASHENG_PREPAYMENT_PORT: portOf.default(18_104),
});

/** Read by tests and tools, not by services; known so that they are not reported as misspelt. */
const OTHER_KEYS = /^KUASHENG_(TEST_|REQUIRE$|DATA$|TOKEN$)/;

export interface ServiceConfig {
  readonly databaseUrl: string;
  /** In front of every database's name, so that several platforms may share a server. */
  readonly databasePrefix: string;
  readonly bus: { readonly kind: 'postgres' } | { readonly kind: 'kafka'; readonly brokers: readonly string[] };
  readonly jobs: { readonly kind: 'postgres' } | { readonly kind: 'redis'; readonly url: string };
  readonly clock: 'system' | 'simulated';
  readonly keyRing: string;
  readonly oidc: { readonly issuer: string; readonly jwks: string };
  readonly devIssuer: boolean;
  readonly logLevel: string;
  readonly policies: string;
  /** 两人放行起点 From this total of a held claim on the nation wants a second person for its release (SEC-04). */
  readonly secondPersonFrom: Money;
  readonly documents: DocumentsConfig;
  readonly host: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
}

/**
 * Parses the environment once into a frozen object. Throws `ConfigurationRefused` with one line for every KUASHENG_ key
 * that is missing, wrong or unknown, and for combinations that do not go together.
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): ServiceConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([key]) => key.startsWith('KUASHENG_')));
  const parsed = schema.safeParse(given);
  const problems = [
    ...Object.keys(given)
      .filter((key) => !(key in schema.shape) && !OTHER_KEYS.test(key))
      .map((key) => `${key}：不认识的配置项`),
    ...(parsed.success ? combinations(parsed.data) : parsed.error.issues.map(sentence)),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigurationRefused(`配置有误：\n${problems.join('\n')}`);
  return Object.freeze(toConfig(parsed.data));
}

type Environment = z.infer<typeof schema>;

const sentence = (issue: z.core.$ZodIssue): string =>
  `${issue.path.join('.')}：${/^Invalid|^Too/.test(issue.message) ? '值不合要求' : issue.message}`;

function combinations(env: Environment): string[] {
  const problems: string[] = [];
  if (env.KUASHENG_BUS === 'kafka' && brokersOf(env).length === 0) {
    problems.push('KUASHENG_KAFKA_BROKERS：KUASHENG_BUS=kafka 时必填');
  }
  if (env.KUASHENG_JOBS === 'redis' && !env.KUASHENG_REDIS_URL) {
    problems.push('KUASHENG_REDIS_URL：KUASHENG_JOBS=redis 时必填');
  }
  return [...problems, ...documentProblems(env), ...issuerProblems(env), ...sharedPorts(env)];
}

function issuerProblems(env: Environment): string[] {
  const wanted = env.KUASHENG_DEV_ISSUER === 'on';
  if (wanted && env.KUASHENG_CLOCK !== 'simulated') {
    return ['KUASHENG_DEV_ISSUER：开发用签发方只能与 KUASHENG_CLOCK=simulated 同用'];
  }
  if (wanted || !trustsDevelopmentIssuer(env)) return [];
  return ['KUASHENG_OIDC_JWKS：开发用签发方的密钥人人可知，须与 KUASHENG_DEV_ISSUER=on 同用'];
}

/** Its private key is public, whatever name stands beside its public one. */
function trustsDevelopmentIssuer({ KUASHENG_OIDC_ISSUER: issuer, KUASHENG_OIDC_JWKS: jwks }: Environment): boolean {
  const { keys } = JSON.parse(developmentJwks()) as { readonly keys: readonly { readonly x: string }[] };
  return issuer === DEVELOPMENT_ISSUER || keys.some(({ x }) => jwks.includes(x));
}

const brokersOf = (env: Environment): string[] =>
  (env.KUASHENG_KAFKA_BROKERS ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');

const PORTS = [
  'KUASHENG_REGISTRATION_PORT',
  'KUASHENG_SETTLEMENT_PORT',
  'KUASHENG_CLEARING_PORT',
  'KUASHENG_PREPAYMENT_PORT',
] as const;

/** Port 0 is any free one and may be given to several. */
const sharedPorts = (env: Environment): string[] =>
  PORTS.filter((key, index) => env[key] !== 0 && PORTS.slice(0, index).some((other) => env[other] === env[key])).map(
    (key) => `${key}：端口${env[key]}已由另一服务使用`,
  );

function toConfig(env: Environment): ServiceConfig {
  return {
    databaseUrl: env.KUASHENG_DATABASE_URL,
    databasePrefix: env.KUASHENG_DATABASE_PREFIX,
    bus: env.KUASHENG_BUS === 'kafka' ? { kind: 'kafka', brokers: brokersOf(env) } : { kind: 'postgres' },
    jobs: env.KUASHENG_JOBS === 'redis' ? { kind: 'redis', url: env.KUASHENG_REDIS_URL ?? '' } : { kind: 'postgres' },
    clock: env.KUASHENG_CLOCK,
    keyRing: env.KUASHENG_KEY_RING,
    oidc: { issuer: env.KUASHENG_OIDC_ISSUER, jwks: env.KUASHENG_OIDC_JWKS },
    devIssuer: env.KUASHENG_DEV_ISSUER === 'on',
    logLevel: env.KUASHENG_LOG_LEVEL,
    policies: env.KUASHENG_POLICIES,
    secondPersonFrom: Money.of(env.KUASHENG_SECOND_PERSON_FROM),
    documents: documentsOf(env),
    host: env.KUASHENG_HOST,
    ports: {
      registration: env.KUASHENG_REGISTRATION_PORT,
      settlement: env.KUASHENG_SETTLEMENT_PORT,
      clearing: env.KUASHENG_CLEARING_PORT,
      prepayment: env.KUASHENG_PREPAYMENT_PORT,
    },
  };
}
