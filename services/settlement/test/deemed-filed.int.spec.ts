import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import {
  credentialOf,
  line,
  nextMessageId,
  person,
  registered,
  send,
  startSettlement,
  type Reply,
} from './hospital.js';

/** Of a city that pays no care without a filing, but counts emergencies and psychiatric diagnoses as filed (JY 二(三)). */
const NOT_FILED = '41900100000000000121';
const PIECES = 1000;
const TOTAL = '4520.00';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  const persons = [person({ psnNo: NOT_FILED, insuredRegion: '419001' })];
  await registered(settlement, started.environment, { persons, filings: [] });
});

afterAll(() => end());

type Members = Readonly<Record<string, unknown>>;
const marks = (keys: Members) => ({ exp_content: JSON.stringify(keys) });

async function admitted(more: Members, diseinfo: readonly Members[] = []): Promise<{ reply: Reply; key: Members }> {
  const admission = { begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const mdtrtinfo = { ...credentialOf(NOT_FILED), ...admission, ...more };
  const reply = await send(settlement, '2401', { mdtrtinfo, diseinfo });
  return { reply, key: { mdtrt_id: reply.output?.['result']?.['mdtrt_id'] ?? '', psn_no: NOT_FILED } };
}

/** 2301, 2402 and 2303 of a stay. */
async function triedStay(key: Members, diseinfo: readonly Members[] = []): Promise<Reply> {
  const feedetail = [line(String(key['mdtrt_id']), '1', PIECES, NOT_FILED)];
  expect((await send(settlement, '2301', { feedetail })).infcode).toBe('0');
  const dscginfo = { ...key, insutype: '310', endtime: '2025-08-01 16:00:00', dscg_way: '1' };
  expect((await send(settlement, '2402', { dscginfo, diseinfo })).infcode).toBe('0');
  const data = { ...credentialOf(NOT_FILED), ...key, medfee_sumamt: TOTAL, psn_setlway: '01', acct_used_flag: '0' };
  return send(settlement, '2303', { data });
}

async function chargedVisit(): Promise<Members> {
  const opened = await send(settlement, '2201', {
    data: { ...credentialOf(NOT_FILED), begntime: '2025-08-01 10:00:00', ipt_otp_no: nextMessageId(), caty: 'A03' },
  });
  const key = { mdtrt_id: opened.output?.['data']?.['mdtrt_id'] ?? '', psn_no: NOT_FILED };
  const mdtrtinfo = { ...key, med_type: '11', begntime: '2025-08-01 10:00:00' };
  expect((await send(settlement, '2203', { mdtrtinfo, diseinfo: [] })).infcode).toBe('0');
  const feedetail = [line(key.mdtrt_id, '1', PIECES, NOT_FILED)];
  expect((await send(settlement, '2204', { feedetail })).infcode).toBe('0');
  return key;
}

const settledVisit = (key: Members, more: Members, infno = '2207'): Promise<Reply> =>
  send(settlement, infno, {
    data: {
      ...{ ...credentialOf(NOT_FILED), ...key, med_type: '11', chrg_bchno: 'B1', medfee_sumamt: TOTAL },
      ...{ psn_setlway: '01', acct_used_flag: '0', ...more },
    },
  });

const ok = { infcode: '0' };

describe('what counts as filed', () => {
  it('SET-07: a psychiatric main diagnosis of 2401 or 2402 does; another diagnosis does not', async () => {
    const byMain = await admitted({ dscg_maindiag_code: 'F20.000', dscg_maindiag_name: '精神分裂症' });
    expect(await triedStay(byMain.key)).toMatchObject(ok);
    const byRow = await admitted({}, [{ diag_type: '1', diag_srt_no: '1', diag_code: 'F20.000', vali_flag: '1' }]);
    expect(await triedStay(byRow.key)).toMatchObject(ok);
    const atDischarge = await admitted({});
    const rows = [{ diag_type: '1', diag_srt_no: '1', diag_code: 'F20.000', maindiag_flag: '1', vali_flag: '1' }];
    expect(await triedStay(atDischarge.key, rows)).toMatchObject(ok);
    const other = await admitted({ dscg_maindiag_code: 'I10.x00', dscg_maindiag_name: '高血压' });
    const refused = await triedStay(other.key);
    expect(refused.infcode).not.toBe('0');
  });

  it('SET-07: the emergency of 2401 stands after a 2403 that says nothing of it, and goes with one that does', async () => {
    const { key } = await admitted(marks({ IPT_TYPE: '2' }));
    const adminfo = { ...key, begntime: '2025-08-01 09:00:00', med_type: '21', ipt_otp_no: 'Z-1' };
    expect(await send(settlement, '2403', { adminfo, diseinfo: [] })).toMatchObject(ok);
    expect(await triedStay(key)).toMatchObject(ok);
    const { key: corrected } = await admitted(marks({ IPT_TYPE: '2' }));
    const amended = { ...adminfo, ...corrected, ...marks({ IPT_TYPE: '1' }) };
    expect(await send(settlement, '2403', { adminfo: amended, diseinfo: [] })).toMatchObject(ok);
    expect((await triedStay(corrected)).infcode).not.toBe('0');
  });

  it('SET-07: an emergency that only 2207 tells of is settled as one; without it nobody pays', async () => {
    const key = await chargedVisit();
    expect((await settledVisit(key, {})).infcode).not.toBe('0');
    expect(await settledVisit(key, marks({ OTP_ER_REFL_FLAG: '1' }))).toMatchObject(ok);
  });

  it('SET-09: 2207 that tells of a third party is refused and takes nothing; a stay of an injury wants its marks', async () => {
    const key = await chargedVisit();
    const emergency = { OTP_ER_REFL_FLAG: '1', TRUM_FLAG: '1' };
    const refused = await settledVisit(key, marks({ ...emergency, REL_TTP_FLAG: '1' }));
    expect(refused.err_msg).toMatch(/第三方/);
    expect(await settledVisit(key, marks({ ...emergency, REL_TTP_FLAG: '0' }))).toMatchObject(ok);
    expect((await admitted({ med_type: '22' })).reply.err_msg).toMatch(/TRUM_FLAG/);
    const marked = { med_type: '22', ...marks({ TRUM_FLAG: '1', REL_TTP_FLAG: '0' }) };
    expect((await admitted(marked)).reply).toMatchObject(ok);
  });

  it('SET-09: a third party that a refused 2203, 2206 or 2207 told of is not forgotten when the next leaves it out', async () => {
    const emergency = { OTP_ER_REFL_FLAG: '1', TRUM_FLAG: '1' };
    const liable = marks({ ...emergency, REL_TTP_FLAG: '1' });
    const described = (key: Members) =>
      send(settlement, '2203', {
        mdtrtinfo: { ...key, med_type: '11', begntime: '2025-08-01 10:00:00', ...liable },
        diseinfo: [],
      });
    const tried = (key: Members) => settledVisit(key, liable, '2206');
    const settled = (key: Members) => settledVisit(key, liable);
    for (const tell of [described, tried, settled]) {
      const key = await chargedVisit();
      expect((await tell(key)).err_msg).toMatch(/第三方.*SET-09/);
      for (const infno of ['2206', '2207']) {
        const without = await settledVisit(key, marks({ OTP_ER_REFL_FLAG: '1' }), infno);
        expect(without.err_msg).toMatch(/第三方.*REL_TTP_FLAG.*SET-09/);
      }
      expect(await settledVisit(key, marks({ ...emergency, REL_TTP_FLAG: '0' }))).toMatchObject(ok);
    }
  });

  it('SET-09: nor one that a refused 2403 told of; the same message is refused again, another takes it back', async () => {
    const { key } = await admitted(marks({ IPT_TYPE: '2' }));
    const adminfo = { ...key, begntime: '2025-08-01 09:00:00', med_type: '21', ipt_otp_no: 'Z-2' };
    const amend = (more: Members, msgid = nextMessageId()) =>
      send(settlement, '2403', { adminfo: { ...adminfo, ...more }, diseinfo: [] }, msgid);
    const msgid = nextMessageId();
    const liable = marks({ TRUM_FLAG: '1', REL_TTP_FLAG: '1' });
    expect((await amend(liable, msgid)).err_msg).toMatch(/第三方.*SET-09/);
    expect((await triedStay(key)).err_msg).toMatch(/第三方.*SET-09/);
    expect(await amend(marks({ TRUM_FLAG: '1', REL_TTP_FLAG: '0' }))).toMatchObject(ok);
    expect((await amend(liable, msgid)).err_msg).toMatch(/第三方.*SET-09/);
    const data = { ...credentialOf(NOT_FILED), ...key, medfee_sumamt: TOTAL, psn_setlway: '01', acct_used_flag: '0' };
    expect(await send(settlement, '2303', { data })).toMatchObject(ok);
  });
});
