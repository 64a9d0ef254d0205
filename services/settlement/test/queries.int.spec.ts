import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { mintDevelopmentToken, type Role } from '#http';
import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import {
  asked,
  HOSPITAL,
  line,
  nextMessageId,
  openVisit,
  PSN_NO,
  putHospital,
  send,
  startSettlement,
  envelope,
  post,
} from './hospital.js';
import { admit, amountOf, settled, type Stay } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

type Row = Readonly<Record<string, unknown>>;
const ask = (infno: string, data: object) => asked(settlement, infno, data);
const AUGUST = { begntime: '2025-08-01', endtime: '2025-08-31' };
const key = (visitId: string) => ({ mdtrt_id: visitId, psn_no: PSN_NO });

describe('what a hospital asks about its visits', () => {
  it('SET-04: 5203, 5204 and 100001 tell a settlement and its refund as they were answered; others learn nothing', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const msgid = nextMessageId();
    const paid = settled(await send(settlement, '2207', { data: settle }, msgid));
    const claim = { ...key(visitId), setl_id: paid['setl_id'] };
    const told = (await ask('5203', claim))['setlinfo'] as Row;
    expect(told).toMatchObject({
      medfee_sumamt: paid['medfee_sumamt'],
      fund_pay_sumamt: paid['fund_pay_sumamt'],
      psn_cash_pay: paid['psn_cash_pay'],
      medins_setl_id: msgid,
      pay_loc: '4',
      refd_setl_flag: '0',
      hosp_lv: '12',
      year: '2025',
    });
    const lines = (await ask('5204', claim))[0] as Row;
    expect(lines).toMatchObject({
      feedetl_sn: '1',
      setl_id: paid['setl_id'],
      hilist_code: 'XA02BCA209A010010104021',
      list_type: '101',
    });
    const steps = (await ask('100001', { psn_No: PSN_NO, setl_Id: paid['setl_id'], mdtrt_Id: visitId }))['data'];
    expect((steps as Row[]).length).toBeGreaterThan(2);
    const refund = settled(await send(settlement, '2208', { data: claim }));
    expect((await ask('5203', { ...claim, setl_id: refund['setl_id'] }))['setlinfo']).toMatchObject({
      medfee_sumamt: refund['medfee_sumamt'],
      refd_setl_flag: '1',
    });
    expect((await ask('5203', claim))['setlinfo']).toMatchObject({ refd_setl_flag: '1' });
    const stepsOf = async (setl_Id: string | undefined) =>
      ((await ask('100001', { psn_No: PSN_NO, setl_Id, mdtrt_Id: visitId }))['data'] as Row[]).map((step) =>
        Money.of(String(step['polItemPaySum'])).toString(),
      );
    const sums = await stepsOf(paid['setl_id']);
    expect(await stepsOf(refund['setl_id'])).toEqual(sums.map((sum) => Money.of(sum).negate().toString()));
    expect((await ask('5203', { ...claim, setl_id: '404' })).err).toMatch(/未找到该结算/);
    const other = 'H31011500002';
    await putHospital(settlement, other);
    const foreign = { ...envelope('5203', { data: claim }), fixmedins_code: other };
    expect((await post(settlement, JSON.stringify(foreign))).err_msg).toMatch(/未找到该就诊/);
  });

  it('SET-13, SET-14: 5204 tells the lines a settlement took, also by its refund’s number, when theirs are used for others', async () => {
    const { settle, visitId } = await openVisit(settlement, 10);
    const paid = settled(await send(settlement, '2207', { data: settle }));
    const refund = settled(await send(settlement, '2208', { data: { ...key(visitId), setl_id: paid['setl_id'] } }));
    const toldOf = async (claim: Record<string, string>) => {
      const { 0: row, 1: more } = await ask('5204', { ...key(visitId), setl_id: claim['setl_id'] });
      return [row, more];
    };
    const took = { feedetl_sn: '1', cnt: 10 };
    const withdrawn = await send(settlement, '2205', { data: { ...key(visitId), chrg_bchno: '0000' } });
    expect(withdrawn.err_msg).toBeNull();
    expect(await toldOf(paid)).toEqual([expect.objectContaining(took), undefined]);
    const anew = await send(settlement, '2204', { feedetail: [line(visitId, '1', 25)] });
    expect(anew.err_msg).toBeNull();
    expect(await toldOf(paid)).toEqual([expect.objectContaining({ ...took, setl_id: paid['setl_id'] }), undefined]);
    expect(await toldOf(refund)).toEqual([expect.objectContaining({ ...took, setl_id: refund['setl_id'] }), undefined]);
  });

  it('NHSA-4.13: 5201, 5202 and 5303 find stays and visits of the period and not those outside it', async () => {
    const stay = await admit(settlement);
    const diseinfo = [
      { diag_type: '1', diag_srt_no: '1', diag_code: 'J06.900', diag_name: '感冒', maindiag_flag: '1', vali_flag: '1' },
      { diag_type: '1', diag_srt_no: '2', diag_code: 'N05.900', diag_name: '肾炎', vali_flag: '1' },
    ];
    const adminfo = { ...key(stay.visitId), begntime: '2025-08-01', med_type: '21', ipt_otp_no: 'Z-77' };
    expect((await stay.send('2403', { adminfo, diseinfo })).infcode).toBe('0');
    const withdrawn = [{ ...diseinfo[1], vali_flag: '0' }];
    expect((await stay.send('2403', { adminfo, diseinfo: withdrawn })).infcode).toBe('0');
    expect((await ask('5202', key(stay.visitId)))['diseinfo']).toMatchObject([
      { diag_code: 'J06.900', maindiag_flag: '1', inout_diag_type: '2' },
    ]);
    const inHospital = async (range: object) => ((await ask('5303', { psn_no: '', ...range }))['data'] as Row[]) ?? [];
    expect(await inHospital(AUGUST)).toMatchObject([{ mdtrt_id: stay.visitId, ipt_otp_no: 'Z-77', inhosp_stas: '1' }]);
    expect(await inHospital({ begntime: '2025-07-01', endtime: '2025-07-31' })).toEqual([]);
    const visits = (await ask('5201', { psn_no: PSN_NO, ...AUGUST, med_type: '21' }))['mdtrtinfo'] as Row[];
    expect(visits).toMatchObject([{ mdtrt_id: stay.visitId, psn_name: '王小明', insu_optins: '320200' }]);
    const open = await openVisit(settlement);
    const byNumber = { psn_no: PSN_NO, ...AUGUST, med_type: '11', mdtrt_id: open.visitId };
    expect((await ask('5201', byNumber))['mdtrtinfo']).toMatchObject([{ mdtrt_id: open.visitId, inhosp_stas: '0' }]);
    expect((await ask('5303', { begntime: '2025-09-01', endtime: '2025-08-01' })).err).toMatch(/begntime/);
    await stay.discharge();
    expect(await inHospital(AUGUST)).toMatchObject([{ mdtrt_id: stay.visitId, inhosp_stas: '0' }]);
    expect(await inHospital({ begntime: '2025-08-02', endtime: '2025-08-31' })).toEqual([]);
  });
});

describe('changes of a stay', () => {
  const cancel = (stay: Stay) => stay.send('2404', { data: key(stay.visitId) });

  it('SET-13: 2404 cancels an admission once its lines are withdrawn; a cancelled stay takes nothing', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 10);
    expect((await cancel(stay)).err_msg).toMatch(/2302.*SET-13/);
    expect((await stay.send('2302', { data: { ...key(stay.visitId), feedetl_sn: '0000' } })).infcode).toBe('0');
    expect((await cancel(stay)).infcode).toBe('0');
    expect((await stay.lines('2', 1)).err_msg).toContain('已撤销');
  });

  it('SEC-02: 2306 keeps a trace code and no words; 2406 and 2407 file and tell an attribute once', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 10);
    const remark = (memo: string, bkkp = '1') =>
      stay.send('2306', { data: { ...key(stay.visitId), bkkp_sn: bkkp, memo, med_list_codg: 'X' } });
    expect([(await remark('84216000123')).infcode, (await remark('给王小明')).infcode]).toEqual(['0', '0']);
    expect((await remark('1', '9')).err_msg).toContain('bkkp_sn');
    const kept = await settlement.database.read<{ remark: string | null }>(
      `select data->>'remark' as remark from events where type = 'FeeLineRemarked' order by global_position`,
    );
    expect(kept.map(({ remark: kept1 }) => kept1)).toEqual(['84216000123', null]);
    const file = () =>
      stay.send('2406', { data: { ...key(stay.visitId), ipt_psn_sp_flag_type: '1', ipt_psn_sp_flag: '02' } });
    const filed = await file();
    const detail = filed.output?.['IptPsnSpFlagRegOut']?.['ipt_psn_sp_flag_detl_id'];
    expect(detail).toBeDefined();
    expect((await file()).err_msg).toContain('SET-15');
    const rows = (await ask('2407', { ...key(stay.visitId), page_num: '1', page_size: '10' }))['IptPsnSpFlagReg'];
    expect(rows).toEqual([expect.objectContaining({ ipt_psn_sp_flag_detl_id: detail, ipt_psn_sp_flag: '02' })]);
  });
});

describe('what a hospital looks up', () => {
  it('NHSA-4.13: 1901 tells a dictionary, none that holds no more, and no other; 5101 says why it is not served', async () => {
    const asked = { type: 'INSUTYPE', parent_value: '', admdvs: '310000', date: '2025-08-01', Vali_Flag: '1' };
    const { list } = (await ask('1901', asked)) as { list?: Row[] };
    expect(list).toContainEqual(expect.objectContaining({ type: 'INSUTYPE', value: '310', label: '职工基本医疗保险' }));
    expect((await ask('1901', { ...asked, Vali_Flag: '0' }))['list']).toEqual([]);
    expect((await ask('1901', { ...asked, type: 'NATY' })).err).toContain('type');
    expect((await ask('5101', {})).err).toMatch(/5101.*不支持：.*科室/);
  });
});

describe('annex 13', () => {
  it('SET-05, SEC-01: the hospital and its province get the sheet of a stay, nobody else, and none once it is refunded', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 100);
    await stay.discharge();
    const paid = settled(await stay.settle('2304', 100));
    const sheet = async (claimId: string | undefined, roles: Role[], area: string, institutionCode?: string) => {
      const token = await mintDevelopmentToken({
        subject: 'sheet',
        roles,
        area,
        ...(institutionCode ? { institutionCode } : {}),
      });
      const headers = { authorization: `Bearer ${token}` };
      return fetch(`${settlement.url}/settlement/claims/${claimId}/forms/13`, { headers });
    };
    const own = await sheet(paid['setl_id'], ['hospital'], '31', HOSPITAL);
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const cells = (
      await readSheet(Buffer.from(await own.arrayBuffer()), { parseNumber: (digits: string) => digits })
    ).flat();
    const beside = (heading: string) => Money.of(String(cells[cells.indexOf(heading) + 1]));
    expect(beside('总费用').eq(amountOf(paid, 'medfee_sumamt'))).toBe(true);
    expect(beside('个人现金支付金额').eq(amountOf(paid, 'psn_cash_pay'))).toBe(true);
    expect((await sheet(paid['setl_id'], ['provincial-agency'], '31')).status).toBe(200);
    expect((await sheet(paid['setl_id'], ['provincial-agency'], '32')).status).toBe(403);
    expect((await sheet(paid['setl_id'], ['hospital'], '31', 'H31011500002')).status).toBe(403);
    await stay.refund(paid['setl_id']);
    expect((await sheet(paid['setl_id'], ['hospital'], '31', HOSPITAL)).status).toBe(422);
  });
});
