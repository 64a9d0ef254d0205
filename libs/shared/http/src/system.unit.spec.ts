import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../test/app.js';
import { Access } from './access.js';
import { listRoutes } from './routes.js';

@Controller('claims')
class Claims {
  @Get(':id')
  @Access({ roles: ['provincial-agency'], area: 'nation', purpose: '查询结算单' })
  one() {
    return {};
  }
}

let test: TestApp;
let health: Record<string, 'up' | 'down'> = {};

beforeAll(async () => {
  test = await testApp([Claims], { operations: { health: async () => health } });
});
afterAll(() => test.app.close());

/** One line of Prometheus' text format: a comment, or a figure with its labels. */
const LINE =
  /^(# (HELP|TYPE) [a-zA-Z_:][\w:]* .+|[a-zA-Z_:][\w:]*(\{([a-zA-Z_]\w*="(\\.|[^"\\])*",?)*\})? (-?[\d.e+-]+|[+-]Inf|NaN))$/;
const operator = { roles: ['operations'] as const, area: 'nation' };

describe('what every service serves', () => {
  it('/health is well while every part is, else 503 with the part that is not', async () => {
    health = { database: 'up', bus: 'up', jobs: 'up' };
    expect(await test.call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    health = { database: 'up', bus: 'down', jobs: 'up' };
    expect(await test.call('GET', '/health')).toMatchObject({
      status: 503,
      body: { status: 'error', details: { database: 'up', bus: 'down' } },
    });
    expect((await test.call('GET', '/health/live')).body).toEqual({ status: 'ok', service: 'test' });
  });

  it('/metrics is in the text format of Prometheus, by route and never by address', async () => {
    await test.call('GET', '/claims/110105199001011234');
    const { headers, text } = await test.call('GET', '/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    const lines = text.trim().split('\n');
    expect(lines.filter((line) => line !== '' && !LINE.test(line))).toEqual([]);
    expect(text).toMatch(/kuasheng_http_request_seconds_count\{[^}]*route="\/claims\/:id"[^}]*status="401"[^}]*\} 1/);
    expect(text).not.toContain('110105');
  });

  it('/docs shows the interface, with roles and area of each operation', async () => {
    expect((await test.call('GET', '/docs')).text).toContain('swagger-ui');
    const { body } = await test.call('GET', '/docs/openapi.json');
    expect(body).toMatchObject({
      info: { title: '测试服务' },
      paths: { '/claims/{id}': { get: { 'x-access': { roles: ['provincial-agency'], purpose: '查询结算单' } } } },
    });
  });

  it('lists every route with its declaration', () => {
    const routes = listRoutes(test.app);
    expect(routes.filter(({ access }) => access === null)).toEqual([]);
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['GET /claims/:id', 'GET /docs', 'GET /health', 'GET /metrics', 'ALL /ops/queues']),
    );
  });
});

describe('the board of the jobs (SEC-01)', () => {
  const board = async (headers: Record<string, string>, query = '') =>
    test.call('GET', `/ops/queues${query}`, { headers });
  const token = (claims: object) => test.sign({ ...claims });

  it('opens to the operations of the nation, by header, address or cookie', async () => {
    const good = await token(operator);
    const opened = await board({}, `?token=${good}`);
    expect(opened.status).toBe(200);
    const cookie = String(opened.headers['set-cookie']);
    expect(cookie).toMatch(/; Path=\/ops\/queues; HttpOnly; SameSite=Strict$/);
    expect((await board({ cookie: String(cookie.split(';')[0]) })).status).toBe(200);
    expect((await board({ authorization: `Bearer ${good}` })).status).toBe(200);
  });

  it('stays shut to everybody else, its own interface too', async () => {
    const others: readonly Record<string, string>[] = [
      {},
      { authorization: `Bearer ${await token({ roles: ['national-agency'], area: 'nation' })}` },
      { authorization: `Bearer ${await token({ roles: ['operations'], area: '32' })}` },
      { cookie: 'kuasheng_board=abc' },
    ];
    for (const headers of others) {
      expect(await board(headers)).toMatchObject({ status: 403, body: { rule: 'SEC-01' } });
      expect((await test.call('GET', '/ops/queues/api/queues', { headers })).status).toBe(403);
    }
  });
});

describe('the way in of the ops team (SEC-01)', () => {
  it('runs a job for operations only, and says which field is wrong', async () => {
    const run = (
      job: string,
      body: object,
      as: { roles: readonly ['operations' | 'hospital']; area: string; institution?: string },
    ) => test.call('POST', `/ops/jobs/${job}/runs`, { as, body });
    expect((await run('cut-off', { asOf: '2025-09-01' }, operator)).body).toEqual({ asOf: '2025-09-01' });
    expect(await run('cut-off', { asOf: 'today' }, operator)).toMatchObject({
      status: 400,
      body: { fields: ['asOf'] },
    });
    expect((await run('no-such', { asOf: '2025-09-01' }, operator)).status).toBe(404);
    expect((await run('cut-off', { asOf: '2025-09-01' }, { roles: ['operations'], area: '32' })).status).toBe(403);
    const hospital = { roles: ['hospital'] as const, area: '32', institution: 'H1' };
    expect((await run('cut-off', { asOf: '2025-09-01' }, hospital)).status).toBe(403);
  });
});
