import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import { credentialOf, filing, line, nextMessageId, person, registered, send, startSettlement } from './hospital.js';
import { settled } from './stay.js';

const RECOGNISED = '32020000000000000111';
const NOT_TOLD = '32020000000000000112';
const JIYUAN = '41900100000000000113';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  const chronicDiseases = [
    { code: 'M03900', from: '2025-01-01', to: null },
    { code: 'M01600', from: '2025-01-01', to: '2025-07-31' },
  ];
  const jiyuan = { psnNo: JIYUAN, insuredRegion: '419001' };
  const persons = [person({ psnNo: RECOGNISED, chronicDiseases }), person({ psnNo: NOT_TOLD }), person(jiyuan)];
  const filings = [RECOGNISED, NOT_TOLD].map((psnNo) => filing({ psnNo, filingId: `BA-${psnNo}` }));
  await registered(settlement, started.environment, {
    persons,
    filings: [...filings, filing({ ...jiyuan, filingId: 'BA-JY' })],
  });
});

afterAll(() => end());

const PIECES = 100;
const TOTAL = '452.00';

/** 2201, 2203 and 2204 of a visit for hypertension: a batch of it, one of diabetes and one of neither. */
async function mixedVisit(psnNo: string) {
  const opened = await send(settlement, '2201', {
    data: { ...credentialOf(psnNo), begntime: '2025-08-01 10:00:00', ipt_otp_no: nextMessageId(), caty: 'A03' },
  });
  const key = { mdtrt_id: opened.output?.['data']?.['mdtrt_id'] ?? '', psn_no: psnNo };
  const mdtrtinfo = { ...key, med_type: '14', begntime: '2025-08-01 10:00:00', dise_codg: 'M03900' };
  expect((await send(settlement, '2203', { mdtrtinfo, diseinfo: [] })).infcode).toBe('0');
  const feedetail = [
    { ...line(key.mdtrt_id, '1', PIECES, psnNo), chrg_bchno: 'B1', dise_codg: 'M03900' },
    { ...line(key.mdtrt_id, '2', PIECES, psnNo), chrg_bchno: 'B2', dise_codg: 'M01600' },
    { ...line(key.mdtrt_id, '3', PIECES, psnNo), chrg_bchno: 'B3' },
  ];
  expect((await send(settlement, '2204', { feedetail })).infcode).toBe('0');
  const settle = (infno: '2206' | '2207', chrg_bchno: string, med_type: string) =>
    send(settlement, infno, {
      data: { ...credentialOf(psnNo), ...key, med_type, chrg_bchno, medfee_sumamt: TOTAL, acct_used_flag: '0' },
    });
  return { key, settle };
}

describe('chronic diseases and ordinary cost in one visit', () => {
  it('SET-11: 2207 settles each disease by itself and the rest as ordinary outpatient; 2208 takes one back alone', async () => {
    const { key, settle } = await mixedVisit(NOT_TOLD);
    const trial = settled(await settle('2206', 'B3', '11'));
    const paid = [
      settled(await settle('2207', 'B1', '14')),
      settled(await settle('2207', 'B2', '14')),
      settled(await settle('2207', 'B3', '11')),
    ];
    expect(paid.map(({ med_type, clr_type }) => [med_type, clr_type])).toEqual([
      ['14', '14'],
      ['14', '14'],
      ['11', '11'],
    ]);
    expect(paid[2]).toMatchObject({ fund_pay_sumamt: trial['fund_pay_sumamt'], act_pay_dedc: trial['act_pay_dedc'] });
    const claims = () =>
      settlement.database.read<{ kind: string; disease: string }>(
        `select data->'claim'->>'visitKind' as kind, data->'facts'->>'diseaseCode' as disease from events
          where type = 'ClaimSettled' and data->'claim'->>'visitId' = $1 order by global_position`,
        [key.mdtrt_id],
      );
    expect(await claims()).toEqual([
      { kind: 'chronic', disease: 'M03900' },
      { kind: 'chronic', disease: 'M01600' },
      { kind: 'outpatient', disease: '' },
    ]);
    const refund = await send(settlement, '2208', { data: { ...key, setl_id: paid[1]?.['setl_id'] } });
    expect(refund.infcode).toBe('0');
    expect((await settle('2207', 'B2', '11')).err_msg).toMatch(/慢特病病种M01600.*SET-11/);
    expect(settled(await settle('2207', 'B2', '14'))).toMatchObject({ clr_type: '14' });
  });

  it('SET-11: where the place tells what it has recognised, 5301 and 2001 say it and only that is settled as chronic', async () => {
    const listed = await send(settlement, '5301', { data: { psn_no: RECOGNISED } });
    expect(listed.output?.['feedetail']).toMatchObject([
      { opsp_dise_code: 'M03900', begndate: '2025-01-01', enddate: null },
      { opsp_dise_code: 'M01600', enddate: '2025-07-31' },
    ]);
    const entitled = async (dise_codg: string, begntime = '2025-08-01') => {
      const asked = { psn_no: RECOGNISED, insutype: '310', med_type: '14', begntime, dise_codg };
      const told = (await send(settlement, '2001', { data: asked })).output as unknown as { trtinfo: Reply[] };
      return told.trtinfo[0];
    };
    expect(await entitled('M03900')).toMatchObject({ trt_enjymnt_flag: '1', trt_chk_rslt: null });
    expect(await entitled('M01600', '2025-07-31')).toMatchObject({ trt_enjymnt_flag: '1' });
    expect(await entitled('M01600')).toMatchObject({
      ...{ trt_enjymnt_flag: '0', trt_chk_rslt: expect.stringContaining('SET-11') },
    });
    const { settle } = await mixedVisit(RECOGNISED);
    expect((await settle('2207', 'B1', '14')).infcode).toBe('0');
    expect((await settle('2207', 'B2', '14')).err_msg).toMatch(/未认定.*M01600.*SET-11/);
    expect((await settle('2207', 'B3', '11')).infcode).toBe('0');
    const drugs = async (range: object) =>
      (await send(settlement, '5205', { data: { psn_no: RECOGNISED, ...range } })).output?.['feedetail'];
    expect(await drugs({ begntime: '2025-08-01' })).toMatchObject([{ chrg_bchno: 'B1', list_type: '101' }]);
    expect(await drugs({ begntime: '2025-07-01', endtime: '2025-07-31' })).toEqual([]);
  });

  it('SET-11, SET-17: a disease Jiyuan has not opened is for a claim by hand, with its papers; the rest is settled', async () => {
    const { settle, key } = await mixedVisit(JIYUAN);
    const { mdtrt_id, psn_no } = key;
    const rare = { ...line(mdtrt_id, '4', PIECES, psn_no), chrg_bchno: 'B4', dise_codg: 'M07800' };
    expect((await send(settlement, '2204', { feedetail: [rare] })).infcode).toBe('0');
    expect((await settle('2207', 'B4', '14')).err_msg).toMatch(/未开展.*M07800.*手工报销请备.*处方.*SET-11/);
    expect((await settle('2207', 'B1', '14')).infcode).toBe('0');
    expect((await settle('2207', 'B3', '11')).infcode).toBe('0');
  });
});

interface Reply {
  readonly trt_enjymnt_flag: string;
  readonly trt_chk_rslt: string | null;
}
