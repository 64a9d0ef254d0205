import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonEnrolled } from '#contracts';
import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import {
  credentialOf,
  filing,
  line,
  nextMessageId,
  openVisit,
  person,
  registered,
  send,
  startSettlement,
} from './hospital.js';
import { amountOf, settled } from './stay.js';

const WUXI = '320200';
const HUAIAN = '320800';
const SHAOGUAN = '440200';
const [STAYS, CHANGES, UNFILED, YEARS, WITHIN] = ['71', '72', '73', '74', '75'].map(
  (end) => `320200000000000001${end}`,
) as [string, string, string, string, string];

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let end: () => Promise<void>;

const enrolled = (psnNo: string, changes: Partial<PersonEnrolled> = {}) =>
  registered(settlement, environment, { persons: [person({ psnNo, ...changes })] });
const filed = (psnNo: string, insuredRegion: string) =>
  registered(settlement, environment, {
    filings: [filing({ psnNo, insuredRegion, filingId: `BA-${psnNo}-${insuredRegion}` })],
  });

beforeAll(async () => {
  ({ settlement, environment, end } = await startSettlement());
  for (const psnNo of [STAYS, CHANGES, UNFILED, YEARS, WITHIN]) {
    await enrolled(psnNo);
    await filed(psnNo, WUXI);
  }
});
afterAll(() => end());

/** A stay of one day for 100 pieces, discharged and not settled. */
async function openStay(psnNo: string, insutype = '310') {
  const admission = { begntime: '2025-08-01 09:00:00', med_type: '21', ipt_no: nextMessageId(), adm_dept_codg: 'A03' };
  const mdtrtinfo = { ...credentialOf(psnNo, insutype), ...admission };
  const opened = await send(settlement, '2401', { mdtrtinfo, diseinfo: [] });
  const key = { mdtrt_id: opened.output?.['result']?.['mdtrt_id'] ?? '', psn_no: psnNo };
  await send(settlement, '2301', { feedetail: [line(key.mdtrt_id, '1', 2000, psnNo)] });
  const dscginfo = { ...key, insutype, endtime: '2025-08-01 16:00:00', dscg_way: '1' };
  await send(settlement, '2402', { dscginfo, diseinfo: [] });
  return (infno: '2303' | '2304', type = insutype) => {
    const terms = { medfee_sumamt: '9040.00', psn_setlway: '01', acct_used_flag: '0' };
    return send(settlement, infno, { data: { ...credentialOf(psnNo, type), ...key, ...terms } });
  };
}

describe('somebody who has moved or changed the scheme', () => {
  it('SET-01, SET-19: is not settled by the table of one place at the cost of another while a visit is open', async () => {
    const settle = await openStay(STAYS);
    const { visitId, settle: data } = await openVisit(settlement, 100, STAYS);
    await enrolled(STAYS, { insuredRegion: SHAOGUAN });
    await filed(STAYS, SHAOGUAN);
    const replies = [await settle('2303'), await settle('2304'), await send(settlement, '2207', { data })];
    for (const { err_msg } of replies) {
      expect(err_msg).toContain('请凭票据到就诊时的参保地(320200)手工报销');
      expect(err_msg).toContain('SET-19');
    }
    const claims = await settlement.database.read('select claim_id from read_claims.claim where psn_no = $1', [STAYS]);
    expect(claims).toEqual([]);
    // Back at the first place, or moved within it, nothing has changed for what is open.
    await enrolled(STAYS, { insuredRegion: '320281' });
    expect((await settle('2304')).err_msg).toBeNull();
    expect(settled(await send(settlement, '2207', { data }))['mdtrt_id']).toBe(visitId);
  });

  it('SET-19, CLR-14: nor by the fund of another scheme', async () => {
    const settle = await openStay(CHANGES);
    await enrolled(CHANGES, { insuranceType: '390', personType: '14' });
    expect((await settle('2304', '390')).err_msg).toContain('参保地或险种已变更');
    await enrolled(CHANGES);
    expect((await settle('2304')).err_msg).toBeNull();
  });

  it('REG-02: has to be filed at the new place: what the former one granted does not count', async () => {
    await enrolled(UNFILED, { insuredRegion: SHAOGUAN });
    expect((await (await openStay(UNFILED))('2304')).err_msg).toContain('备案');
    await filed(UNFILED, SHAOGUAN);
    expect((await (await openStay(UNFILED))('2304')).err_msg).toBeNull();
  });

  it('SET-19: begins a year of its own at every pool, and finds the old one on coming back', async () => {
    const deductible = async (): Promise<Money> =>
      amountOf(settled(await (await openStay(YEARS))('2304')), 'act_pay_dedc');
    const first = await deductible();
    const second = await deductible();
    expect(second.lt(first)).toBe(true);
    await enrolled(YEARS, { insuredRegion: HUAIAN });
    await filed(YEARS, HUAIAN);
    const fresh = await enrolledFresh();
    expect((await deductible()).toString()).toBe(fresh.toString());
    await enrolled(YEARS);
    const third = await deductible();
    expect(third.lte(second)).toBe(true);
    const streams = await settlement.database.read<{ id: string; n: number }>(
      `select stream_id as id, count(*)::int as n from events where type = 'BenefitUsed' and stream_id like $1 group by 1 order by 1`,
      [`benefit-${YEARS}-%`],
    );
    expect(streams).toEqual([
      { id: `benefit-${YEARS}-310-2025`, n: 3 },
      { id: `benefit-${YEARS}-320800-310-2025`, n: 1 },
    ]);
  });

  /** What somebody pays first who was never insured anywhere else. */
  async function enrolledFresh(): Promise<Money> {
    const psnNo = '32080000000000000176';
    await enrolled(psnNo, { insuredRegion: HUAIAN });
    await filed(psnNo, HUAIAN);
    return amountOf(settled(await (await openStay(psnNo))('2304')), 'act_pay_dedc');
  }

  it('SET-19: keeps the year, the filing and what is open when it was within the city', async () => {
    const settle = await openStay(WITHIN);
    const first = amountOf(settled(await settle('2304')), 'act_pay_dedc');
    await enrolled(WITHIN, { insuredRegion: '320206' });
    const second = amountOf(settled(await (await openStay(WITHIN))('2304')), 'act_pay_dedc');
    expect(second.lt(first)).toBe(true);
  });
});
