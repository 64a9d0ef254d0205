import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { testApp, type TestApp } from '../test/app.js';
import { Access, assertArea, assertInstitution, fromBody, fromParam, fromQuery } from './access.js';

const AGENCY = ['provincial-agency', 'national-agency'] as const;
const BOTH = [...AGENCY, 'hospital'] as const;
const purpose = 'test';
const SECRET = { person: 'somebody of 11' };

@Controller('t')
class Routes {
  @Get('param/:unit')
  @Access({ roles: AGENCY, area: fromParam('unit'), purpose })
  byParam() {
    return SECRET;
  }

  @Get('query')
  @Access({ roles: AGENCY, area: fromQuery('unit'), purpose })
  byQuery() {
    return SECRET;
  }

  @Post('body')
  @Access({ roles: AGENCY, area: fromBody('unit'), purpose })
  byBody(@Body() body: object) {
    return body;
  }

  @Get('nation')
  @Access({ roles: AGENCY, area: 'nation', purpose })
  nation() {
    return SECRET;
  }

  @Get('every-unit')
  @Access({ roles: AGENCY, area: 'every-unit', purpose })
  everyUnit() {
    return SECRET;
  }

  @Get('record/forgotten')
  @Access({ roles: AGENCY, area: 'record', purpose })
  forgotten() {
    return SECRET;
  }

  @Get('record/checked')
  @Access({ roles: AGENCY, area: 'record', purpose })
  checked(@Req() request: FastifyRequest) {
    assertArea(request, '11', '44');
    return SECRET;
  }

  @Get('own')
  @Access({ roles: BOTH, area: 'own-institution', purpose })
  own(@Req() request: FastifyRequest) {
    assertInstitution(request, 'H11010000001', '11');
    return SECRET;
  }

  @Get('open')
  @Access({ roles: [], area: 'public', purpose })
  open() {
    return { open: true };
  }
}

let test: TestApp;

beforeAll(async () => {
  test = await testApp([Routes]);
});
afterAll(() => test.app.close());

const agency = (area: string) => ({ roles: [area === 'nation' ? AGENCY[1] : AGENCY[0]], area });

describe('access (SEC-01)', () => {
  it('needs a token everywhere but on public routes', async () => {
    const refused = await test.call('GET', '/t/param/11');
    expect(refused).toMatchObject({ status: 401, body: { rule: 'SEC-01', detail: '请先登录：缺少访问令牌' } });
    expect((await test.call('GET', '/t/param/11', { headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
    expect((await test.call('GET', '/t/open')).body).toEqual({ open: true });
  });

  it('needs one of the roles', async () => {
    const as = { roles: ['provincial-finance'] as const, area: '11' };
    expect(await test.call('GET', '/t/param/11', { as })).toMatchObject({
      status: 403,
      body: { rule: 'SEC-01', detail: '您的角色无权使用该接口' },
    });
  });

  interface Place {
    readonly place: string;
    readonly method?: 'POST';
    url(unit: string): string;
    body?(unit: string): object;
  }
  const places: readonly Place[] = [
    { place: 'path', url: (unit) => `/t/param/${unit}` },
    { place: 'path by region code', url: (unit) => `/t/param/${unit}0100` },
    { place: 'query', url: (unit) => `/t/query?unit=${unit}` },
    { place: 'body', method: 'POST', url: () => '/t/body', body: (unit) => ({ unit }) },
  ];

  it.each(places)('serves the own unit, not another, by $place; the nation all', async ({ method, url, body }) => {
    const callAs = (area: string, unit: string) =>
      test.call(method ?? 'GET', url(unit), { as: agency(area), ...(body === undefined ? {} : { body: body(unit) }) });
    expect((await callAs('11', '11')).status).toBeLessThan(300);
    const refused = await callAs('11', '44');
    expect(refused).toMatchObject({ status: 403, body: { detail: '无权查看或办理其他省级单位的业务' } });
    expect((await callAs('nation', '44')).status).toBeLessThan(300);
  });

  it('refuses an area that is missing, given twice, inherited or none', async () => {
    for (const url of [
      '/t/query',
      '/t/query?unit=',
      '/t/query?unit=11&unit=44',
      '/t/query?unit=99',
      '/t/query?Unit=11',
    ]) {
      expect([url, (await test.call('GET', url, { as: agency('11') })).status]).toEqual([url, 403]);
    }
    for (const body of [{}, { unit: null }, { unit: ['11'] }, [], { unit: { toString: '11' } }]) {
      expect((await test.call('POST', '/t/body', { as: agency('11'), body })).status).toBe(403);
    }
  });

  it('keeps routes of the nation from every province', async () => {
    expect((await test.call('GET', '/t/nation', { as: agency('11') })).status).toBe(403);
    expect((await test.call('GET', '/t/nation', { as: agency('nation') })).status).toBe(200);
  });

  it('gives what all agencies share to an agency of any province, and to no other role', async () => {
    for (const area of ['11', '44'])
      expect((await test.call('GET', '/t/every-unit', { as: agency(area) })).status).toBe(200);
    const other = { roles: ['insured-person'] as const, area: '11' };
    expect((await test.call('GET', '/t/every-unit', { as: other })).status).toBe(403);
    expect((await test.call('GET', '/t/every-unit')).status).toBe(401);
  });

  it('withholds a record whose area the handler has not checked, and logs which', async () => {
    const answer = await test.call('GET', '/t/record/forgotten', { as: agency('nation') });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('somebody');
    expect(test.log()).toContain('Routes.forgotten 未核对数据所属区域');
  });

  it('gives a record to its units and the nation only', async () => {
    const statuses = [];
    for (const area of ['11', '44', '32', 'nation']) {
      statuses.push((await test.call('GET', '/t/record/checked', { as: agency(area) })).status);
    }
    expect(statuses).toEqual([200, 200, 403, 200]);
  });

  it('gives a hospital its own records only, also to one of the same unit', async () => {
    const hospital = (institution: string) => ({ roles: ['hospital'] as const, area: '11', institution });
    expect((await test.call('GET', '/t/own', { as: hospital('H11010000001') })).status).toBe(200);
    expect((await test.call('GET', '/t/own', { as: hospital('H11010000002') })).status).toBe(403);
    expect((await test.call('GET', '/t/own', { as: agency('11') })).status).toBe(200);
    expect((await test.call('GET', '/t/own', { as: agency('32') })).status).toBe(403);
  });
});

@Controller('undeclared')
class Undeclared {
  @Get()
  all() {
    return SECRET;
  }
}

@Controller('nobody')
class Nobody {
  @Get()
  @Access({ roles: [], area: 'nation', purpose })
  all() {
    return SECRET;
  }
}

@Controller('wide')
class TooWide {
  @Get(':unit')
  @Access({ roles: BOTH, area: fromParam('unit'), purpose })
  all() {
    return SECRET;
  }
}

describe('routes that may not be offered (SEC-01)', () => {
  it.each([
    ['declares nothing', [Undeclared], 'GET /undeclared：未声明访问权限'],
    ['names no role', [Nobody], 'GET /nobody：未声明可用角色'],
    ['would show a hospital a whole province', [TooWide], 'GET /wide/:unit：角色hospital不得按省级区域访问'],
  ])('does not start with a route that %s', async (_, controllers, says) => {
    await expect(testApp(controllers)).rejects.toThrow(says);
  });

  it('names all of them at once', async () => {
    await expect(testApp([Undeclared, Nobody])).rejects.toThrow(/undeclared.*nobody|nobody.*undeclared/);
  });
});
