import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import {
  citizen,
  credential,
  envelope,
  filing,
  ID_NUMBER,
  line,
  nextMessageId,
  openVisit,
  person,
  post,
  putHospital,
  PSN_NO,
  registered,
  send,
  startSettlement,
  type Reply,
} from './hospital.js';
import { settled } from './stay.js';

const NAME = '王小明';
const ELSEWHERE = '32020000000000000161';
const WALK_IN = '32020000000000000162';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, environment, end } = await startSettlement());
});

afterAll(() => end());

/** A hospital system that puts the clerk's name and the patient's number wherever the interface wants a code. */
const careless = (infno: string, input: unknown): Promise<Reply> =>
  post(settlement, JSON.stringify({ ...envelope(infno, input), opter: NAME, opter_name: NAME }));

async function everyRow(): Promise<string> {
  const tables = await settlement.database.read<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => settlement.database.read<{ text: string }>(`select t::text as text from ${name} t`)),
  );
  return rows
    .flat()
    .map(({ text }) => text)
    .join('\n');
}

const diseinfo = [
  {
    ...{ diag_type: '1', diag_srt_no: '1', diag_code: 'J00', diag_name: `感冒 ${ID_NUMBER}`, maindiag_flag: '1' },
    ...{ diag_dept: 'A03', dise_dor_no: 'D1', dise_dor_name: NAME, diag_time: '2025-08-01 10:00:00', vali_flag: '1' },
  },
];

describe('a settlement of another hospital', () => {
  it('SEC-01: is refused a refund as one that is not, even by whoever knows its numbers', async () => {
    const OTHER = 'H31011500009';
    await putHospital(settlement, OTHER);
    const { visitId, settle } = await openVisit(settlement);
    const { setl_id } = settled(await send(settlement, '2207', { data: settle }));
    const refused = async (data: object) => {
      const message = envelope('2208', { data: { psn_no: PSN_NO, ...data } }, `${OTHER}${nextMessageId().slice(12)}`);
      return (await post(settlement, JSON.stringify({ ...message, fixmedins_code: OTHER }))).err_msg;
    };
    const nowhere = await refused({ mdtrt_id: '1', setl_id: '1' });
    expect(nowhere).toContain('SET-13');
    expect(await refused({ mdtrt_id: visitId, setl_id })).toBe(nowhere);
    expect(await refused({ mdtrt_id: visitId, setl_id: '1' })).toBe(nowhere);
  });
});

describe('what a hospital sends where only a code belongs', () => {
  it('SEC-02: neither the name nor the number stands anywhere in the database, and the hospital is answered as it asked', async () => {
    await careless('9001', { signIn: { opter_no: NAME, mac: '00', ip: '192.0.2.1' } });
    await careless('9002', { signOut: { opter_no: NAME, sign_no: NAME } });
    const data = { ...credential, begntime: '2025-08-01 10:00:00', dept_code: 'A03', dept_name: NAME, caty: 'A03' };
    const opened = await careless('2201', { data: { ...data, ipt_otp_no: ID_NUMBER, dr_name: NAME } });
    expect(opened.output?.['data']?.['ipt_otp_no']).toBe(ID_NUMBER);
    const visitId = opened.output?.['data']?.['mdtrt_id'] ?? '';
    const key = { mdtrt_id: visitId, psn_no: PSN_NO };
    const mdtrtinfo = { ...key, med_type: '11', begntime: '2025-08-01 10:00:00', main_cond_dscr: NAME };
    expect((await careless('2203', { mdtrtinfo, diseinfo })).infcode).toBe('0');
    const row = { ...line(visitId, '1', 100), chrg_bchno: ID_NUMBER, memo: NAME, bilg_dr_name: NAME };
    expect((await careless('2204', { feedetail: [row] })).infcode).toBe('0');
    const claim = { ...credential, ...key, med_type: '11', medfee_sumamt: '452.00', psn_setlway: '01' };
    const paid = await careless('2207', {
      data: { ...claim, chrg_bchno: ID_NUMBER, invono: ID_NUMBER, acct_used_flag: '0' },
    });
    expect(paid.err_msg).toBeNull();
    const refund = await careless('2208', { data: { ...key, setl_id: settled(paid)['setl_id'] } });
    expect(refund.infcode).toBe('0');
    const stay = { ...credential, begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: `ZY${ID_NUMBER}` };
    const admitted = await careless('2401', {
      mdtrtinfo: { ...stay, adm_dept_codg: 'A03', coner_name: NAME, tel: '13812345678' },
      diseinfo,
    });
    expect(admitted.infcode).toBe('0');
    await careless('2201', { data: { ...data, psn_no: ID_NUMBER, ipt_otp_no: ID_NUMBER } });
    const everything = await everyRow();
    expect(everything).toContain('ClaimRefunded');
    expect(
      [NAME, ID_NUMBER, ID_NUMBER.toLowerCase(), '13812345678'].filter((word) => everything.includes(word)),
    ).toEqual([]);
  });

  it('SEC-02: a batch is found again by the number the hospital gave it', async () => {
    const opened = await send(settlement, '2201', {
      data: { ...credential, begntime: '2025-08-01 10:00:00', ipt_otp_no: nextMessageId(), caty: 'A03' },
    });
    const key = { mdtrt_id: opened.output?.['data']?.['mdtrt_id'] ?? '', psn_no: PSN_NO };
    await send(settlement, '2204', { feedetail: [{ ...line(key.mdtrt_id, '1', 10), chrg_bchno: ID_NUMBER }] });
    const withdrawn = await send(settlement, '2205', { data: { ...key, chrg_bchno: ID_NUMBER } });
    expect(withdrawn.err_msg).toBeNull();
  });
});

describe('whom a hospital may ask about', () => {
  it('SEC-01: persons who filed for its place or were treated there; of others not even the diseases', async () => {
    const elsewhere = { psnNo: ELSEWHERE };
    await registered(settlement, environment, {
      persons: [person({ ...elsewhere, chronicDiseases: [{ code: 'M03900', from: '2025-01-01', to: null }] })],
      filings: [filing({ ...elsewhere, filingId: 'BA-ELSEWHERE', destination: '330100' })],
    });
    const asked: readonly (readonly [string, object])[] = [
      ['5206', { cum_ym: '' }],
      ['5301', {}],
      ['5302', { biz_appy_type: '03' }],
      ['5304', { begntime: '2025-01-01', endtime: '2025-12-31' }],
      ['2001', { insutype: '310', med_type: '14', begntime: '2025-08-01', dise_codg: 'M03900' }],
    ];
    for (const [infno, data] of asked) {
      expect((await send(settlement, infno, { data: { ...data, psn_no: PSN_NO } })).infcode).toBe('0');
      const refused = await send(settlement, infno, { data: { ...data, psn_no: ELSEWHERE } });
      expect(refused).toMatchObject({ infcode: '-1', output: null, err_msg: expect.stringContaining('SEC-01') });
    }
  });

  it('SEC-01, SET-21: whoever shows a credential there may be asked about today and tomorrow, by that institution alone', async () => {
    const { certno, ...identity } = citizen('32020219900101001');
    await registered(settlement, environment, { persons: [person({ psnNo: WALK_IN, ...identity })] });
    const ask = async (): Promise<string> => (await send(settlement, '5301', { data: { psn_no: WALK_IN } })).infcode;
    expect(await ask()).toBe('-1');
    const shown = { mdtrt_cert_type: '02', mdtrt_cert_no: certno, psn_cert_type: '01', certno };
    for (let time = 0; time < 2; time += 1) {
      expect((await send(settlement, '1101', { data: shown })).infcode).toBe('0');
      expect(await ask()).toBe('0');
    }
    const recorded = await settlement.database.read(`select data from events where type = 'PersonIdentified'`);
    expect(recorded).toHaveLength(1);
    await settlement.setBusinessDate('2025-08-02');
    expect(await ask()).toBe('0');
    await settlement.setBusinessDate('2025-08-03');
    expect(await ask()).toBe('-1');
    await settlement.setBusinessDate('2025-08-01');
  });

  it('SEC-01: a patient treated there is one of theirs, an emergency without a filing too', async () => {
    const admission = {
      ...credential,
      ...{ psn_no: ELSEWHERE, begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: nextMessageId() },
      exp_content: '{"IPT_TYPE":"2"}',
    };
    const admitted = await send(settlement, '2401', {
      mdtrtinfo: { ...admission, adm_dept_codg: 'A03' },
      diseinfo: [],
    });
    expect(admitted.err_msg).toBeNull();
    expect((await send(settlement, '5301', { data: { psn_no: ELSEWHERE } })).output).toMatchObject({
      feedetail: [expect.objectContaining({ opsp_dise_code: 'M03900' })],
    });
  });
});

describe('whose institutions a province registers', () => {
  it('SEC-01: those whose code is of its own unit: another province’s code stays free for that province', async () => {
    const strangers = await putHospital(settlement, 'H32010000777', '330100');
    expect(strangers).toMatchObject({ status: 400, body: { fields: ['code', 'region'] } });
    expect((await putHospital(settlement, 'H32010000777', '320100')).status).toBe(200);
  });
});
