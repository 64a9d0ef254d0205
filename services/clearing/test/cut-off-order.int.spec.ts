import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliver, failedChecks, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { confirmed, inpatient, settled } from './month.js';

let policies = '';
let platform: Awaited<ReturnType<typeof testEnvironment>>;
let service: ServiceUnderTest;

const start = async (): Promise<void> => {
  service = await startServiceForTest('clearing', { ...platform.environment, KUASHENG_POLICIES: policies });
};
const day = async (asOf: string) => {
  await service.setBusinessDate(asOf);
  return (await service.call('POST', '/ops/days', { body: { asOf } })).body;
};

/** No table of the nation is in force on 20 September, so nobody can say what becomes of a hold of August. */
beforeAll(async () => {
  policies = join(mkdtempSync(join(tmpdir(), 'cut-off-order-')), 'policies');
  cpSync('policies', policies, { recursive: true });
  const nation = readFileSync(join(policies, 'cn.yaml'), 'utf8');
  const from = (text: string): string => nation.replace(/^effectiveFrom: .*$/m, text);
  writeFileSync(join(policies, 'cn.yaml'), from('effectiveFrom: 2023-01-01\neffectiveTo: 2025-09-19'));
  writeFileSync(join(policies, 'cn-october.yaml'), from('effectiveFrom: 2025-10-01'));
  platform = await testEnvironment();
  await start();
  await deliver(service, platform.environment, 'settlement', [
    settled(inpatient('H', '30000.00')),
    confirmed(['H'], '2025-09-01'),
  ]);
});

afterAll(async () => {
  await service.stop();
  await platform.drop();
  rmSync(join(policies, '..'), { recursive: true });
});

describe('a cut-off that is refused', () => {
  it('CLR-15: the next one waits for it, so that no month is passed over', async () => {
    expect(await day('2025-09-20')).toMatchObject({
      'clearing-day': { refused: expect.stringContaining('cut-off 2025-08：') },
    });
    expect(await day('2025-10-20')).toMatchObject({
      'clearing-day': {
        refused: expect.stringContaining('cut-off 2025-09：2025-08尚未截止，本期须在其后截止(CLR-15)'),
      },
    });
    expect(await service.database.read('select month from read_periods.period')).toEqual([]);
  });

  it('CLR-15, AUD-02: once a table says it, both are made up in order', async () => {
    await service.stop();
    rmSync(join(policies, 'cn-october.yaml'));
    cpSync('policies/cn.yaml', join(policies, 'cn.yaml'));
    await start();
    await day('2025-10-21');
    expect(await service.database.read('select month, claims from read_periods.period order by 1')).toEqual([
      { month: '2025-08', claims: 1 },
      { month: '2025-09', claims: 0 },
    ]);
    expect(await failedChecks(service)).toEqual([]);
  });
});
