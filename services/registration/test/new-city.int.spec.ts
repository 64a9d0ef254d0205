import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { idNumber, insured, province } from './registration.js';

/** 杭州 as a bulletin of its own might have it: each value differs from the nation's. */
const HANGZHOU = `region: '330100'
name: 杭州市
status: published
effectiveFrom: 2025-01-01
sources:
  HZ-3: { text: 测试通知第三条：承诺备案20日内补齐材料，有效期20日, grade: demonstration }
  HZ-4: { text: 测试通知第四条：长期备案2个月内不得取消；转诊备案9个月, grade: demonstration }
registration:
  promise.supplement: { value: { kind: days, days: 20 }, source: HZ-3 }
  promise.validityDays: { value: 20, source: HZ-3 }
  longTerm.lock:
    value: { months: 2, forbids: [cancel], waivedByDocuments: false, waivedFor: [] }
    source: HZ-4
  temporary.months.referred: { value: 9, source: HZ-4 }
`;
const ZHEJIANG = province('33');
const HANGZHOU_PERSON = 'P-hangzhou';
const NINGBO_PERSON = 'P-ningbo';
const REGION_OF: Readonly<Record<string, string>> = { [HANGZHOU_PERSON]: '330100', [NINGBO_PERSON]: '330200' };

let policies = '';
let platform: Awaited<ReturnType<typeof testEnvironment>>;
let service: ServiceUnderTest;

const start = async (date: string): Promise<void> => {
  service = await startServiceForTest('registration', { ...platform.environment, KUASHENG_POLICIES: policies });
  await service.setBusinessDate(date);
};
const apply = async (psnNo: string, changes: object): Promise<Record<string, unknown>> => {
  const insuredRegion = REGION_OF[psnNo];
  const body = { ...{ psnNo, insuredRegion, destination: '310000', channel: 'window' }, ...changes };
  return (await service.call('POST', '/registration/filings', { as: ZHEJIANG, body })).body;
};
const referral = (psnNo: string) =>
  apply(psnNo, {
    kind: 'referred',
    documents: [{ kind: 'referral-certificate' }],
    referral: { level: '3', region: REGION_OF[psnNo], diagnosis: 'C34.9', issuedOn: '2025-08-01' },
  });
const promise = (psnNo: string) => apply(psnNo, { kind: 'long-term-resident', byPromise: true });
const byDocuments = (psnNo: string) =>
  apply(psnNo, { kind: 'long-term-resident', documents: [{ kind: 'residence-permit' }] });
const cancel = (psnNo: string, filingId: unknown) =>
  service.call('POST', `/registration/filings/${String(filingId)}/cancellation`, {
    as: ZHEJIANG,
    body: { psnNo, insuredRegion: REGION_OF[psnNo] },
  });

beforeAll(async () => {
  policies = join(mkdtempSync(join(tmpdir(), 'new-city-')), 'policies');
  cpSync('policies', policies, { recursive: true });
  platform = await testEnvironment();
  await start('2025-08-01');
  const persons = Object.entries(REGION_OF).map(([psnNo, insuredRegion], index) =>
    insured(psnNo, { insuredRegion, idNumber: idNumber(`3301021960050120${index * 2 + 1}`), credentials: [psnNo] }),
  );
  const body = { unit: '33', persons };
  const answer = await service.call('POST', '/registration/insured-persons', { as: ZHEJIANG, body });
  expect(answer.body).toMatchObject({ enrolled: 2 });
});

afterAll(async () => {
  await service.stop();
  await platform.drop();
  rmSync(join(policies, '..'), { recursive: true });
});

describe('a new city is a new file and nothing else', () => {
  it('SET-01: before there is a file the rules of the nation hold', async () => {
    expect(await referral(HANGZHOU_PERSON)).toMatchObject({ validTo: '2026-01-31' });
  });

  it('REG-07, REG-08, REG-11: with the file, and nothing else changed, the rules of the city are in force', async () => {
    await service.stop();
    writeFileSync(join(policies, 'city', '330100.yaml'), HANGZHOU);
    await start('2025-08-02');
    expect(await referral(HANGZHOU_PERSON)).toMatchObject({ validTo: '2026-05-01' });
    expect(await promise(HANGZHOU_PERSON)).toMatchObject({ validFrom: '2025-08-02', validTo: '2025-08-22' });
  });

  it('REG-08: the lock of the city holds to its last day and no longer', async () => {
    const { filingId } = await byDocuments(HANGZHOU_PERSON);
    await service.setBusinessDate('2025-10-01');
    expect(await cancel(HANGZHOU_PERSON, filingId)).toMatchObject({ status: 422, body: { code: 'filing.locked' } });
    await service.setBusinessDate('2025-10-02');
    expect((await cancel(HANGZHOU_PERSON, filingId)).status).toBe(200);
  });

  it('SET-01: its neighbour, which has no file, keeps the rules of the nation', async () => {
    expect(await referral(NINGBO_PERSON)).toMatchObject({ validFrom: '2025-10-02', validTo: '2026-04-01' });
    const { filingId, validTo } = await promise(NINGBO_PERSON);
    expect(validTo).toBeNull();
    expect(await cancel(NINGBO_PERSON, filingId)).toMatchObject({ status: 422, body: { code: 'filing.locked' } });
  });

  it('SET-01: kuasheng policy check shows the city, each value with its origin', async () => {
    const file = join(policies, 'city', '330100.yaml');
    const args = ['dist/apps/platform/src/main.js', 'policy', 'check', file, '--policies', policies, '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const report = JSON.parse(stdout) as {
      ok: boolean;
      effective: { sections: { values: { name: string; from: string; value: unknown; origin: { file: string } }[] }[] };
    };
    expect(report.ok).toBe(true);
    const values = report.effective.sections[0]?.values ?? [];
    expect(values.filter(({ from }) => from === 'file').map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'promise.validityDays',
        'promise.supplement',
        'longTerm.lock',
        'temporary.months.referred',
      ]),
    );
    expect(values.find(({ name }) => name === 'promise.validityDays')).toMatchObject({
      ...{ value: 20, origin: { file: 'city/330100.yaml' } },
    });
    expect(values.find(({ name }) => name === 'start.earliest')).toMatchObject({
      ...{ from: 'inherited', origin: { file: 'cn.yaml' } },
    });
  });
});
