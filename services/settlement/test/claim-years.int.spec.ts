import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import {
  credentialOf,
  envelope,
  filing,
  line,
  nextMessageId,
  openVisit,
  person,
  post,
  PSN_NO,
  putHospital,
  registered,
  send,
  type Reply,
} from './hospital.js';
import { province } from './settled-day.js';
import { admit, amountOf, settled } from './stay.js';

const SHANGHAI = '31000000000000000141';
const OTHER_WUXI = '32020000000000000142';
const WUXI_HOSPITAL = 'H32020200001';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
  settlement = await startServiceForTest('settlement', environment);
  await settlement.setBusinessDate('2025-06-30');
  await putHospital(settlement);
  await putHospital(settlement, WUXI_HOSPITAL, '320202');
  const shanghai = { psnNo: SHANGHAI, insuredRegion: '310000' };
  await registered(settlement, environment, {
    persons: [person(), person(shanghai), person({ psnNo: OTHER_WUXI })],
    filings: [
      filing(),
      filing({ ...shanghai, filingId: 'BA-SH', destination: '320200' }),
      filing({ psnNo: OTHER_WUXI, filingId: 'BA-OTHER' }),
    ],
  });
});

afterAll(async () => {
  await settlement.stop();
  await drop();
});

/** Streams of the years that claims of a person took from and gave back to. */
const yearsOf = async (psnNo: string) =>
  (
    await settlement.database.read<{ stream: string; type: string }>(
      `select stream_id as stream, type from events where stream_id like 'benefit-' || $1 || '-%' order by global_position`,
      [psnNo],
    )
  ).map(({ stream, type }) => `${stream.slice(-4)} ${type}`);

const inWuxi = (infno: string, input: unknown): Promise<Reply> => {
  const message = envelope(infno, input, `${WUXI_HOSPITAL}${nextMessageId().slice(12)}`);
  return post(settlement, JSON.stringify({ ...message, fixmedins_code: WUXI_HOSPITAL, mdtrtarea_admvs: '320202' }));
};

async function settleInWuxi(): Promise<Record<string, string>> {
  const opened = await inWuxi('2201', {
    data: { ...credentialOf(SHANGHAI), begntime: '2025-06-30 08:00:00', ipt_otp_no: nextMessageId() },
  });
  const key = { mdtrt_id: opened.output?.['data']?.['mdtrt_id'] ?? '', psn_no: SHANGHAI };
  const mdtrtinfo = { ...key, med_type: '11', begntime: '2025-06-30 08:00:00' };
  await inWuxi('2203', { mdtrtinfo, diseinfo: [] });
  await inWuxi('2204', { feedetail: [line(key.mdtrt_id, '1', 300, SHANGHAI)] });
  const data = { ...credentialOf(SHANGHAI), ...key, med_type: '11', chrg_bchno: 'B1', medfee_sumamt: '1356.00' };
  const reply = await inWuxi('2207', { data });
  expect(reply.err_msg).toBeNull();
  return settled(reply);
}

const toldIn = { '2402': () => ({}), '2304': (endtime: string) => ({ dscgTime: endtime }) };

/** Policy files that a stay from 20 July is settled by; its end told by 2402, or by 2304 alone. */
async function tablesOf(dischargedOn: string, toldBy: '2402' | '2304' = '2402'): Promise<readonly string[]> {
  const admission = { begntime: '2025-07-20 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const mdtrtinfo = { ...credentialOf(OTHER_WUXI), ...admission };
  const opened = await send(settlement, '2401', { mdtrtinfo, diseinfo: [] });
  const key = { mdtrt_id: opened.output?.['result']?.['mdtrt_id'] ?? '', psn_no: OTHER_WUXI };
  await send(settlement, '2301', { feedetail: [line(key.mdtrt_id, '1', 100, OTHER_WUXI)] });
  const dscginfo = { ...key, insutype: '310', endtime: `${dischargedOn} 16:00:00`, dscg_way: '1' };
  if (toldBy === '2402') await send(settlement, '2402', { dscginfo, diseinfo: [] });
  const terms = {
    medfee_sumamt: '452.00',
    psn_setlway: '01',
    acct_used_flag: '0',
    ...toldIn[toldBy](dscginfo.endtime),
  };
  const reply = await send(settlement, '2304', { data: { ...credentialOf(OTHER_WUXI), ...key, ...terms } });
  const [row] = await settlement.database.read<{ files: readonly string[] }>(
    `select data->'facts'->'policyFiles' as files from events where type = 'ClaimSettled' and data->'claim'->>'claimId' = $1`,
    [settled(reply)['setl_id']],
  );
  return row?.files ?? [];
}

describe('the year a claim belongs to', () => {
  it('SET-19: of Shanghai it begins on 1 July: what June used is not used again, and July begins anew', async () => {
    const june = await settleInWuxi();
    const again = await settleInWuxi();
    await settlement.setBusinessDate('2025-07-01');
    const july = await settleInWuxi();
    expect(amountOf(june, 'act_pay_dedc').isPositive()).toBe(true);
    expect(amountOf(july, 'act_pay_dedc').eq(amountOf(june, 'act_pay_dedc'))).toBe(true);
    expect(amountOf(again, 'act_pay_dedc').lt(amountOf(june, 'act_pay_dedc'))).toBe(true);
    expect(await yearsOf(SHANGHAI)).toEqual(['2024 BenefitUsed', '2024 BenefitUsed', '2025 BenefitUsed']);
    const year = async ({ setl_id, mdtrt_id }: Record<string, string>) =>
      settled(await inWuxi('5203', { data: { psn_no: SHANGHAI, setl_id, mdtrt_id } }))['year'];
    expect([await year(june), await year(july)]).toEqual(['2024', '2025']);
  });

  it('SET-01: a stay is settled by the table of the day it ended, though the place of insurance has a new one since', async () => {
    await settlement.setBusinessDate('2025-08-01');
    expect(await tablesOf('2025-07-31')).toContain('city/320200-2025-01.yaml');
    expect(await tablesOf('2025-08-01')).toContain('city/320200.yaml');
    expect(await tablesOf('2025-07-31', '2304')).toContain('city/320200-2025-01.yaml');
    expect(await tablesOf('2025-08-01', '2304')).toContain('city/320200.yaml');
  });

  it('SET-13, SET-19: a refund in the next year gives back to the year that paid, out of order, and is a claim of its own day', async () => {
    await settlement.setBusinessDate('2025-12-31');
    const first = await openVisit(settlement, 300);
    const old = settled(await send(settlement, '2207', { data: first.settle }));
    const later = await openVisit(settlement, 300);
    await send(settlement, '2207', { data: later.settle });
    await settlement.setBusinessDate('2026-01-05');
    const next = await openVisit(settlement, 300);
    const fresh = settled(await send(settlement, '2207', { data: next.settle }));
    expect(amountOf(fresh, 'act_pay_dedc').eq(amountOf(old, 'act_pay_dedc'))).toBe(true);
    const data = { setl_id: old['setl_id'], mdtrt_id: first.visitId, psn_no: PSN_NO };
    const refund = settled(await send(settlement, '2208', { data }));
    expect(amountOf(refund, 'medfee_sumamt').eq(amountOf(old, 'medfee_sumamt').negate())).toBe(true);
    expect(await yearsOf(PSN_NO)).toEqual([
      ...['2025 BenefitUsed', '2025 BenefitUsed', '2026 BenefitUsed', '2025 BenefitRestored'],
    ]);
    const rows = await settlement.database.read<{ on: string; original: string }>(
      `select settled_on::text as on, refund_of as original from read_claims.claim where claim_id = $1`,
      [refund['setl_id']],
    );
    expect(rows).toEqual([{ on: '2026-01-05', original: old['setl_id'] }]);
  });
});

describe('what the hospital is answered', () => {
  it('SET-04, SET-05: every fund, the account and the cash stand in the answer itself and add up to the bill', async () => {
    const { settle } = await openVisit(settlement, 700);
    const reply = await send(settlement, '2207', { data: settle });
    const info = settled(reply);
    const rows = (reply.output as unknown as { setldetail: { fund_pay_type: string; fund_payamt: number }[] })
      .setldetail;
    const ofFunds = rows.filter(({ fund_pay_type }) => !fund_pay_type.startsWith('3102'));
    const funds = Money.sum(ofFunds.map(({ fund_payamt }) => Money.of(String(fund_payamt))));
    expect(funds.isPositive()).toBe(true);
    expect(amountOf(info, 'fund_pay_sumamt').toString()).toBe(funds.toString());
    const personal = amountOf(info, 'acct_pay').plus(amountOf(info, 'psn_cash_pay'));
    expect(amountOf(info, 'psn_part_amt').toString()).toBe(personal.toString());
    const all = funds.plus(personal).plus(amountOf(info, 'hosp_part_amt'));
    expect(all.toString()).toBe(amountOf(info, 'medfee_sumamt').toString());
    expect(info['setl_time']).toMatch(/^2026-01-05 /);
  });

  it('SET-02: the place of insurance reads the national categories of a stay with its claim', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 100);
    await stay.discharge('2026-01-05 16:00:00');
    const paid = settled(await stay.settle('2304', 100));
    const claim = await settlement.call('GET', `/settlement/claims/${paid['setl_id']}`, { as: province('32') });
    expect(claim.body['categories']).toEqual([
      { category: '09', total: '452.00', classA: '0.00', classB: '452.00', selfPay: '0.00', other: '0.00' },
    ]);
  });

  it('SET-18: whoever is not payable is told why and what to do, at the check, the registration and the settlement', async () => {
    const { settle } = await openVisit(settlement, 100);
    for (const [insuranceStatus, state] of [
      ['2', '暂停参保'],
      ['4', '终止参保'],
    ] as const) {
      await registered(settlement, environment, { persons: [person({ insuranceStatus })] });
      const says = new RegExp(`${state}.*请联系参保地医保经办机构.*SET-18`);
      const check = { psn_no: PSN_NO, insutype: '310', med_type: '11', begntime: '2026-01-05' };
      const told = (await send(settlement, '2001', { data: check })).output as unknown as { trtinfo: object[] };
      expect(told.trtinfo[0]).toMatchObject({ trt_enjymnt_flag: '0', trt_chk_rslt: expect.stringMatching(says) });
      const refused = await send(settlement, '2207', { data: settle });
      expect(refused.err_msg).toMatch(says);
      expect(refused.err_msg?.length).toBeLessThan(60);
      const opening = { ...credentialOf(PSN_NO), begntime: '2026-01-05 10:00:00', ipt_otp_no: nextMessageId() };
      expect((await send(settlement, '2201', { data: opening })).err_msg).toMatch(says);
    }
    await registered(settlement, environment, { persons: [person()] });
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  });
});

describe('who set what', () => {
  it('SEC-03: an institution that is registered or changed stands in the log, with who and when, without its secret', async () => {
    await putHospital(settlement, WUXI_HOSPITAL, '320202', 2);
    const acts = await settlement.database.read<{ data: Record<string, unknown>; actor: string; on: string }>(
      `select data, metadata->>'actor' as actor, metadata->>'businessDate' as on from events
        where stream_id = $1 order by stream_version`,
      [`administration-${WUXI_HOSPITAL}`],
    );
    expect(acts.map(({ data, on }) => [data['settlementLevel'], on])).toEqual([
      [3, '2025-06-30'],
      [2, '2026-01-05'],
    ]);
    expect(acts.every(({ actor }) => actor.includes('test'))).toBe(true);
    expect(JSON.stringify(acts)).not.toContain('secret');
  });

  it('SET-19: verify finds that the years used and got back what the claims say', async () => {
    const { body } = await settlement.call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
