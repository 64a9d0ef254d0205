import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import {
  credential,
  eventsRecorded,
  line,
  nextMessageId,
  openVisit,
  person,
  PSN_NO,
  registered,
  send,
} from './hospital.js';
import { remoteWorld, setPlace, standing, stillOpen, type RemoteWorld } from './remote-world.js';
import { amountOf, bytesOf, settled } from './stay.js';

let world: RemoteWorld;
let settlement: ServiceUnderTest;

beforeAll(async () => {
  world = await remoteWorld(4000);
  ({ settlement } = world.ours);
});

afterAll(async () => {
  await world.line.close();
  await world.ours.end();
  await world.theirs.end();
});

const bothStand = async (): Promise<[number, number]> => [
  await standing(settlement),
  await standing(world.theirs.settlement),
];

describe('visits and purchases at a place that computes itself', () => {
  it('SET-15: a visit is opened there once, whatever is told of the person after the trial', async () => {
    const { settle } = await openVisit(settlement);
    const trial = settled(await send(settlement, '2206', { data: settle }));
    const opened = async () => {
      const [row] = await world.theirs.settlement.database.read<{ n: number }>(
        `select count(*)::integer as n from events where type = 'VisitOpened'`,
      );
      return row?.n;
    };
    const visits = await opened();
    await registered(settlement, world.ours.environment, { persons: [person({ personType: '1204' })] });
    const paid = await send(settlement, '2207', { data: settle });
    expect(paid.err_msg).toBeNull();
    expect(settled(paid)['fund_pay_sumamt']).toBe(trial['fund_pay_sumamt']);
    expect(await opened()).toBe(visits);
    await registered(settlement, world.ours.environment, { persons: [person()] });
  });

  it('SET-03, SET-15: a purchase in a pharmacy is computed there, paid back there, and the trial leaves nothing', async () => {
    const { mdtrt_id: _visit, psn_no: _person, chrg_bchno: _batch, ...drug } = line('', '1', 100);
    const druginfo = {
      ...{ ...credential, begntime: '2025-08-01 10:00:00', medfee_sumamt: drug.det_item_fee_sumamt },
      ...{ acct_used_flag: '1', med_type: '41' },
    };
    const buying = { druginfo, drugdetail: [drug] };
    const before = await bothStand();
    const recorded = await eventsRecorded(settlement);
    const trial = settled(await send(settlement, '2101', buying));
    expect(await eventsRecorded(settlement)).toBe(recorded);
    const msgid = nextMessageId();
    const first = await send(settlement, '2102', buying, msgid);
    const paid = settled(first);
    expect(paid).toMatchObject({ fund_pay_sumamt: trial['fund_pay_sumamt'], clr_type: '41' });
    expect(amountOf(paid, 'medfee_sumamt').toString()).toBe('452.00');
    expect(bytesOf(await send(settlement, '2102', buying, msgid))).toBe(bytesOf(first));
    expect(await bothStand()).toEqual(before.map((count) => count + 1));
    const data = { setl_id: paid['setl_id'], mdtrt_id: paid['mdtrt_id'], psn_no: PSN_NO };
    expect((await send(settlement, '2103', { data })).infcode).toBe('0');
    expect(await bothStand()).toEqual(before);
    world.line.faults.push({ infno: '2207', kind: 'lose', times: 99 });
    const lost = nextMessageId();
    expect((await send(settlement, '2102', buying, lost)).err_msg).toMatch(/作废冲正.*处方.*SET-15/);
    expect(await stillOpen(settlement)).toEqual([]);
    expect(await bothStand()).toEqual(before);
    world.line.faults = [];
  });

  it('SET-13, SET-15: a place that is closed gets no new settlement; refunds and reversals of what it settled go on', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const paid = settled(await send(settlement, '2207', { data: settle }));
    const { settle: lost } = await openVisit(settlement);
    const before = await bothStand();
    world.line.faults.push({ infno: '2207', kind: 'lose', times: 99 }, { infno: '2601', kind: 'down', times: 99 });
    expect((await send(settlement, '2207', { data: lost })).err_msg).toContain('作废冲正');
    await setPlace(settlement, { url: world.line.url, timeoutMs: 4000, open: false });
    world.line.faults = [];
    expect(await stillOpen(settlement)).toEqual([]);
    expect(await bothStand()).toEqual(before);
    const refund = { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    expect((await send(settlement, '2208', refund)).err_msg).toBeNull();
    expect(await bothStand()).toEqual(before.map((count) => count - 1));
    expect((await send(settlement, '2207', { data: lost })).err_msg).toBeNull();
    expect(await bothStand()).toEqual([before[0], (before[1] ?? 0) - 1]);
    await setPlace(settlement, { url: world.line.url, timeoutMs: 4000 });
  });

  it('SET-18: 2001 is that place’s answer, a refusal too, and a plain "away" while it is', async () => {
    const check = (begntime = '2025-08-01') =>
      send(settlement, '2001', { data: { psn_no: PSN_NO, insutype: '310', med_type: '11', begntime } });
    const row = async (begntime?: string) =>
      ((await check(begntime)).output as unknown as { trtinfo: object[] }).trtinfo[0];
    expect(await row()).toMatchObject({ fund_pay_type: '310100', trt_enjymnt_flag: '1', trt_chk_rslt: null });
    expect(await row('2024-12-31')).toMatchObject({
      trt_enjymnt_flag: '0',
      trt_chk_rslt: expect.stringContaining('REG-02'),
    });
    await registered(world.theirs.settlement, world.theirs.environment, {
      persons: [person({ insuranceStatus: '4' })],
    });
    expect(await row()).toMatchObject({ trt_enjymnt_flag: '0', trt_chk_rslt: expect.stringContaining('终止参保') });
    await registered(world.theirs.settlement, world.theirs.environment, { persons: [person()] });
    world.line.faults.push({ infno: '2001', kind: 'down', times: 99 });
    expect((await check()).err_msg).toMatch(/暂时没有应答/);
  });
});
