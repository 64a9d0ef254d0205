import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SERVICES, type ServiceName } from '#contracts';
import { acrossServices } from './verify-across.js';

const EQUAL: Readonly<Record<string, string>> = {
  ...{ persons: '1', filings: '1', stays: '0', staysOver: '0', declarations: '0', reviews: '0' },
  ...{ claims: '2', payable: '30.00', confirmed: '2', cleared: '30.00' },
  'claims 2025-08 32→31': '2笔 30.00元 a1',
  'differences 2025-08 32→31': '1项 d1',
  'settled 2025-08 32→31': '30.00元 s1',
  'cell 2025-08 32→31 employee': '30.00',
  'signed 2025-08': '2025-09-30',
  'moved 2025-31-32-1/paid': '32 advance-paid out 1000.00 2025-02-10',
};

/** Four services that answer for their figures only. */
let servers: readonly Server[];
let figures: Record<ServiceName, Readonly<Record<string, string>>>;
const urls = (): Record<ServiceName, string> =>
  Object.fromEntries(
    SERVICES.map((service, index) => {
      const { port } = (servers[index] as Server).address() as AddressInfo;
      return [service, `http://127.0.0.1:${port}`];
    }),
  ) as Record<ServiceName, string>;

beforeAll(async () => {
  servers = SERVICES.map((service) =>
    createServer((_request, response) => response.end(JSON.stringify(figures[service]))),
  );
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
});

afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

const failedWith = async (service: ServiceName, changes: Readonly<Record<string, string | undefined>>) => {
  figures = Object.fromEntries(SERVICES.map((name) => [name, EQUAL])) as typeof figures;
  const changed = Object.entries({ ...EQUAL, ...changes }).filter(([, value]) => value !== undefined);
  figures[service] = Object.fromEntries(changed) as Record<string, string>;
  return (await acrossServices(urls())).filter(({ ok }) => !ok);
};

describe('what services must agree on', () => {
  it('CLR-15: agrees where every figure is the same', async () => {
    expect(await failedWith('clearing', {})).toEqual([]);
  });

  it('CLR-15: one claim told otherwise is found though counts and sums agree, and its month and pair are named', async () => {
    expect(await failedWith('clearing', { 'claims 2025-08 32→31': '2笔 30.00元 b2' })).toEqual([
      {
        ...{ name: 'settlement→clearing 逐笔费用与确认日期一致', rule: 'CLR-15', ok: false },
        detail: '核验1组，不符1组；2025-08 32→31 2笔 30.00元 a1 / 2笔 30.00元 b2',
      },
    ]);
  });

  it('REC-01, SEC-03: a difference that is open on one side only is found, with the month and pair of its claim', async () => {
    const differs = (there: string) => ({
      ...{ name: 'settlement→clearing 未关闭的对账差异一致', rule: 'REC-01', ok: false },
      detail: `核验1组，不符1组；2025-08 32→31 1项 d1 / ${there}`,
    });
    expect(await failedWith('clearing', { 'differences 2025-08 32→31': '2项 d2' })).toEqual([differs('2项 d2')]);
    expect(await failedWith('clearing', { 'differences 2025-08 32→31': undefined })).toEqual([differs('缺')]);
  });

  it('PRE-09: a day of the forecast that differs by a cent from the claims, or is missing, is found with its month and pair', async () => {
    const differs = (there: string) => ({
      ...{ name: 'settlement→prepayment 按日结算金额一致', rule: 'PRE-09', ok: false },
      detail: `核验1组，不符1组；2025-08 32→31 30.00元 s1 / ${there}`,
    });
    for (const other of ['30.01元 s2', '30.00元 s2']) {
      expect(await failedWith('prepayment', { 'settled 2025-08 32→31': other })).toEqual([differs(other)]);
    }
    expect(await failedWith('prepayment', { 'settled 2025-08 32→31': undefined })).toEqual([differs('缺')]);
  });

  it('PRE-06: a signature that was dated otherwise, or did not arrive, is found with its month', async () => {
    const name = 'clearing→prepayment 清算签章日期一致';
    for (const [there, shown] of [
      ['2025-09-29', '2025-09-29'],
      [undefined, '缺'],
    ] as const) {
      expect(await failedWith('prepayment', { 'signed 2025-08': there })).toMatchObject([
        { name, rule: 'PRE-06', detail: expect.stringContaining(`2025-08 2025-09-30 / ${shown}`) },
      ]);
    }
  });

  it('CLR-13: an advance that moved and reached no special account, or another one, is found by its number', async () => {
    const name = 'prepayment→clearing 预付金收付与财政专户一致';
    expect(await failedWith('clearing', { 'moved 2025-31-32-1/paid': undefined })).toMatchObject([
      { name, detail: expect.stringContaining('2025-31-32-1/paid 32 advance-paid out 1000.00 2025-02-10 / 缺') },
    ]);
    expect(
      await failedWith('clearing', { 'moved 2025-31-33-1/paid': '33 advance-paid out 0.01 2025-02-10' }),
    ).toMatchObject([{ name, detail: expect.stringContaining('2025-31-33-1/paid 缺 / 33') }]);
  });

  it('CLR-15: claims that arrived nowhere, and cells that nobody published, are found', async () => {
    expect(await failedWith('clearing', { 'claims 2025-08 32→31': undefined })).toMatchObject([
      { detail: expect.stringContaining('2025-08 32→31 2笔 30.00元 a1 / 缺') },
    ]);
    expect(await failedWith('prepayment', { 'cell 2025-08 33→31 employee': '0.01' })).toMatchObject([
      {
        name: 'clearing→prepayment 清算表各格一致',
        detail: expect.stringContaining('2025-08 33→31 employee 缺 / 0.01'),
      },
    ]);
  });
});
