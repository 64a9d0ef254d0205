import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOME, hospitalChannel, nextMessageId, SHANGHAI, SHAOGUAN_LEVEL_1, type Channel } from './hospital-channel.js';
import { ID_NUMBER, NAME, province } from './registration.js';

const PHONE = '13912345678';
const ADDRESS = '梁溪区学前街9号';
const AGENT = '钱代办';
let channel: Channel;

beforeAll(async () => {
  channel = await hospitalChannel();
});
afterAll(() => channel.end());

let persons = 0;
async function personOf(unit: string, region: string): Promise<string> {
  const psnNo = `${region}000000000000${String((persons += 1)).padStart(2, '0')}`;
  await channel.enrol(unit, psnNo, region);
  return psnNo;
}

const referral = (psnNo: string, changes: object = {}) => ({
  refmedin: {
    ...{ psn_no: psnNo, tel: PHONE, addr: ADDRESS, diag_code: 'C34.900', diag_name: '肺恶性肿瘤' },
    ...{ dise_cond_dscr: `${NAME}病情危重`, reflin_medins_no: SHANGHAI, reflin_medins_name: '测试医院' },
    ...{ mdtrtarea_admdvs: '310115', refl_type: '3', refl_date: '2025-08-01', refl_rea: `${NAME}病情需要` },
    ...{ refl_opnn: '同意', begndate: '2025-08-01', enddate: '' },
    ...changes,
  },
});
const numberOf = (reply: { output: Record<string, Record<string, string>> | null }): string =>
  reply.output?.['result']?.['trt_dcla_detl_sn'] ?? '';
const key = (psnNo: string, declarationNo: string) => ({
  data: { psn_no: psnNo, trt_dcla_detl_sn: declarationNo, memo: '填错' },
});
const admission = (psnNo: string, changes: object = {}) => ({
  mdtrtinfo: {
    ...{ psn_no: psnNo, insutype: '310', begntime: '2025-08-01 09:00:00', med_type: '21' },
    ...{ ipt_no: nextMessageId(SHANGHAI) },
    ...changes,
  },
  diseinfo: [],
});

interface Row {
  readonly [column: string]: string | null;
}
async function declared(unit: string, declarationNo: string): Promise<Row | undefined> {
  const { body } = await channel.registration.call('GET', `/registration/declarations?unit=${unit}`, {
    as: province(unit),
  });
  return (body as unknown as readonly Row[]).find((row) => row['declarationNo'] === declarationNo);
}
const filingsOf = async (unit: string, psnNo: string): Promise<readonly Row[]> =>
  (await channel.registration.call('GET', `/registration/persons/${psnNo}/filings`, { as: province(unit) }))
    .body as unknown as readonly Row[];
const eventsOf = (service: 'registration' | 'settlement', stream: string, type: string) =>
  channel[service].database.read<{ data: Record<string, unknown> }>(
    'select data from events where stream_id = $1 and type = $2',
    [stream, type],
  );

describe('the referral of a hospital', () => {
  it('REG-05: becomes a filing of the person’s own place of insurance, which settlement knows and a stay rests on', async () => {
    const psnNo = await personOf('32', '320200');
    const msgid = nextMessageId(HOME);
    const reply = await channel.send(HOME, '2501', referral(psnNo), msgid);
    expect(reply).toMatchObject({ infcode: '0', err_msg: null });
    const declarationNo = numberOf(reply);
    // SET-15: the same message again, the same number, and nothing twice.
    expect(numberOf(await channel.send(HOME, '2501', referral(psnNo), msgid))).toBe(declarationNo);
    await channel.quiet();
    expect(await filingsOf('32', psnNo)).toMatchObject([
      { filingId: `BA${declarationNo}`, kind: 'referred', destination: '310000', channel: 'hospital', endedOn: null },
    ]);
    expect(await declared('32', declarationNo)).toMatchObject({ state: 'approved', filingId: `BA${declarationNo}` });
    const known = await channel.settlement.database.read('select kind from filing where psn_no = $1', [psnNo]);
    expect(known).toEqual([{ kind: 'referred' }]);
    expect((await channel.send(SHANGHAI, '2401', admission(psnNo))).infcode).toBe('0');
    await channel.quiet();
    expect(await eventsOf('registration', `filings-${psnNo}`, 'StayRegistered')).toHaveLength(1);
    expect(await eventsOf('registration', `filings-${psnNo}`, 'FilingDeemed')).toEqual([]);
  });

  it('REG-05: once granted it is not withdrawn by 2502, and by another hospital or under a false number never', async () => {
    const psnNo = await personOf('32', '320200');
    const declarationNo = numberOf(await channel.send(HOME, '2501', referral(psnNo)));
    await channel.quiet();
    expect((await channel.send(HOME, '2502', key(psnNo, declarationNo))).err_msg).toMatch(/参保地已审核/);
    const foreign = await channel.send(SHANGHAI, '2502', key(psnNo, declarationNo));
    expect(foreign).toMatchObject({ infcode: '-1', err_msg: expect.stringContaining('未找到该备案') });
    expect((await channel.send(HOME, '2502', key(psnNo, '0'))).err_msg).toBe(foreign.err_msg);
  });

  it('REG-03: refused by Shaoguan below level 3, and the hospital’s declaration says why; no letter is dead', async () => {
    const psnNo = await personOf('44', '440200');
    const declarationNo = numberOf(await channel.send(SHAOGUAN_LEVEL_1, '2501', referral(psnNo)));
    await channel.quiet();
    expect(await filingsOf('44', psnNo)).toEqual([]);
    expect(await declared('44', declarationNo)).toMatchObject({
      ...{ state: 'refused', reason: '转诊证明须由三级定点医疗机构出具(REG-03)', filingId: null },
    });
    const [told] = await eventsOf('settlement', `declaration-${declarationNo}`, 'DeclarationReviewed');
    expect(told?.data).toMatchObject({ outcome: 'refused', filingId: null });
    for (const service of [channel.registration, channel.settlement]) {
      expect((await service.call('GET', '/ops/dead-letters')).body).toEqual([]);
    }
  });

  it('REG-05: Huai’an decides itself: it waits, 2502 takes it back, and an approval reaches the hospital', async () => {
    const psnNo = await personOf('32', '320800');
    const hospital = 'H32020000001';
    const far = await channel.send(hospital, '2501', referral(psnNo));
    await channel.quiet();
    // HA names hospitals of its own city: one of Wuxi may not refer.
    expect(await declared('32', numberOf(far))).toMatchObject({ state: 'refused' });
    await channel.settlement.call('PUT', '/settlement/institutions/H32080000001', {
      as: province('32'),
      body: {
        ...{ name: '测试医院', region: '320800', kind: 'hospital', settlementLevel: 3, transport: 'apikey' },
        ...{ accessKey: 'H32080000001', secret: 'secret-of-the-hospital' },
      },
    });
    const first = numberOf(await channel.send('H32080000001', '2501', referral(psnNo)));
    await channel.quiet();
    expect(await declared('32', first)).toMatchObject({ state: 'waiting', decideBy: '2025-08-04', workingDaysLeft: 1 });
    expect((await channel.send('H32080000001', '2502', key(psnNo, first))).infcode).toBe('0');
    await channel.quiet();
    expect(await declared('32', first)).toMatchObject({ state: 'withdrawn' });
    const second = numberOf(await channel.send('H32080000001', '2501', referral(psnNo)));
    await channel.quiet();
    const approved = await channel.registration.call('POST', `/registration/filings/BA${second}/approval`, {
      ...{ as: province('32'), body: { psnNo, insuredRegion: '320800' } },
    });
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved' } });
    await channel.quiet();
    expect((await channel.send('H32080000001', '2502', key(psnNo, second))).err_msg).toMatch(/参保地已审核/);
  });
});

describe('emergencies and reviews', () => {
  it('REG-02: an emergency admission without a filing is deemed filed, an ordinary one is not', async () => {
    const [emergency, ordinary] = [await personOf('32', '320200'), await personOf('32', '320200')];
    const mark = { exp_content: '{"IPT_TYPE":"2"}' };
    expect((await channel.send(SHANGHAI, '2401', admission(emergency, mark))).infcode).toBe('0');
    expect((await channel.send(SHANGHAI, '2401', admission(ordinary, { ipt_type: '1' }))).infcode).toBe('0');
    await channel.quiet();
    expect(await eventsOf('registration', `filings-${emergency}`, 'FilingDeemed')).toMatchObject([
      { data: { psnNo: emergency, insuredRegion: '320200', careRegion: '310115', emergency: true } },
    ]);
    expect(await eventsOf('registration', `filings-${ordinary}`, 'FilingDeemed')).toEqual([]);
  });

  it('REG-02, SET-07: an emergency that only 2207 tells of is deemed filed too, and over with its claim', async () => {
    const psnNo = await personOf('32', '320200');
    const person = { psn_no: psnNo, insutype: '310' };
    const at = { begntime: '2025-08-01 10:00:00' };
    const opened = await channel.send(SHANGHAI, '2201', {
      data: { ...person, ...at, ipt_otp_no: nextMessageId(SHANGHAI), caty: 'A03' },
    });
    const visit = { mdtrt_id: opened.output?.['data']?.['mdtrt_id'] ?? '', psn_no: psnNo };
    const line = {
      ...{ ...visit, feedetl_sn: '1', chrg_bchno: 'B1', fee_ocur_time: '2025-08-01 10:00:00', hosp_appr_flag: '1' },
      ...{ med_list_codg: 'XA02BCA209A010010104021', medins_list_codg: '570', det_item_fee_sumamt: '452.00' },
      ...{ cnt: '100', pric: '4.52' },
    };
    const claim = {
      ...{ ...person, ...visit, med_type: '11', chrg_bchno: 'B1', medfee_sumamt: '452.00', psn_setlway: '01' },
      ...{ acct_used_flag: '0', exp_content: '{"OTP_ER_REFL_FLAG":"1"}' },
    };
    const sent = [
      await channel.send(SHANGHAI, '2203', { mdtrtinfo: { ...visit, ...at, med_type: '11' }, diseinfo: [] }),
      await channel.send(SHANGHAI, '2204', { feedetail: [line] }),
      await channel.send(SHANGHAI, '2207', { data: claim }),
    ];
    expect(sent.map(({ err_msg }) => err_msg)).toEqual([null, null, null]);
    await channel.quiet();
    const told = (type: string) => eventsOf('registration', `filings-${psnNo}`, type);
    expect(await told('FilingDeemed')).toMatchObject([{ data: { psnNo, visitId: visit.mdtrt_id } }]);
    expect(await told('StayEnded')).toMatchObject([{ data: { visitId: visit.mdtrt_id, endedOn: '2025-08-01' } }]);
  });

  it('REG-05: a chronic disease waits for the agency of its own province, whose review ends 2504', async () => {
    const psnNo = await personOf('32', '320200');
    const chronic = {
      ...{ psn_no: psnNo, insutype: '310', opsp_dise_code: 'M03900', opsp_dise_name: '高血压', tel: PHONE },
      ...{ addr: ADDRESS, insu_optins: '320200', ide_fixmedins_no: SHANGHAI, ide_fixmedins_name: '测试医院' },
      ...{ hosp_ide_date: '2025-08-01', diag_dr_codg: 'D1', diag_dr_name: AGENT, begndate: '2025-08-01' },
    };
    const declarationNo = numberOf(await channel.send(SHANGHAI, '2503', { data: chronic }));
    await channel.quiet();
    expect(await declared('32', declarationNo)).toMatchObject({
      kind: 'chronic',
      state: 'waiting',
      workingDaysLeft: 2,
    });
    const review = (as: string, body: object) =>
      channel.registration.call('POST', `/registration/declarations/${declarationNo}/review`, {
        ...{ as: province(as), body: { psnNo, insuredRegion: '320200', ...body } },
      });
    expect((await review('33', { outcome: 'approved' })).status).toBe(403);
    expect((await review('33', { outcome: 'approved', insuredRegion: '330100' })).status).toBe(403);
    expect(await review('32', { outcome: 'refused' })).toMatchObject({ status: 422, body: { fields: ['reason'] } });
    expect((await review('32', { outcome: 'approved' })).status).toBe(200);
    await channel.quiet();
    expect((await channel.send(SHANGHAI, '2504', key(psnNo, declarationNo))).err_msg).toMatch(/只能在参保地审核前撤销/);
  });

  it('SEC-02: telephones, addresses, agents and words of the messages stand nowhere in either database', async () => {
    const psnNo = await personOf('32', '320200');
    const agent = { agnter_name: AGENT, agnter_certno: ID_NUMBER, agnter_tel: PHONE, agnter_addr: ADDRESS };
    const chosen = { psn_no: psnNo, biz_appy_type: '1', begndate: '2025-08-01', fix_srt_no: '1', fixmedins_code: HOME };
    expect((await channel.send(HOME, '2505', { data: { ...chosen, ...agent } })).infcode).toBe('0');
    const injured = { dcla_souc: '02', psn_no: psnNo, psn_cert_type: '01', certno: ID_NUMBER, psn_name: NAME };
    const injury = { ...injured, ...agent, trum_site: ADDRESS, chk_pay_flag: '0', begndate: '2025-08-01' };
    expect((await channel.send(HOME, '2507', { data: injury })).infcode).toBe('0');
    await channel.quiet();
    for (const { database, log } of [channel.registration, channel.settlement]) {
      const tables = await database.read<{ name: string }>(
        `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
          where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const rows: string[] = [];
      for (const { name } of tables) {
        const found = await database.read<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
        rows.push(...found.map(({ row }) => row));
      }
      expect(rows.some((row) => row.includes(psnNo))).toBe(true);
      for (const secret of [NAME, ID_NUMBER, PHONE, ADDRESS, AGENT]) {
        expect(rows.filter((row) => row.includes(secret))).toEqual([]);
        expect(log()).not.toContain(secret);
      }
    }
  });

  it('REG-13, SEC-03: both services count the same stays, declarations and reviews, and verify holds', async () => {
    await channel.quiet();
    const figures = async (service: 'registration' | 'settlement') => {
      const { body } = await channel[service].call('GET', '/ops/figures');
      const { stays, staysOver, declarations, reviews } = body;
      return { stays, staysOver, declarations, reviews };
    };
    const counted = await figures('registration');
    expect(Number(counted.stays)).toBeGreaterThan(0);
    expect(counted).toEqual(await figures('settlement'));
    const checks = (await channel.registration.call('POST', '/ops/verify')).body as unknown as { ok: boolean }[];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
