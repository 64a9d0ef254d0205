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

const WUXI = 'H32020000009';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  const all = Object.entries(PERSONS);
  await registered(settlement, started.environment, {
    persons: all.map(([psnNo, told]) => person({ psnNo, insuredRegion: '310000', ...told })),
    filings: all.map(([psnNo]) =>
      filing({ psnNo, filingId: `BA-${psnNo}`, insuredRegion: '310000', destination: '320000' }),
    ),
  });
  await putHospital(settlement, WUXI, '320200');
});

afterAll(() => end());

const TOTAL = '4520.00';

/** A message of the hospital in Wuxi. */
const send = (infno: string, input: unknown): Promise<Reply> =>
  post(settlement, JSON.stringify({ ...envelope(infno, input), fixmedins_code: WUXI, mdtrtarea_admvs: '320200' }));

/** 起付线 of a stay as 2303 answers it. */
async function deductibleOf(psnNo: string): Promise<unknown> {
  const admission = { begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const mdtrtinfo = { ...credentialOf(psnNo), ...admission };
  const opened = await send('2401', { mdtrtinfo, diseinfo: [] });
  const key = { mdtrt_id: opened.output?.['result']?.['mdtrt_id'] ?? '', psn_no: psnNo };
  await send('2301', { feedetail: [line(key.mdtrt_id, '1', 1000, psnNo)] });
  const dscginfo = { ...key, insutype: '310', endtime: '2025-08-05 16:00:00', dscg_way: '1' };
  await send('2402', { dscginfo, diseinfo: [] });
  const data = { ...credentialOf(psnNo), ...key, medfee_sumamt: TOTAL, psn_setlway: '01', acct_used_flag: '0' };
  return settled(await send('2303', { data }))['act_pay_dedc'];
}

describe('what the place of insurance tells of a person', () => {
  it('SET-01: a table that asks for the day of retirement gets it; whose is not told has the common deductible', async () => {
    expect(Number(await deductibleOf(BEFORE))).toBe(700);
    expect(Number(await deductibleOf(SINCE))).toBe(1200);
    expect(Number(await deductibleOf(NOT_TOLD))).toBe(1200);
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
