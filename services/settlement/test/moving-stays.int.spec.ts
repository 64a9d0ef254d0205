import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import {
  credentialOf,
  filing,
  line,
  nextMessageId,
  person,
  putHospital,
  registered,
  send,
  startSettlement,
} from './hospital.js';
import { settled } from './stay.js';

const PSN_NO = '32020000000000000142';
const OTHER_HOSPITAL = 'H31011500002';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  await settlement.setBusinessDate('2025-08-05');
  await putHospital(settlement, OTHER_HOSPITAL);
  const filed = filing({ psnNo: PSN_NO, filingId: 'BA-25-JULY', validFrom: '2025-07-25' });
  await registered(settlement, started.environment, { persons: [person({ psnNo: PSN_NO })], filings: [filed] });
});

afterAll(() => end());

const credential = credentialOf(PSN_NO);

async function admitted() {
  const admission = { begntime: '2025-07-26 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const opened = await send(settlement, '2401', { mdtrtinfo: { ...credential, ...admission }, diseinfo: [] });
  return { mdtrt_id: opened.output?.['result']?.['mdtrt_id'] ?? '', psn_no: PSN_NO };
}
type Key = Awaited<ReturnType<typeof admitted>>;

const discharge = (key: Key, endtime: string) =>
  send(settlement, '2402', { dscginfo: { ...key, insutype: '310', endtime, dscg_way: '1' }, diseinfo: [] });
const settle = (key: Key, total: string, changes: object = {}) =>
  send(settlement, '2304', {
    data: { ...credential, ...key, medfee_sumamt: total, psn_setlway: '01', acct_used_flag: '0', ...changes },
  });

const POLITE_MS = 400;
const pause = () => new Promise((resolve) => setTimeout(resolve, POLITE_MS));

/** Sends the one while the stream of the visit is held, then the other, which so has looked at the visit before the first is written. */
async function together<A, B>({ mdtrt_id }: Key, first: () => Promise<A>, second: () => Promise<B>): Promise<[A, B]> {
  const key = hash('sha256', `stream visit-${mdtrt_id}`, 'buffer').readBigInt64BE(0).toString();
  const client = await settlement.database.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1::bigint)', [key]);
    const one = first();
    await pause();
    const two = second();
    await pause();
    await client.query('select pg_advisory_unlock($1::bigint)', [key]);
    return await Promise.all([one, two]);
  } finally {
    client.release();
  }
}

describe('a stay that changes while it is settled', () => {
  const amendment = (key: Key) => {
    const adminfo = { ...key, begntime: '2025-07-20 09:00:00', med_type: '21', ipt_otp_no: 'X1', adm_dept_codg: 'A03' };
    return send(settlement, '2403', { adminfo, diseinfo: [] });
  };

  it('REG-02, SET-12: rests on the filing of the admission as 2403 has left it', async () => {
    const key = await admitted();
    await send(settlement, '2301', { feedetail: [line(key.mdtrt_id, '1', 1000, PSN_NO)] });
    await discharge(key, '2025-08-02 10:00:00');
    const [amended, paid] = await together(
      key,
      () => amendment(key),
      () => settle(key, '4520.00'),
    );
    expect(amended.err_msg).toBeNull();
    // Filed from 25 July on only.
    expect(paid.err_msg).toMatch(/REG-02/);
  });

  it('SET-01, SET-12: belongs to the table of the day that 2402 has told meanwhile', async () => {
    const key = await admitted();
    await send(settlement, '2301', { feedetail: [line(key.mdtrt_id, '1', 1000, PSN_NO)] });
    const [, paid] = await together(
      key,
      () => discharge(key, '2025-07-30 10:00:00'),
      () => settle(key, '4520.00', { dscgTime: '2025-08-02' }),
    );
    expect(paid.err_msg).toBeNull();
    const [claim] = await settlement.database.read<{ on: string; files: readonly string[] }>(
      `select data->'claim'->>'dischargedOn' as on, data->'facts'->'policyFiles' as files
         from events where type = 'ClaimSettled' and data->'claim'->>'claimId' = $1`,
      [settled(paid)['setl_id']],
    );
    expect(claim?.on).toBe('2025-07-30');
    expect(claim?.files.join()).toContain('320200-2025-01');
  });

  it('SET-15: lines that come meanwhile are no reason to refuse what is equal to the bill, and no other bill is taken', async () => {
    const key = await admitted();
    await send(settlement, '2301', { feedetail: [line(key.mdtrt_id, '1', 100, PSN_NO)] });
    await discharge(key, '2025-08-02 10:00:00');
    const more = { feedetail: [line(key.mdtrt_id, '2', 100, PSN_NO)] };
    const [, paid] = await together(
      key,
      () => send(settlement, '2301', more),
      () => settle(key, '904.00'),
    );
    expect(paid.err_msg).toBeNull();
  });
});

describe('a drug that is returned during a stay', () => {
  it('SET-03, SET-05: costs the fund nothing, though its line says nothing of the approval', async () => {
    const key = await admitted();
    const drug = (feedetl_sn: string, cnt: number, more: object) => ({
      ...{ ...line(key.mdtrt_id, feedetl_sn, 1, PSN_NO), med_list_codg: 'XL01EBA038A001010102746', pric: '100.00' },
      ...{ cnt: String(cnt), det_item_fee_sumamt: (100 * cnt).toFixed(2), hosp_appr_flag: '', ...more },
    });
    const own = { med_list_codg: 'UNKNOWN', pric: '2000.00', cnt: '1', det_item_fee_sumamt: '2000.00' };
    const uploaded = await send(settlement, '2301', {
      feedetail: [
        drug('1', 10, { hosp_appr_flag: '1' }),
        drug('2', -10, { init_feedetl_sn: '1' }),
        { ...line(key.mdtrt_id, '3', 1, PSN_NO), ...own },
      ],
    });
    const rows = uploaded.output?.['result'] as unknown as readonly Record<string, number>[];
    expect(rows.map((row) => row['inscp_scp_amt'])).toEqual([700, -700, 0]);
    await discharge(key, '2025-08-02 10:00:00');
    const paid = settled(await settle(key, '2000.00'));
    expect([paid['inscp_scp_amt'], paid['fulamt_ownpay_amt'], paid['fund_pay_sumamt']].map(Number)).toEqual([
      0, 2000, 0,
    ]);
  });
});
