import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEVELOPMENT_ISSUER, developmentJwks } from '#http';
import { ConfigurationRefused, parseConfig } from './config.js';

type Environment = Readonly<Record<string, string | undefined>>;

const GOOD: Environment = {
  KUASHENG_DATABASE_URL: 'postgres://kuasheng@127.0.0.1:5432',
  KUASHENG_KEY_RING: '{"keys":[]}',
  KUASHENG_OIDC_ISSUER: 'https://issuer.example',
  KUASHENG_OIDC_JWKS: 'https://issuer.example/keys',
};

function refusalOf(environment: Environment): string[] {
  try {
    parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    const [head, ...lines] = error.message.split('\n');
    expect(head).toBe('配置有误：');
    return lines;
  }
  throw new Error('the configuration was accepted');
}

const keysOf = (environment: Environment): string[] => refusalOf(environment).map((line) => line.split('：')[0] ?? '');

describe('startup configuration', () => {
  it('needs four keys; everything else has its default', () => {
    expect(parseConfig(GOOD)).toMatchObject({
      ...{ bus: { kind: 'postgres' }, jobs: { kind: 'postgres' }, clock: 'system', devIssuer: false },
      ...{ logLevel: 'info', host: '127.0.0.1', databasePrefix: 'kuasheng_' },
      ports: { registration: 18_102, settlement: 18_101, clearing: 18_103, prepayment: 18_104 },
    });
  });

  it('SEC-01: trusts the development issuer only where it is asked for, whatever it is called', () => {
    const named = { ...GOOD, KUASHENG_OIDC_ISSUER: DEVELOPMENT_ISSUER };
    const renamed = { ...GOOD, KUASHENG_OIDC_JWKS: developmentJwks() };
    expect(keysOf(named)).toEqual(['KUASHENG_OIDC_JWKS']);
    expect(keysOf(renamed)).toEqual(['KUASHENG_OIDC_JWKS']);
    const wanted = { ...renamed, KUASHENG_DEV_ISSUER: 'on', KUASHENG_CLOCK: 'simulated' };
    expect(parseConfig(wanted)).toMatchObject({ devIssuer: true });
  });

  it('SEC-04: the limit from which a release takes two persons is an amount of the nation', () => {
    expect(parseConfig(GOOD).secondPersonFrom.toString()).toBe('100000.00');
    const own = parseConfig({ ...GOOD, KUASHENG_SECOND_PERSON_FROM: '50000' });
    expect(own.secondPersonFrom.toString()).toBe('50000.00');
    for (const text of ['-1.00', '1.001', '10万', '']) {
      expect(keysOf({ ...GOOD, KUASHENG_SECOND_PERSON_FROM: text })).toEqual(['KUASHENG_SECOND_PERSON_FROM']);
    }
  });

  it('cannot be changed once read', () => {
    expect(Object.isFrozen(parseConfig(GOOD))).toBe(true);
  });

  it('names every missing, wrong and unknown key in one refusal, each with a sentence in Chinese', () => {
    const lines = refusalOf({
      ...{ KUASHENG_DATABASE_URL: 'mysql://x', KUASHENG_DATABASE_PREFIX: 'Kuasheng-', KUASHENG_BUS: 'rabbit' },
      ...{ KUASHENG_JOBS: 'cron', KUASHENG_REDIS_URL: 'http://x', KUASHENG_CLOCK: 'sun', KUASHENG_KEY_RING: '' },
      ...{ KUASHENG_OIDC_ISSUER: 'issuer', KUASHENG_DEV_ISSUER: 'yes', KUASHENG_LOG_LEVEL: 'loud' },
      ...{ KUASHENG_CLEARING_PORT: '99999', KUASHENG_REGISTRATION_PORT: 'http', KUASHENG_DATABSE_URL: 'x' },
    });
    expect(lines.map((line) => line.split('：')[0]).sort()).toEqual(
      [
        ...['KUASHENG_BUS', 'KUASHENG_CLEARING_PORT', 'KUASHENG_CLOCK', 'KUASHENG_DATABASE_PREFIX'],
        ...['KUASHENG_DATABASE_URL', 'KUASHENG_DATABSE_URL', 'KUASHENG_DEV_ISSUER', 'KUASHENG_JOBS'],
        ...['KUASHENG_KEY_RING', 'KUASHENG_LOG_LEVEL', 'KUASHENG_OIDC_ISSUER', 'KUASHENG_OIDC_JWKS'],
        ...['KUASHENG_REDIS_URL', 'KUASHENG_REGISTRATION_PORT'],
      ].sort(),
    );
    for (const line of lines) expect(line).toMatch(/^KUASHENG_[A-Z_]+：.*[\u4e00-\u9fff]/);
  });

  it('names a wrong key whatever else is wrong: never only the first', () => {
    const faults: Environment = {
      ...{ KUASHENG_DATABASE_URL: undefined, KUASHENG_KEY_RING: undefined, KUASHENG_OIDC_JWKS: undefined },
      ...{ KUASHENG_BUS: 'x', KUASHENG_JOBS: 'x', KUASHENG_CLOCK: 'x', KUASHENG_SETTLEMENT_PORT: '-1' },
      ...{ KUASHENG_UNKNOWN: '1', KUASHENG_HOST_: 'x' },
    };
    fc.assert(
      fc.property(fc.subarray(Object.keys(faults), { minLength: 1 }), (chosen) => {
        const wrong = Object.fromEntries(chosen.map((key) => [key, faults[key]]));
        expect(keysOf({ ...GOOD, ...wrong }).sort()).toEqual([...chosen].sort());
      }),
    );
  });

  it('never shows the value of a key: it may be a secret', () => {
    const lines = refusalOf({ ...GOOD, KUASHENG_DATABASE_URL: 'mysql://u:geheim@h', KUASHENG_SECRET: 'geheim' });
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('geheim');
  });

  const combinations: readonly (readonly [what: string, more: Environment, key: string])[] = [
    ['Kafka without brokers', { KUASHENG_BUS: 'kafka' }, 'KUASHENG_KAFKA_BROKERS'],
    [
      'Kafka with no broker in the list',
      { KUASHENG_BUS: 'kafka', KUASHENG_KAFKA_BROKERS: ' , ' },
      'KUASHENG_KAFKA_BROKERS',
    ],
    ['Redis without its address', { KUASHENG_JOBS: 'redis' }, 'KUASHENG_REDIS_URL'],
    [
      'a bucket without its address',
      { KUASHENG_DOCUMENTS: 's3:papers', KUASHENG_DOCUMENTS_ACCESS_KEY: 'a', KUASHENG_DOCUMENTS_SECRET_KEY: 's' },
      'KUASHENG_DOCUMENTS_ENDPOINT',
    ],
    ['the development issuer under the system clock', { KUASHENG_DEV_ISSUER: 'on' }, 'KUASHENG_DEV_ISSUER'],
    ['two services on one port', { KUASHENG_CLEARING_PORT: '18101' }, 'KUASHENG_CLEARING_PORT'],
  ];

  it.each(combinations)('refuses %s', (_, more, key) => {
    expect(keysOf({ ...GOOD, ...more })).toEqual([key]);
  });

  it('REG-20: keeps papers in a folder unless a bucket is named, with all it needs', () => {
    expect(parseConfig(GOOD).documents).toEqual({ kind: 'file', folder: '.kuasheng/documents' });
    expect(parseConfig({ ...GOOD, KUASHENG_DOCUMENTS: 'file:/srv/papers' }).documents).toEqual({
      ...{ kind: 'file', folder: '/srv/papers' },
    });
    const bucket = {
      ...{ KUASHENG_DOCUMENTS: 's3:papers', KUASHENG_DOCUMENTS_ENDPOINT: 'http://127.0.0.1:9000' },
      ...{ KUASHENG_DOCUMENTS_ACCESS_KEY: 'a', KUASHENG_DOCUMENTS_SECRET_KEY: 's' },
    };
    expect(parseConfig({ ...GOOD, ...bucket }).documents).toEqual({
      ...{ kind: 's3', bucket: 'papers', endpoint: 'http://127.0.0.1:9000', region: 'us-east-1' },
      ...{ accessKey: 'a', secretKey: 's' },
    });
    expect(keysOf({ ...GOOD, KUASHENG_DOCUMENTS: 's3:papers' })).toEqual([
      ...['KUASHENG_DOCUMENTS_ENDPOINT', 'KUASHENG_DOCUMENTS_ACCESS_KEY', 'KUASHENG_DOCUMENTS_SECRET_KEY'],
    ]);
    for (const wrong of ['papers', 'file:', 's3:', 's3:Papers', 's3:a/b', 'ftp:papers']) {
      expect(keysOf({ ...GOOD, KUASHENG_DOCUMENTS: wrong })).toEqual(['KUASHENG_DOCUMENTS']);
    }
    expect(keysOf({ ...GOOD, ...bucket, KUASHENG_DOCUMENTS_ENDPOINT: 'ftp://x' })).toEqual([
      ...['KUASHENG_DOCUMENTS_ENDPOINT'],
    ]);
  });

  it('names combinations beside unknown keys', () => {
    expect(keysOf({ ...GOOD, KUASHENG_BUS: 'kafka', KUASHENG_JOBS: 'redis', KUASHENG_X: '1' }).sort()).toEqual([
      ...['KUASHENG_KAFKA_BROKERS', 'KUASHENG_REDIS_URL', 'KUASHENG_X'],
    ]);
  });

  it('takes the distributed form', () => {
    const config = parseConfig({
      ...GOOD,
      ...{ KUASHENG_BUS: 'kafka', KUASHENG_KAFKA_BROKERS: 'a:9092, b:9092,', KUASHENG_JOBS: 'redis' },
      ...{ KUASHENG_REDIS_URL: 'rediss://r:6379', KUASHENG_CLEARING_PORT: '0', KUASHENG_PREPAYMENT_PORT: '0' },
    });
    expect(config.bus).toEqual({ kind: 'kafka', brokers: ['a:9092', 'b:9092'] });
    expect(config.jobs).toEqual({ kind: 'redis', url: 'rediss://r:6379' });
  });

  it('leaves alone what is not ours and what tests and tools read', () => {
    const others = { PATH: '/bin', KUASHENG_TEST_PG: 'x', KUASHENG_REQUIRE: 'kafka', KUASHENG_DATA: '/tmp' };
    expect(() => parseConfig({ ...GOOD, ...others })).not.toThrow();
  });
});
