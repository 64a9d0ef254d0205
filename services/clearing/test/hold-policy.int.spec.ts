import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Claim } from '#contracts';
import { deliver, failedChecks, planting, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { inpatient, settled } from './month.js';

const tableOf = (region: string, from: string, values: string): string => `region: '${region}'
name: 测试${region}
status: published
effectiveFrom: ${from}
sources: { T: { text: 测试通知第一条, grade: demonstration } }
registration:
${values}
`;
/** 浙江 holds from less and releases nothing by itself; its city 杭州 does. */
const ZHEJIANG = `  audit.heldFrom: { value: '20000.00', source: T }
  audit.releaseUnasked: { value: false, source: T }`;
const HANGZHOU = `  audit.releaseUnasked: { value: true, source: T }`;

let policies = '';
let platform: Awaited<ReturnType<typeof testEnvironment>>;
let service: ServiceUnderTest;

const start = async (): Promise<void> => {
  service = await startServiceForTest('clearing', { ...platform.environment, KUASHENG_POLICIES: policies });
};
const stay = (claimId: string, total: string, changes: Partial<Claim> = {}) =>
  settled(
    inpatient(claimId, total, {
      ...{ payer: '33', receiver: '31', insuredRegion: '330200', settledOn: '2025-08-15' },
      ...changes,
    }),
  );
const send = (...events: ReturnType<typeof stay>[]) => deliver(service, platform.environment, 'settlement', events);
const step = async (name: 'cut-off' | 'table', asOf: string): Promise<void> => {
  expect((await service.call('POST', `/ops/jobs/${name}/runs`, { body: { asOf } })).status).toBe(200);
};
const holds = () =>
  service.database.read<Record<string, string>>(
    `select claim_id, status, held_from::text, cause, note from read_holds.hold order by 1`,
  );
const changed = planting(() => service.database);
const failed = () => failedChecks(service);

beforeAll(async () => {
  policies = join(mkdtempSync(join(tmpdir(), 'hold-policy-')), 'policies');
  cpSync('policies', policies, { recursive: true });
  writeFileSync(join(policies, 'province', '330000.yaml'), tableOf('330000', '2025-08-15', ZHEJIANG));
  writeFileSync(join(policies, 'city', '330100.yaml'), tableOf('330100', '2025-08-15', HANGZHOU));
  platform = await testEnvironment();
  await start();
});

afterAll(async () => {
  await service.stop();
  await platform.drop();
  rmSync(join(policies, '..'), { recursive: true });
});

describe('audit holds by policy', () => {
  it('AUD-01, AUD-02: the amount is that of the place of insurance on the day of settlement, however late the claim comes', async () => {
    await service.setBusinessDate('2025-09-02');
    await send(
      ...[stay('A', '19999.99'), stay('B', '20000.00'), stay('B', '20000.00')],
      ...[stay('C', '29999.99', { settledOn: '2025-08-14' }), stay('D', '30000.00', { settledOn: '2025-08-14' })],
      ...[stay('E', '20000.00', { insuredRegion: '330100' })],
      ...[stay('F', '29999.99', { payer: '32', insuredRegion: '320200' })],
    );
    expect((await holds()).map((hold) => `${hold['claim_id']} ${hold['held_from']}`)).toEqual([
      ...['B 20000.00', 'D 30000.00', 'E 20000.00'],
    ]);
    expect(await failed()).toEqual([]);
  });

  it('AUD-01: verify finds a hold that is missing, one too many and one of another amount, by the same policy', async () => {
    const ofHolds = { name: '住院总费用达到参保地规定金额的均有审核暂缓，其他没有' };
    const total = (claimId: string, amount: string) =>
      `update claim set total = ${amount} where claim_id = '${claimId}'`;
    for (const [claimId, wrong, right] of [
      ['A', '20000.00', '19999.99'],
      ['B', '19999.99', '20000.00'],
      ['C', '30000.00', '29999.99'],
    ] as const) {
      expect(await changed(total(claimId, wrong), total(claimId, right), failed)).toContainEqual(
        expect.objectContaining({ ...ofHolds, detail: expect.stringMatching(new RegExp(`不符1条：${claimId}$`)) }),
      );
    }
    const from = (amount: string) => `update read_holds.hold set held_from = ${amount} where claim_id = 'D'`;
    expect(await changed(from('20000.00'), from('30000.00'), failed)).toContainEqual(expect.objectContaining(ofHolds));
    expect(await failed()).toEqual([]);
  });

  it('AUD-02: the cut-off says by what policy it releases, and leaves to wait what the place of insurance has wait', async () => {
    await step('cut-off', '2025-09-20');
    expect((await holds())[2]).toMatchObject({ status: 'held' });
    await step('table', '2025-09-21');
    const [b, , e] = await holds();
    expect(b).toMatchObject({ status: 'held', cause: null });
    expect(e).toMatchObject({
      ...{ status: 'released', cause: 'no-request' },
      note: '截止日未提出费用协查，按测试330100政策（测试通知第一条）放行',
    });
    await step('cut-off', '2025-10-20');
    expect((await holds())[0]).toMatchObject({ status: 'held' });
    expect(await failed()).toEqual([]);
  });

  it('AUD-02, CLR-02: the time limit releases it all the same', async () => {
    await step('cut-off', '2025-11-20');
    expect((await holds())[0]).toMatchObject({ status: 'released', cause: 'time-limit' });
    expect(await failed()).toEqual([]);
  });

  it('AUD-02: a table put in place after its first day holds nothing that has come; the claim told again neither, and verify names it', async () => {
    await service.stop();
    writeFileSync(
      join(policies, 'province', '330000.yaml'),
      tableOf('330000', '2025-08-15', ZHEJIANG.replace('20000.00', '10000.00')),
    );
    await start();
    const before = await holds();
    await send(stay('A', '19999.99'), stay('G', '10000.00'), stay('H', '9999.99'));
    expect((await holds()).filter(({ claim_id: id }) => !before.some((hold) => hold['claim_id'] === id))).toMatchObject(
      [{ claim_id: 'G', held_from: '10000.00' }],
    );
    expect((await failed()).map(({ detail }) => detail)).toEqual([expect.stringMatching(/不符3条：A、B、E$/)]);
  });

  it('SET-01: without an amount in any table a stay is refused with the reason and goes to the dead letters', async () => {
    await send(stay('I', '5.00', { settledOn: '2022-12-31' }));
    const letters = await service.database.read<{ error: string }>('select error from dead_letter');
    expect(letters).toEqual([{ error: expect.stringContaining('policy.incomplete (SET-01)') }]);
  });
});
