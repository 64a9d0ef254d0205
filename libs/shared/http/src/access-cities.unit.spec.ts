import { Controller, Get, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { testApp, type TestApp } from '../test/app.js';
import { Access, assertArea, fromParam, fromQuery } from './access.js';
import type { Role } from './types.js';

const CITY = ['provincial-agency', 'city-agency'] as const;
const purpose = 'test';
const SECRET = { person: 'somebody of 320200' };

@Controller('t')
class Routes {
  @Get('city/:region')
  @Access({ roles: CITY, area: fromParam('region'), purpose })
  city() {
    return SECRET;
  }

  @Get('city')
  @Access({ roles: CITY, area: fromQuery('unit', 'region'), purpose })
  cities() {
    return SECRET;
  }

  @Get('city/record/of')
  @Access({ roles: CITY, area: 'record', purpose })
  cityRecord(@Req() request: FastifyRequest) {
    assertArea(request, '320205', '31');
    return SECRET;
  }
}

@Controller('cities')
class WideForCities {
  @Get(':unit')
  @Access({ roles: CITY, area: fromParam('unit'), purpose })
  all() {
    return SECRET;
  }
}

let test: TestApp;

beforeAll(async () => {
  test = await testApp([Routes]);
});
afterAll(() => test.app.close());

describe('access of city agencies (SEC-01)', () => {
  it('gives a city agency its city with its counties, in the request or in the record, and never a whole unit', async () => {
    const statusesOf = async (city: string, roles: readonly Role[] = ['city-agency']) => {
      const urls = ['/t/city/320200', '/t/city/320205', '/t/city/32', '/t/city?unit=32', '/t/city?region=320200'];
      const as = { roles, area: '32', city };
      const answers = [];
      for (const url of [...urls, '/t/city/record/of']) answers.push((await test.call('GET', url, { as })).status);
      return answers;
    };
    expect(await statusesOf('320200')).toEqual([200, 200, 403, 403, 200, 200]);
    expect(await statusesOf('320100')).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await statusesOf('320205')).toEqual([403, 200, 403, 403, 403, 200]);
    // Whoever is of the province too may use the route as that.
    expect(await statusesOf('320100', CITY)).toEqual([200, 200, 200, 200, 403, 200]);
  });

  it('no service starts with a route that would show them a whole province', async () => {
    await expect(testApp([WideForCities])).rejects.toThrow('GET /cities/:unit：角色city-agency不得按省级区域访问');
  });
});
