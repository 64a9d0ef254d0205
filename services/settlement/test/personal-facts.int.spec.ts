import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonEnrolled } from '#contracts';
import type { ServiceUnderTest } from '#testing';
import {
  citizen,
  credentialOf,
  envelope,
  filing,
  line,
  nextMessageId,
  person,
  post,
  putHospital,
  registered,
  SECRET,
  startSettlement,
  type Reply,
} from './hospital.js';
import { settled } from './stay.js';

const { certno: POOR_ID, ...poor } = citizen('31010119900101001');

/** Employees of Shanghai, whose deductible is lower for whoever retired before 2001. */
const PERSONS: Readonly<Record<string, Partial<PersonEnrolled>>> = {
  '31000000000000000201': { retiredOn: '2000-12-31' },
  '31000000000000000202': { retiredOn: '2001-01-01' },
  '31000000000000000203': {},
  '31000000000000000204': { ...poor, identities: [{ code: '101', level: '1', from: '2025-01-01', to: '2025-12-31' }] },
};
const [BEFORE = '', SINCE = '', NOT_TOLD = ''] = Object.keys(PERSONS);

/** An employee of Shaoguan, whose deductible in a second-level hospital is lower where it is a specialised one. */
const SHAOGUAN = '44020000000000000205';

const WUXI = 'H32020000009';
const SPECIALISED = 'H32020000010';
const GENERAL = 'H32020000011';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  const all = Object.entries(PERSONS);
  await registered(settlement, started.environment, {
    persons: [
      ...all.map(([psnNo, told]) => person({ psnNo, insuredRegion: '310000', ...told })),
      person({ psnNo: SHAOGUAN, insuredRegion: '440200', personType: '11' }),
    ],
    filings: [
      ...all.map(([psnNo]) =>
        filing({ psnNo, filingId: `BA-${psnNo}`, insuredRegion: '310000', destination: '320000' }),
      ),
      filing({ psnNo: SHAOGUAN, filingId: 'BA-SG', insuredRegion: '440200', destination: '320000' }),
    ],
  });
  await putHospital(settlement, WUXI, '320200');
  await putSecondLevel(SPECIALISED, ['specialised']);
  await putSecondLevel(GENERAL, []);
});

afterAll(() => end());

async function putSecondLevel(code: string, marks: readonly string[]): Promise<void> {
  const terms = { settlementLevel: 2, transport: 'apikey', accessKey: code, secret: SECRET };
  const answer = await settlement.call('PUT', `/settlement/institutions/${code}`, {
    as: { roles: ['provincial-agency'], area: '32' },
    body: { name: '无锡医院', region: '320200', kind: 'hospital', marks, ...terms },
  });
  expect(answer).toMatchObject({ status: 200, body: { marks } });
}

const TOTAL = '4520.00';

/** A message of a hospital in Wuxi. */
const send = (infno: string, input: unknown, hospital = WUXI): Promise<Reply> =>
  post(settlement, JSON.stringify({ ...envelope(infno, input), fixmedins_code: hospital, mdtrtarea_admvs: '320200' }));

/** 起付线 of a stay as 2303 answers it. */
async function deductibleOf(psnNo: string, hospital = WUXI): Promise<unknown> {
  const admission = { begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const mdtrtinfo = { ...credentialOf(psnNo), ...admission };
  const opened = await send('2401', { mdtrtinfo, diseinfo: [] }, hospital);
  const key = { mdtrt_id: opened.output?.['result']?.['mdtrt_id'] ?? '', psn_no: psnNo };
  await send('2301', { feedetail: [line(key.mdtrt_id, '1', 1000, psnNo)] }, hospital);
  const dscginfo = { ...key, insutype: '310', endtime: '2025-08-01 16:00:00', dscg_way: '1' };
  await send('2402', { dscginfo, diseinfo: [] }, hospital);
  const data = { ...credentialOf(psnNo), ...key, medfee_sumamt: TOTAL, psn_setlway: '01', acct_used_flag: '0' };
  return settled(await send('2303', { data }, hospital))['act_pay_dedc'];
}

describe('what places tell of a person and a hospital', () => {
  it('SET-01: a table that asks for the day of retirement gets it; whose is not told has the common deductible', async () => {
    expect(Number(await deductibleOf(BEFORE))).toBe(700);
    expect(Number(await deductibleOf(SINCE))).toBe(1200);
    expect(Number(await deductibleOf(NOT_TOLD))).toBe(1200);
  });

  it('SET-01: a table that asks what kind of hospital it is gets the marks its province has registered', async () => {
    expect(Number(await deductibleOf(SHAOGUAN, SPECIALISED))).toBe(300);
    expect(Number(await deductibleOf(SHAOGUAN, GENERAL))).toBe(500);
  });

  it('NHSA-4.2: 1101 names the identities of a person with their days', async () => {
    const reply = await send('1101', {
      data: { mdtrt_cert_type: '02', mdtrt_cert_no: POOR_ID, psn_cert_type: '01', certno: POOR_ID },
    });
    expect(reply.output?.['idetinfo']).toEqual([
      expect.objectContaining({ psn_idet_type: '101', psn_type_lv: '1', begntime: '2025-01-01 00:00:00' }),
    ]);
  });
});
