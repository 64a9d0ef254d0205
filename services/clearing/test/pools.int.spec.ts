import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLEARING_UNITS, poolOf } from '#kernel';
import { POOL_OF } from '../src/claims/pool.js';
import { claim, confirmed, nation, province, settled, startClearing, type ClearingUnderTest } from './month.js';
import { publishAugust } from './treasury.js';

let clearing: ClearingUnderTest;

/** Insured of three counties of 河南 without a city and of one with, treated in two districts and a county of 重庆. */
const CLAIMS = [
  ['J1', '419001', '500103', '100.00'],
  ['J2', '419001', '500235', '20.00'],
  ['X1', '419002', '500101', '3.00'],
  ['Z1', '410102', '500103', '0.40'],
] as const;

beforeAll(async () => {
  clearing = await startClearing();
  const places = { payer: '41', receiver: '50', institutionCode: 'H50010300001' };
  await clearing.send(
    ...CLAIMS.map(([id, insuredRegion, careRegion, amount]) =>
      settled(claim(id, amount, { ...places, insuredRegion, careRegion })),
    ),
    confirmed(CLAIMS.map(([id]) => id)),
  );
  await publishAugust(clearing);
});

afterAll(() => clearing.end());

const get = async (path: string, area: string) =>
  (await clearing.service.call('GET', path, { as: area === 'nation' ? nation : province(area) })).body;

describe('统筹地区 in the tables', () => {
  it('SET-19, CLR-07: a region is of one pool, whether the database or the kernel is asked', async () => {
    const parts = (count: number, step: number) =>
      Array.from({ length: count }, (_, index) => String(index * step).padStart(2, '0'));
    const regions = CLEARING_UNITS.flatMap(({ code }) =>
      parts(100, 1).flatMap((city) => parts(15, 7).map((county) => `${code}${city}${county}`)),
    );
    const rows = await clearing.service.database.read<{ region: string; pool: string }>(
      `select r as region, ${POOL_OF('r')} as pool from unnest($1::text[]) as r`,
      [regions],
    );
    expect(rows).toHaveLength(48_000);
    expect(rows.filter(({ region, pool }) => pool !== poolOf(region))).toEqual([]);
  });

  it('CLR-03: a county that belongs to no city stands alone, a municipality as a whole; either can be asked for', async () => {
    const lines = async (query: string) => {
      const body = await get(`/clearing/periods/2025-08/breakdown?payer=41&receiver=50&${query}`, '41');
      return (body['lines'] as { key: string; payable: string }[]).map(({ key, payable }) => `${key} ${payable}`);
    };
    expect(await lines('by=insured-city')).toEqual(['410100 0.40', '419001 120.00', '419002 3.00']);
    expect(await lines('by=care-city')).toEqual(['500000 123.40']);
    expect(await lines('by=claim&city=419001')).toEqual(['J1 100.00', 'J2 20.00']);
    expect(await lines('by=institution&city=500000')).toEqual(['H50010300001 123.40']);
    for (const city of ['500100', '410102', '4190']) {
      expect(await get(`/clearing/periods/2025-08/breakdown?by=claim&city=${city}`, 'nation')).toMatchObject({
        fields: ['city'],
      });
    }
  });

  it('CLR-07: every pool remits or receives its own part, and the notice names it', async () => {
    const dues = async (unit: string) => {
      const { cities } = (await get(`/clearing/notices/2025-08/${unit}/cities`, unit)) as {
        cities: { city: string; direction: string; due: string }[];
      };
      return cities.map(({ city, direction, due }) => `${city} ${direction} ${due}`);
    };
    expect(await dues('41')).toEqual(['410100 remit 0.40', '419001 remit 120.00', '419002 remit 3.00']);
    expect(await dues('50')).toEqual(['500000 receive 123.40']);
    const told = await clearing.service.database.read(
      `select unit, city, direction, due::text from read_cities.due where unit in ('41', '50') order by 1, 2`,
    );
    expect(told).toEqual([
      { unit: '41', city: '410100', direction: 'remit', due: '0.40' },
      { unit: '41', city: '419001', direction: 'remit', due: '120.00' },
      { unit: '41', city: '419002', direction: 'remit', due: '3.00' },
      { unit: '50', city: '500000', direction: 'receive', due: '123.40' },
    ]);
    const body = { direction: 'remit', amount: '120.00', bank: '中国银行', serialNumber: 'C-1', movedOn: '2025-09-30' };
    const path = '/clearing/notices/2025-08/41/cities/419001';
    expect((await clearing.service.call('POST', path, { as: province('41'), body })).body).toMatchObject({
      recorded: true,
    });
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-10: a recovery that names no claim is split by pool', async () => {
    await clearing.service.setBusinessDate('2026-01-10');
    const { body } = await clearing.service.call('POST', '/clearing/recoveries', {
      as: province('50'),
      body: {
        ...{ recoveryNo: '追1', receiver: '50', institutionCode: 'H50010300001', amount: '12.34', reason: '过度诊疗' },
      },
    });
    expect(body['lines']).toEqual([
      { payer: '41', insuredRegion: '410100', amount: '0.04' },
      { payer: '41', insuredRegion: '419001', amount: '12.00' },
      { payer: '41', insuredRegion: '419002', amount: '0.30' },
    ]);
  });
});
