import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SERVICES } from '#contracts';
import { freePort } from '#infra/ports.mjs';
import { startServiceForTest, testEnvironment } from '#testing';

type Environment = Readonly<Record<string, string>>;

async function failedStart(environment: Environment): Promise<{ code: number | null; said: string }> {
  const script = join(process.cwd(), 'dist', 'services', 'clearing', 'src', 'main.js');
  const child = spawn(process.execPath, [script], { env: { PATH: process.env['PATH'], ...environment } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

let environment: Environment;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
});
afterAll(() => drop());

describe('a service that cannot start', () => {
  it('says so in one sentence when its database cannot be reached', async () => {
    const away = `postgres://kuasheng:geheim@127.0.0.1:${await freePort()}`;
    const { code, said } = await failedStart({ ...environment, KUASHENG_DATABASE_URL: away });
    expect(code).toBe(1);
    expect(said).toMatch(/^clearing 无法启动：.*ECONNREFUSED.*\n$/);
    expect(said).not.toContain('geheim');
  });

  it('says so when its database does not exist', async () => {
    const { code, said } = await failedStart({ ...environment, KUASHENG_DATABASE_PREFIX: 'no_such_' });
    expect(code).toBe(1);
    expect(said).toMatch(/^clearing 无法启动：.*no_such_clearing.*\n$/);
  });

  it('says every wrong key and nothing else when its configuration cannot be used', async () => {
    const wrong = { KUASHENG_CLOCK: 'sun', KUASHENG_X: '1', KUASHENG_DEV_ISSUER: 'off' };
    const { code, said } = await failedStart({ ...environment, ...wrong });
    expect(code).toBe(1);
    expect(said.split('\n').sort()).toEqual(
      ['', '配置有误：', 'KUASHENG_X：不认识的配置项', 'KUASHENG_CLOCK：须为 system 或 simulated'].sort(),
    );
  });

  it('SEC-02: refuses the key ring that everybody knows where the clock is the real one', async () => {
    const real = {
      ...{ KUASHENG_CLOCK: 'system', KUASHENG_DEV_ISSUER: 'off' },
      ...{ KUASHENG_OIDC_ISSUER: 'https://issuer.example', KUASHENG_OIDC_JWKS: 'https://issuer.example/keys' },
    };
    const { code, said } = await failedStart({ ...environment, ...real });
    expect(code).toBe(1);
    expect(said).toMatch(/^配置有误：\nKUASHENG_KEY_RING：.*simulated 同用\n$/);
  });

  it('says so when its port is taken', async () => {
    const running = await startServiceForTest('prepayment', environment);
    const taken = { KUASHENG_CLEARING_PORT: String(new URL(running.url).port), KUASHENG_PREPAYMENT_PORT: '0' };
    const { code, said } = await failedStart({ ...environment, ...taken });
    await running.stop();
    expect(code).toBe(1);
    expect(said).toMatch(/^clearing 无法启动：.*EADDRINUSE.*$/m);
  });
});

describe('every service', () => {
  it.each(SERVICES)('%s starts, is well, shows its interface and its queue, and ends cleanly', async (service) => {
    const running = await startServiceForTest(service, environment);
    expect(await running.call('GET', '/health', { as: null })).toMatchObject({ status: 200, body: { status: 'ok' } });
    const { body } = await running.call('GET', '/docs/openapi.json', { as: null });
    const operations = Object.values(body['paths'] as Record<string, Record<string, object>>).flatMap(Object.values);
    expect(operations.filter((operation: object) => !('x-access' in operation))).toEqual([]);
    const board = await running.call('GET', '/ops/queues/api/queues');
    expect(board).toMatchObject({ status: 200, body: { queues: [{ name: service }] } });
    await running.stop();
    expect(running.log()).not.toMatch(/"level":"(error|fatal)"/);
  });
});
