import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES, type ServiceName } from '#contracts';
import type { AccessRule, Role } from '#http';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';

interface Route {
  readonly service: ServiceName;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly access: AccessRule | undefined;
}

const running = new Map<ServiceName, ServiceUnderTest>();
let drop: () => Promise<void>;
let routes: readonly Route[] = [];

beforeAll(async () => {
  const made = await testEnvironment();
  drop = made.drop;
  for (const service of SERVICES) running.set(service, await startServiceForTest(service, made.environment));
  routes = (await Promise.all(SERVICES.map(routesOf))).flat();
});

afterAll(async () => {
  for (const service of running.values()) await service.stop();
  await drop();
});

const of = (service: ServiceName): ServiceUnderTest => running.get(service) as ServiceUnderTest;

async function routesOf(service: ServiceName): Promise<readonly Route[]> {
  const { body } = await of(service).call('GET', '/docs/openapi.json');
  const paths = body['paths'] as Record<string, Record<string, { 'x-access'?: AccessRule }>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      service,
      method: method.toUpperCase() as Route['method'],
      path,
      access: operation['x-access'],
    })),
  );
}

/** The route with every parameter filled by something of province 32. */
function ofJiangsu({ path, access }: Route): { path: string; body: Record<string, unknown> } {
  const area = typeof access?.area === 'object' ? access.area : null;
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    area?.from === 'param' && area.name === name ? '32' : 'x',
  );
  const query = area?.from === 'query' ? `?${area.name}=32` : '';
  return { path: `${filled}${query}`, body: area?.from === 'body' ? { [area.name]: '320200' } : {} };
}

/** What all agencies share (SEC-01): nothing comes to this list by itself. */
const OF_EVERY_UNIT = [
  'GET /clearing/announcements',
  'GET /clearing/finance-accounts',
  'GET /clearing/finance-accounts/forms/10',
  'POST /clearing/announcements',
];

/** The route asking for 无锡, where it serves city agencies by the request. */
function ofWuxi({ path, access }: Route): { path: string; body: Record<string, unknown> } {
  const { from = null, name = '', city = name } = typeof access?.area === 'object' ? access.area : {};
  const filled = path.replace(/\{(\w+)\}/g, (_whole, part: string) => (part === city ? '320200' : 'x'));
  return {
    path: from === 'query' ? `${filled}?${city}=320200` : filled,
    body: from === 'body' ? { [city]: '320200' } : {},
  };
}

const closed = (): readonly Route[] =>
  routes.filter(({ access }) => access?.area !== 'public' && access?.area !== 'signature');

describe('access to the four services (SEC-01)', () => {
  it('every route declares its roles, its area and its purpose', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
    expect(routes.filter(({ access }) => access?.purpose === '')).toEqual([]);
  });

  it('only probes and figures are open to everybody', () => {
    const open = routes.filter(({ access }) => access?.area === 'public').map(({ path }) => path);
    expect([...new Set(open)].sort()).toEqual(['/health', '/health/live', '/metrics']);
  });

  it('only announcements and the accounts that money is paid into are open to the agencies of every unit', () => {
    const open = routes.filter(({ access }) => access?.area === 'every-unit');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(OF_EVERY_UNIT);
  });

  it('without a token every other route answers 401', async () => {
    for (const route of closed()) {
      const { path, body } = ofJiangsu(route);
      const answer = await of(route.service).call(route.method, path, { as: null, body });
      expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, 401]);
    }
  });

  it('a role the route does not name gets 403', async () => {
    for (const route of closed()) {
      const { path, body } = ofJiangsu(route);
      const other: Role = 'insured-person';
      const answer = await of(route.service).call(route.method, path, { as: { roles: [other], area: '32' }, body });
      expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, 403]);
    }
  });

  it('province 33 asking for anything of province 32 gets 403, also by an id it has guessed', async () => {
    for (const route of closed().filter(({ access }) => access?.area !== 'every-unit')) {
      const { path, body } = ofJiangsu(route);
      const as = {
        roles: [...(route.access?.roles ?? [])],
        area: '33',
        institutionCode: 'H33010600001',
        city: '330100',
      };
      const answer = await of(route.service).call(route.method, path, { as, body });
      // An unknown record of a by-id route may also be malformed, unknown or of another media type; it is never given.
      const allowed =
        route.access?.area === 'record' || route.access?.area === 'own-institution' ? [400, 403, 404, 415] : [403];
      expect([route.method, route.path, allowed.includes(answer.status), answer.status]).toEqual([
        route.method,
        route.path,
        true,
        answer.status,
      ]);
    }
  });

  it('a city agency asking for anything of another city of its province gets 403, also without saying which city', async () => {
    const served = closed().filter(
      ({ access }) => access?.roles.includes('city-agency') && access.area !== 'every-unit',
    );
    expect(served.length).toBeGreaterThan(30);
    const as = { roles: ['city-agency' as const], area: '32', city: '320100' };
    for (const route of served) {
      const byHandler = typeof route.access?.area === 'string';
      for (const { path, body } of [
        ofWuxi(route),
        ofJiangsu(route),
        { path: ofWuxi(route).path.split('?')[0] ?? '', body: {} },
      ]) {
        const { status } = await of(route.service).call(route.method, path, { as, body });
        const refused = byHandler ? [400, 403, 404, 415] : [403];
        expect([route.method, path, refused.includes(status), status]).toEqual([route.method, path, true, status]);
      }
    }
  });

  it('a token that is expired, of another issuer or no token at all gets 401', async () => {
    const url = `${of('settlement').url}/ops/lag`;
    for (const token of ['x', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', '']) {
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it("the operators' board is closed to everybody else", async () => {
    const { status } = await of('clearing').call('GET', '/ops/queues', {
      as: { roles: ['provincial-agency'], area: '32' },
    });
    expect(status).toBe(403);
  });
});
