import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { unzipOne } from '../src/hospital-gateway/files/zip.js';
import {
  envelope,
  eventsRecorded,
  HOSPITAL,
  ID_NUMBER,
  nextMessageId,
  openVisit,
  PSN_NO,
  putHospital,
  SECRET,
  send,
} from './hospital.js';
import { compareDetails, rowsOf, sum, upload, type Row } from './month.js';
import { province, settledDay, type Entry, type SettledDay } from './settled-day.js';
import { settled } from './stay.js';

let settlement: ServiceUnderTest;
let running: SettledDay;
let claims: readonly Entry[];

beforeAll(async () => {
  running = await settledDay();
  ({ service: settlement, claims } = running);
});

afterAll(() => running.end());

describe('the statement of a hospital, 3201', () => {
  const statement = (changes: object = {}, msgid = nextMessageId()) => {
    const sum = (name: 'total' | 'fundTotal' | 'account') =>
      Money.sum(claims.map((claim) => Money.of(claim[name]))).toString();
    const data = {
      ...{ insutype: '310', clr_type: '11', setl_optins: '310115' },
      ...{ stmt_begndate: '2025-08-01', stmt_enddate: '2025-08-31', fixmedins_setl_cnt: String(claims.length) },
      ...{ medfee_sumamt: sum('total'), fund_pay_sumamt: sum('fundTotal'), acct_pay: sum('account') },
      ...changes,
    };
    return send(settlement, '3201', { data }, msgid);
  };
  const confirmed = async (): Promise<number> => {
    const [row] = await settlement.database.read<{ n: number }>(
      'select count(*)::integer as n from read_claims.claim where confirmed_on is not null',
    );
    return row?.n ?? 0;
  };

  it('REC-03: one cent or one claim off is not balanced, says both sides and confirms nothing', async () => {
    for (const off of [{ medfee_sumamt: '0.01' }, { fixmedins_setl_cnt: '4' }]) {
      const info = (await statement(off)).output?.['stmtinfo'];
      expect(info).toMatchObject({ stmt_rslt: '1', stmt_rslt_dscr: expect.stringMatching(/不平.*5笔/) });
    }
    expect(await confirmed()).toBe(0);
  });

  it('REC-03: over two months, or with another agency, it is refused', async () => {
    expect((await statement({ stmt_enddate: '2025-09-01' })).err_msg).toContain('REC-03');
    expect((await statement({ setl_optins: '320200' })).err_msg).toContain('REC-03');
    expect(await confirmed()).toBe(0);
  });

  it('REC-03: balanced, it confirms every claim and refund, once', async () => {
    const msgid = nextMessageId();
    expect((await statement({}, msgid)).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0', stmt_rslt_dscr: '平账' });
    expect(await confirmed()).toBe(5);
    const before = await eventsRecorded(settlement);
    expect((await statement({}, msgid)).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0' });
    expect((await statement()).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0' });
    expect(await eventsRecorded(settlement)).toBe(before);
  });
});

describe('the files and the month of a hospital', () => {
  const rows = () => rowsOf(settlement);
  const uploaded = async (list: readonly Row[]): Promise<string> => {
    const reply = await upload(settlement, list);
    expect(reply.output).toMatchObject({ filename: 'detail.zip', dld_endtime: '2025-08-31 23:59:59' });
    return String(reply.output?.['file_qury_no']);
  };
  const compare = (fileNo: string, list: readonly Row[]) => compareDetails(settlement, fileNo, list);
  const download = (fileNo: unknown, code = HOSPITAL) =>
    fetch(`${settlement.url}/hsa`, {
      method: 'POST',
      headers: { apikey: SECRET },
      body: JSON.stringify({
        ...envelope('9102', { fsDownloadIn: { file_qury_no: fileNo, filename: 'plc', fixmedins_code: 'plc' } }),
        fixmedins_code: code,
      }),
    });
  const resultOf = async (fileNo: unknown): Promise<readonly string[]> => {
    const response = await download(fileNo);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const entry = unwrap(unzipOne(Buffer.from(await response.arrayBuffer())));
    return entry.content.toString('utf8').trimEnd().split('\n');
  };
  const settleMore = async (): Promise<string> => {
    const { settle } = await openVisit(settlement);
    return String(settled(await send(settlement, '2207', { data: settle }))['setl_id']);
  };

  it('REC-03: 9101, 3202, 9102: each row gets its result, nothing is confirmed while one differs, all once none does', async () => {
    const added = await settleMore();
    const all = await rows();
    const other = all.map((row) => (row.setl_id === added ? { ...row, acct: '0.01' } : row));
    const compared = await compare(await uploaded(other), other);
    const outcomes = await resultOf(compared.output?.['fileinfo']?.['file_qury_no']);
    expect(outcomes.map((line) => line.split('\t')[4]).sort()).toEqual(['0', '0', '0', '0', '0', '3']);
    expect((await rows()).filter(({ confirmed }) => !confirmed)).toHaveLength(1);
    const missing = all.filter(({ setl_id }) => setl_id !== added);
    const short = await compare(await uploaded(missing), missing);
    const surplus = (await resultOf(short.output?.['fileinfo']?.['file_qury_no'])).find((line) =>
      /\t1\t0\t/.test(line),
    );
    const [psnNo, visitId, settlementId, msgid] = surplus?.split('\t') ?? [];
    expect([psnNo, visitId, settlementId]).toEqual([PSN_NO, 'null', 'null']);
    expect(msgid).toMatch(/^H310/);
    expect((await compare(await uploaded(all), all)).infcode).toBe('0');
    expect((await rows()).filter(({ confirmed }) => !confirmed)).toEqual([]);
  });

  it('SEC-01: another hospital downloads nothing; a file that is no zip and sums that are not its own are refused', async () => {
    const all = await rows();
    const fileNo = await uploaded(all);
    await putHospital(settlement, 'H31011500002');
    const foreign = await download(fileNo, 'H31011500002');
    expect(foreign.headers.get('content-type')).toContain('application/json');
    expect(await foreign.json()).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('file_qury_no') });
    expect((await compare(fileNo, all.slice(1))).err_msg).toMatch(/不一致.*REC-03/);
    const text = await send(settlement, '9101', { fsUploadIn: { in: [1, 2, 3], filename: '王小明.zip' } });
    expect(text.output?.['filename']).not.toContain('王小明');
    expect((await compare(String(text.output?.['file_qury_no']), all)).err_msg).toContain('zip');
    const numbered = await send(settlement, '9101', { fsUploadIn: { in: [1, 2, 4], filename: `${ID_NUMBER}.zip` } });
    expect(numbered.output?.['filename']).not.toContain(ID_NUMBER);
    const { body } = await settlement.call('POST', '/ops/jobs/purge-files/runs', { body: { asOf: '2025-08-31' } });
    expect(body).toMatchObject({ removed: 0 });
    const later = await settlement.call('POST', '/ops/jobs/purge-files/runs', { body: { asOf: '2025-09-01' } });
    expect(later.body).not.toMatchObject({ removed: 0 });
    expect((await compare(fileNo, all)).err_msg).toContain('下载截止');
  });

  it('REC-03: 3203 applies for a month that is confirmed to the last claim, 3204 takes it back', async () => {
    const apply = async (changes: object = {}) => {
      const all = await rows();
      const money = { acct_pay: sum(all, 'acct'), cash_payamt: sum(all, 'cash'), fund_appy_sum: sum(all, 'fund') };
      const fees = { medfee_sumamt: sum(all, 'medfee'), med_sumfee: sum(all, 'medfee') };
      const month = { begndate: '2025-08-01', enddate: '2025-08-31', setlym: '202508', clr_type: '11' };
      // A refund takes its visit back: of six settlements and one refund five visits are left.
      const psntime = String(all.length - 2 * all.filter(({ medfee }) => medfee.startsWith('-')).length);
      return send(settlement, '3203', { data: { ...month, ...money, ...fees, psntime, ...changes } });
    };
    const number = (await apply()).output?.['result']?.['clr_appy_evt_id'];
    expect(number).toMatch(/^\d{28}$/);
    expect((await apply()).err_msg).toMatch(/已申请清算.*REC-03/);
    expect((await apply({ psntime: '1' })).err_msg).toMatch(/psntime/);
    const withdraw = () => send(settlement, '3204', { data: { clr_appy_evt_id: number } });
    expect([(await withdraw()).infcode, (await withdraw()).err_msg]).toEqual(['0', expect.stringContaining('已撤销')]);
    await settleMore();
    expect((await apply()).err_msg).toMatch(/1笔结算未对账确认/);
  });

  it('REC-03: 3260 lists the month, 3261 confirms it, 3262 takes it back, and the evening makes it final', async () => {
    const period = { trt_year: '2025', trt_month: '08' };
    const listed = await send(settlement, '3260', { data: { ...period, startrow: 1 } });
    const list = listed.output?.['data'] as unknown as Record<string, unknown>[];
    expect(list).toHaveLength((await rows()).length);
    expect(list[0]).toMatchObject({ seqno: '1', certno: ID_NUMBER, mdtrtarea: '310115', fulamt_advpay_flag: '0' });
    expect((await send(settlement, '3260', { data: { ...period, startrow: 101 } })).output?.['data']).toEqual([]);
    const confirm = (detail: unknown, msgid = nextMessageId()) =>
      send(settlement, '3261', { data: { ...period, totalrow: list.length }, detail }, msgid);
    expect((await confirm([{ ...list[0], medfee_sumamt: '0.01' }])).err_msg).toMatch(/第1条.*REC-03/);
    const msgid = nextMessageId();
    const first = JSON.parse((await confirm(list, msgid)).text) as { inf_refmsgid: string };
    const again = JSON.parse((await confirm(list, msgid)).text) as { inf_refmsgid: string };
    expect(again.inf_refmsgid).toBe(first.inf_refmsgid);
    const rollBack = (otransid: string) => send(settlement, '3262', { ...period, otransid });
    expect((await rollBack(first.inf_refmsgid)).infcode).toBe('0');
    expect((await rollBack('0')).err_msg).toMatch(/没有可回退/);
    expect((await confirm(list)).infcode).toBe('0');
    const run = async () =>
      (await settlement.call('POST', '/ops/jobs/confirm-lists/runs', { body: { asOf: '2025-08-01' } })).body;
    expect((await rows()).filter(({ confirmed }) => !confirmed)).toHaveLength(1);
    expect(await run()).toMatchObject({ lists: 1, claims: list.length });
    expect(await run()).toMatchObject({ lists: 0, claims: 0 });
    expect((await rows()).filter(({ confirmed }) => !confirmed)).toEqual([]);
    expect((await rollBack('0')).err_msg).toMatch(/已进入清算/);
  });
});

describe('reading a claim', () => {
  const read = (claimId: string, area: string) =>
    settlement.call('GET', `/settlement/claims/${claimId}`, {
      as: area === 'nation' ? { roles: ['national-agency'], area } : province(area),
    });

  it('SEC-01: is for the place of insurance, the place of care and the nation; 33 learns not even that it exists', async () => {
    const claimId = claims[0]?.claimId ?? '';
    for (const area of ['31', '32', 'nation']) {
      expect(await read(claimId, area)).toMatchObject({ status: 200, body: { claimId, payer: '32', receiver: '31' } });
    }
    const real = await read(claimId, '33');
    const none = await read('20250801000000000000000000', '33');
    expect([real.status, none.status]).toEqual([403, 403]);
    expect(real.body['detail']).toBe(none.body['detail']);
    expect(JSON.stringify(real.body)).not.toContain(claimId);
    expect((await read('20250801000000000000000000', 'nation')).status).toBe(404);
    expect((await settlement.call('GET', `/settlement/claims/${claimId}`, { as: null })).status).toBe(401);
  });

  it('SEC-02: names, id numbers and the secret of the hospital stand nowhere in the database and in no log', async () => {
    const { database, log } = settlement;
    const tables = await database.read<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await database.read<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      rows.push(...found.map(({ row }) => row));
    }
    expect(rows.filter((row) => row.includes(PSN_NO)).length).toBeGreaterThan(0);
    for (const secret of ['王小明', ID_NUMBER, SECRET]) {
      expect(rows.filter((row) => row.includes(secret))).toEqual([]);
      expect(log()).not.toContain(secret);
    }
  });

  it('SEC-03: verify holds for everything that happened here', async () => {
    const { body } = await settlement.call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
