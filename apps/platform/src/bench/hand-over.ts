import { performance } from 'node:perf_hooks';
import { databaseUrl, openDatabase, type Database } from '#event-store';
import { citizenIdCheckCharacter } from '#kernel';
import { request } from '../commands/shared.js';
import { bareHandOver } from '../infrastructure/bare-database.js';
import { ensureDatabases } from '../infrastructure/embedded-postgres.js';
import type { Layout } from '../platform/layout.js';
import { percentile, time, type Figure } from './figures.js';

const TIMES = 300;
const AGENCY = { roles: ['provincial-agency'] as const, area: '32' };

function person(number: number) {
  const first17 = `320202196005${String((number % 28) + 1).padStart(2, '0')}${String(number).padStart(3, '0')}`;
  return {
    psnNo: `BENCH${number}`,
    name: '测试',
    idNumber: `${first17}${citizenIdCheckCharacter(first17)}`,
    sex: number % 2 === 1 ? '1' : '2',
    birthDate: `1960-05-${String((number % 28) + 1).padStart(2, '0')}`,
    ...{ insuredRegion: '320200', insuranceType: '310', personType: '12', civilServant: false },
    ...{ insuranceStatus: '1', insuredSince: '2010-01-01', accountBalance: '0.00' },
  };
}

/** Milliseconds from registration's committed answer until settlement's own read model has the person. */
async function once(urls: Layout['urls'], settlement: Database, number: number): Promise<number> {
  const one = person(number);
  await request('POST', `${urls.registration}/registration/insured-persons`, {
    caller: AGENCY,
    body: { unit: '32', persons: [one] },
  });
  const committed = performance.now();
  for (;;) {
    const [row] = await settlement.read('select 1 from insured_person where psn_no = $1', [one.psnNo]);
    if (row !== undefined) return performance.now() - committed;
  }
}

export async function measureHandOver(layout: Layout, serverUrl: string): Promise<readonly Figure[]> {
  await ensureDatabases(serverUrl, ['bench_bare']);
  const bare = await bareHandOver(databaseUrl(serverUrl, 'bench_bare'), TIMES);
  const settlement = openDatabase(databaseUrl(serverUrl, 'kuasheng_settlement'), { connections: 1 });
  const took: number[] = [];
  for (let number = 1; number <= TIMES; number += 1) took.push(await once(layout.urls, settlement, number));
  await settlement.close();
  return ([0.5, 0.99] as const).map((part) =>
    time({
      name: `event to another service's read model, p${part * 100}`,
      value: percentile(took, part),
      limit: { what: 'one commit with NOTIFY, told, one more commit', value: percentile(bare, part) },
    }),
  );
}
