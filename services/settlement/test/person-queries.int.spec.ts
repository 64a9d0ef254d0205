import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '#contracts';
import { deliver, type ServiceUnderTest } from '#testing';
import {
  asked,
  citizen,
  credential,
  credentialHash,
  HOSPITAL,
  nextMessageId,
  openVisit,
  person,
  PSN_NO,
  registered,
  send,
  startSettlement,
} from './hospital.js';
import { amountOf, settled } from './stay.js';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, environment, end } = await startSettlement());
});

afterAll(() => end());

type Row = Readonly<Record<string, unknown>>;
const ask = (infno: string, data: object) => asked(settlement, infno, data);

describe('what a hospital asks about a person', () => {
  it('SET-19: 5206 tells what the medical year has used, to the cent of its claims', async () => {
    const amount = async (): Promise<Row> => {
      const rows = (await ask('5206', { psn_no: PSN_NO, cum_ym: '' }))['cuminfo'] as Row[];
      return Object.fromEntries(rows.map((row) => [row['cum_type_code'], row['cum']]));
    };
    const before = await amount();
    const { settle } = await openVisit(settlement, 700);
    const paid = settled(await send(settlement, '2207', { data: settle }));
    const after = await amount();
    const grown =
      Number(after['OTP_HIFP']) + Number(after['HIFP']) - Number(before['OTP_HIFP']) - Number(before['HIFP']);
    expect(grown).toBeGreaterThan(0);
    expect(after).not.toEqual(before);
    expect(amountOf(paid, 'fund_pay_sumamt').isPositive()).toBe(true);
    expect((await ask('5206', { psn_no: PSN_NO, cum_ym: '2025-08' })).err).toContain('cum_ym');
    expect((await ask('5206', { psn_no: '404', cum_ym: '' })).err).toContain('SET-21');
  });

  it('SET-21: 2161 tells a pharmacy the person a citizen number names in the place asked of, and nobody elsewhere', async () => {
    const asked = { ssn: credential.certno, fixmedins_code: HOSPITAL };
    const told = await ask('2161', { ...asked, insuplc: '320200' });
    const buyer = { psn_no: PSN_NO, psn_name: '王小明', insuplc_admdvs: '320200', insutype: '310', psn_type: '12' };
    expect(told).toMatchObject({ ...buyer, ssn: credential.certno, n_output: buyer });
    const [row] = (await ask('1101', credential))['insuinfo'] as Row[];
    expect(told['acct_balc']).toBe(row?.['balc']);
    expect((await ask('2161', { ...asked, insuplc: '330100' })).err).toContain('SET-21');
    expect((await ask('2161', { ...asked, ssn: '320202196005012010', insuplc: '320200' })).err).toMatch(/ssn.*校验位/);
  });

  it('SET-21: a card known to be somebody else’s is refused beside the person, at the counter and at registration', async () => {
    const other = person({ psnNo: '32020000000000000077', ...citizen('32020219700501202') });
    const holder = { ...other, credentialHashes: [credentialHash('CARD-77')] };
    await registered(settlement, environment, { persons: [holder] });
    const shown = { ...credential, mdtrt_cert_type: '03', mdtrt_cert_no: 'CARD-77' };
    expect((await ask('1101', shown)).err).toMatch(/mdtrt_cert_no.*SET-21/);
    const opening = { ...shown, begntime: '2025-08-01 10:00:00', ipt_otp_no: nextMessageId(), caty: 'A03' };
    expect((await send(settlement, '2201', { data: opening })).err_msg).toMatch(/mdtrt_cert_no.*SET-21/);
    const unknown = { ...opening, mdtrt_cert_no: 'CARD-NEW' };
    expect((await send(settlement, '2201', { data: unknown })).infcode).toBe('0');
  });

  describe('a card that has changed hands', () => {
    const CARD = 'CARD-88';
    const a = person({ psnNo: '32020000000000000088', ...citizen('32020219600501388') });
    const b = person({ psnNo: '32020000000000000089', ...citizen('32020219600501389') });
    const holding = (holder: typeof a, ...cards: readonly string[]) => ({
      ...holder,
      credentialHashes: cards.map(credentialHash),
    });
    const told = (...persons: readonly (typeof a)[]) => registered(settlement, environment, { persons });
    const shown = async () => {
      const { output, err_msg } = await send(settlement, '1101', {
        data: { mdtrt_cert_type: '03', mdtrt_cert_no: CARD },
      });
      const { baseinfo, insuinfo } = (output ?? {}) as unknown as { baseinfo?: Row; insuinfo?: readonly Row[] };
      return { psnNo: baseinfo?.['psn_no'], schemes: insuinfo?.map(({ insutype }) => insutype), err: err_msg };
    };
    const identified = async (): Promise<number> =>
      (await settlement.database.read(`select 1 from events where type = 'PersonIdentified'`)).length;

    it('SET-21: names its holder, once it is no longer told nobody, and the next holder once it is told of them', async () => {
      await told(holding(a, CARD, 'CARD-90'));
      expect(await shown()).toEqual({ psnNo: a.psnNo, schemes: ['310'], err: null });
      await told(holding(a, 'CARD-90'));
      expect(await shown()).toMatchObject({ psnNo: undefined, err: expect.stringContaining('SET-21') });
      await told(holding(b, CARD));
      expect(await shown()).toEqual({ psnNo: b.psnNo, schemes: ['310'], err: null });
    });

    it('SET-21, SEC-01, SEC-02: is refused while two citizens are told to hold it, whoever was told last, and identifies nobody', async () => {
      const before = await identified();
      for (const persons of [[a, b], [b, a], [a]]) {
        await told(...persons.map((one) => holding(one, CARD)));
        expect(await shown()).toMatchObject({
          psnNo: undefined,
          err: expect.stringMatching(/登记在不止一人名下.*SET-21/),
        });
      }
      expect(await identified()).toBe(before);
      await told(holding(a));
      expect(await shown()).toMatchObject({ psnNo: b.psnNo, schemes: ['310'] });
    });

    it('SET-21: names one citizen with two enrolments by both, and by one where it is taken from the other', async () => {
      const second = { ...b, psnNo: '32020000000000000091', insuranceType: '390', personType: '1501' };
      await told(holding(b, CARD), holding(second, CARD));
      expect(await shown()).toEqual({ psnNo: b.psnNo, schemes: ['310', '390'], err: null });
      await told(holding(b));
      expect(await shown()).toEqual({ psnNo: second.psnNo, schemes: ['390'], err: null });
    });
  });

  it('SET-11: 5301 lists a chronic disease once the place of insurance has granted it, and 2001 who may be settled', async () => {
    const declared = await send(settlement, '2503', {
      data: {
        ...{
          psn_no: PSN_NO,
          insutype: '310',
          opsp_dise_code: 'M03900',
          opsp_dise_name: '高血压',
          insu_optins: '320200',
        },
        ...{ ide_fixmedins_no: HOSPITAL, ide_fixmedins_name: '测试医院', hosp_ide_date: '2025-08-01' },
        ...{ diag_dr_codg: 'D310000000001', diag_dr_name: '李医生', begndate: '2025-08-01' },
      },
    });
    const number = declared.output?.['result']?.['trt_dcla_detl_sn'] ?? '';
    const diseases = async () => (await ask('5301', { psn_no: PSN_NO }))['feedetail'];
    expect(await diseases()).toEqual([]);
    const review = { declarationNo: number, psnNo: PSN_NO, outcome: 'approved', reason: null, filingId: null };
    await deliver(settlement, environment, 'registration', [
      {
        type: CONTRACTS.declarationReviewed.type,
        subject: `declaration-${number}`,
        data: { ...review, reviewedOn: '2025-08-01', insuredRegion: '320200' },
      },
    ]);
    expect(await diseases()).toMatchObject([{ opsp_dise_code: 'M03900', opsp_dise_name: '高血压' }]);
    // What one pool has granted binds no other (SET-19).
    await registered(settlement, environment, { persons: [person({ insuredRegion: '320800' })] });
    expect(await diseases()).toEqual([]);
    await registered(settlement, environment, { persons: [person({ insuredRegion: '320281' })] });
    expect(await diseases()).toHaveLength(1);
    await registered(settlement, environment, { persons: [person()] });
    const entitled = async (changes: object) =>
      (
        (await ask('2001', { psn_no: PSN_NO, insutype: '310', med_type: '11', begntime: '2025-08-01', ...changes }))[
          'trtinfo'
        ] as Row[]
      )[0];
    expect(await entitled({})).toMatchObject({ fund_pay_type: '310100', trt_enjymnt_flag: '1', trt_chk_rslt: null });
    expect(await entitled({ begntime: '2024-12-31' })).toMatchObject({
      trt_enjymnt_flag: '0',
      trt_chk_rslt: expect.stringContaining('REG-02'),
    });
  });

  it('SET-01: 1201, 1312, 1318 and 1319 tell the institution and the catalogue lines are split by', async () => {
    expect((await send(settlement, '1201', { medinsinfo: { fixmedins_code: HOSPITAL } })).output).toMatchObject({
      medinsinfo: [{ fixmedins_code: HOSPITAL, fixmedins_type: '1' }],
    });
    const item = async (infno: string) =>
      ((await ask(infno, { hilist_code: 'XA02BCA209A010010104021', page_num: 1, page_size: 10 }))['data'] as Row[])[0];
    expect(await item('1312')).toMatchObject({ chrgitm_lv: '02' });
    expect(await item('1319')).toMatchObject({ selfpay_prop: 0.05 });
    expect(await item('1318')).toHaveProperty('hilist_pric_uplmt_amt');
    expect((await ask('1312', { page_num: 1, page_size: 501 })).err).toContain('page_size');
    const card = { ...credential, mdtrt_cert_type: '03', mdtrt_cert_no: 'CARD-OWN', card_sn: 'SERIAL-OWN' };
    const read = await ask('1161', card);
    expect(read['baseinfo']).toMatchObject({ psn_no: PSN_NO });
    expect(read['cardecinfo']).toEqual({
      ...{ psn_cert_type: '01', certno: credential.certno, psn_name: '王小明' },
      ...{ cardno: 'CARD-OWN', card_sn: 'SERIAL-OWN', ecToken: null },
    });
  });
});
