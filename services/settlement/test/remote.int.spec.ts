import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { startServiceForTest, type ServiceUnderTest } from '#testing';
import { eventsRecorded, nextMessageId, openVisit, person, PSN_NO, registered, send, setHospital } from './hospital.js';
import { admit, AMOUNTS, amountOf, bytesOf, settled } from './stay.js';
import { remoteWorld, standing, stillOpen, untilSent, type RemoteWorld } from './remote-world.js';
import type { Fault, UnreliableLine } from './unreliable-line.js';

/** Ours, which a hospital speaks to, and the place of insurance, a second gateway at the other end of a bad line. */
let ours: RemoteWorld['ours'];
let theirs: RemoteWorld['theirs'];
let settlement: ServiceUnderTest;
let line: UnreliableLine;

beforeAll(async () => {
  ({ ours, theirs, line } = await remoteWorld());
  settlement = ours.settlement;
});

afterEach(() => {
  line.faults = [];
});

afterAll(async () => {
  await line.close();
  await settlement.stop();
  await ours.end().catch(() => undefined);
  await theirs.end();
});

const bad = (infno: string, kind: Fault['kind'], times = 99): void => {
  line.faults.push({ infno, kind, times });
};
/** Both sides agree and nothing is in doubt any more. */
const untilDecided = async (): Promise<void> => expect(await stillOpen(settlement)).toEqual([]);
const bothStand = async (): Promise<[number, number]> => [
  await standing(settlement),
  await standing(theirs.settlement),
];

describe('a place of insurance that computes itself', () => {
  it('SET-01, SET-15: trial, settlement and refund are what the place computes, and stand on both sides alike', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const before = await eventsRecorded(settlement);
    const trial = settled(await send(settlement, '2206', { data: settle }));
    // The number of the visit there, once; of the claim nothing.
    expect(await eventsRecorded(settlement)).toBe(before + 1);
    expect(settled(await send(settlement, '2206', { data: settle }))['fund_pay_sumamt']).toBe(trial['fund_pay_sumamt']);
    expect(await eventsRecorded(settlement)).toBe(before + 1);
    const msgid = nextMessageId();
    const first = await send(settlement, '2207', { data: settle }, msgid);
    const paid = settled(first);
    expect(amountOf(paid, 'fund_pay_sumamt').isPositive()).toBe(true);
    expect(paid).toMatchObject({ fund_pay_sumamt: trial['fund_pay_sumamt'], psn_cash_pay: trial['psn_cash_pay'] });
    const [there] = await theirs.settlement.database.read<{ fund: string }>(
      'select fund_total::text as fund from read_claims.claim order by settled_at desc limit 1',
    );
    expect(amountOf(paid, 'fund_pay_sumamt').toString()).toBe(there?.fund);
    expect(bytesOf(await send(settlement, '2207', { data: settle }, msgid))).toBe(bytesOf(first));
    const were = await bothStand();
    const refund = settled(
      await send(settlement, '2208', { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } }),
    );
    // As the place tells it, whose account it is.
    expect(amountOf(refund, 'balc').eq(amountOf(paid, 'balc').plus(amountOf(paid, 'acct_pay')))).toBe(true);
    for (const name of AMOUNTS) expect(amountOf(refund, name).eq(amountOf(paid, name).negate())).toBe(true);
    expect(await bothStand()).toEqual(were.map((count) => count - 1));
  });

  it('SET-12, SET-15: a stay is settled there too, line by line', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 1000);
    await stay.discharge();
    expect((await stay.settle('2303', 1000)).infcode).toBe('0');
    const key = { mdtrt_id: stay.visitId, psn_no: PSN_NO };
    expect((await stay.send('2405', { data: key })).infcode).toBe('0');
    const adminfo = { ...key, begntime: '2025-08-01', med_type: '21', ipt_otp_no: 'Z-78' };
    expect((await stay.send('2403', { adminfo, diseinfo: [] })).infcode).toBe('0');
    await stay.discharge();
    const paid = settled(await stay.settle('2304', 1000));
    expect(amountOf(paid, 'fund_pay_sumamt').isPositive()).toBe(true);
    expect(settled(await stay.refund(paid['setl_id']))['setl_id']).toBeDefined();
    await untilDecided();
  });

  it('SET-18: what the place refuses is refused here in its words, once and for all, and nothing is left in doubt', async () => {
    const { settle } = await openVisit(settlement);
    await registered(theirs.settlement, theirs.environment, { persons: [person({ insuranceStatus: '2' })] });
    const msgid = nextMessageId();
    const refused = await send(settlement, '2207', { data: settle }, msgid);
    expect(refused.err_msg).toMatch(/暂停参保/);
    await registered(theirs.settlement, theirs.environment, { persons: [person()] });
    expect(bytesOf(await send(settlement, '2207', { data: settle }, msgid))).toBe(bytesOf(refused));
    await untilDecided();
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  });
});

describe('a hospital whose fund_pay_sumamt has the personal account in it', () => {
  it('SET-05, SET-15: is told so what another place has computed and paid back, also when it comes again', async () => {
    await setHospital(settlement, { accountInFunds: true });
    const { settle, visitId } = await openVisit(settlement);
    const trial = settled(await send(settlement, '2206', { data: settle }));
    const paid = settled(await send(settlement, '2207', { data: settle }));
    const msgid = nextMessageId();
    const refund = { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    const back = await send(settlement, '2208', refund, msgid);
    const [kept] = await settlement.database.read<{ fund: string; account: string }>(
      'select fund_total::text as fund, account::text from read_claims.claim where claim_id = $1',
      [paid['setl_id']],
    );
    const [fund, account] = [Money.of(kept?.fund ?? '0'), Money.of(kept?.account ?? '0')];
    expect(account.isPositive()).toBe(true);
    const told = fund.plus(account);
    for (const info of [trial, paid]) expect(amountOf(info, 'fund_pay_sumamt').toString()).toBe(told.toString());
    expect(amountOf(settled(back), 'fund_pay_sumamt').toString()).toBe(told.negate().toString());
    await setHospital(settlement, { accountInFunds: false });
    expect(bytesOf(await send(settlement, '2208', refund, msgid))).toBe(bytesOf(back));
  });
});

describe('a call in doubt', () => {
  it.each(['lose', 'twice'] as const)(
    'SET-15: an answer that is %s once is found again, and settled once',
    async (kind) => {
      const [here, there] = await bothStand();
      const { settle } = await openVisit(settlement);
      bad('2207', kind, 1);
      expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
      expect(await bothStand()).toEqual([here + 1, there + 1]);
    },
  );

  it.each(['lose', 'late', 'down'] as const)(
    'SET-15, SET-17: while it is %s, the claim is given up, reversed there, and the patient told the papers',
    async (kind) => {
      const before = await bothStand();
      const { settle } = await openVisit(settlement);
      bad('2207', kind);
      const msgid = nextMessageId();
      const refused = await send(settlement, '2207', { data: settle }, msgid);
      expect(refused.err_msg).toMatch(/作废冲正.*处方.*SET-15/);
      await new Promise((resolve) => setTimeout(resolve, kind === 'late' ? 1600 : 0));
      await untilDecided();
      expect(await bothStand()).toEqual(before);
      line.faults = [];
      expect(bytesOf(await send(settlement, '2207', { data: settle }, msgid))).toBe(bytesOf(refused));
      expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
    },
  );

  it('SET-15: a refusal after an answer that was lost decides nothing: the claim is given up, a refund goes on', async () => {
    const before = await bothStand();
    const { settle, visitId } = await openVisit(settlement);
    bad('2207', 'lose', 1);
    bad('2207', 'refuse', 1);
    expect((await send(settlement, '2207', { data: settle })).err_msg).toMatch(/作废冲正.*SET-15/);
    await untilDecided();
    expect(await bothStand()).toEqual(before);
    const paid = settled(await send(settlement, '2207', { data: settle }));
    bad('2208', 'lose', 1);
    bad('2208', 'refuse', 1);
    const refund = { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    expect((await send(settlement, '2208', refund)).err_msg).toMatch(/继续办理.*SET-15/);
    await untilDecided();
    expect(await bothStand()).toEqual(before);
  });

  it('SET-15: a reversal that is not acknowledged is sent until it is', async () => {
    const before = await bothStand();
    const { settle } = await openVisit(settlement);
    bad('2207', 'lose');
    bad('2601', 'down', 3);
    expect((await send(settlement, '2207', { data: settle })).err_msg).toContain('作废冲正');
    const [open] = await settlement.database.read('select status from read_open_calls.call');
    expect(open).toEqual({ status: 'abandoned' });
    await untilDecided();
    expect(await bothStand()).toEqual(before);
  });

  it('SET-15: a process that dies while it waits leaves nothing in doubt; the next one ends it', async () => {
    const before = await bothStand();
    const { settle } = await openVisit(settlement);
    const msgid = nextMessageId();
    bad('2207', 'late');
    const waiting = send(settlement, '2207', { data: settle }, msgid).catch(() => 'gone');
    await untilSent(line);
    await settlement.kill();
    expect(await waiting).toBe('gone');
    settlement = await startServiceForTest('settlement', ours.environment);
    line.faults = [];
    await untilDecided();
    expect(await bothStand()).toEqual(before);
    expect((await send(settlement, '2207', { data: settle }, msgid)).err_msg).toMatch(/作废冲正.*SET-15/);
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  });

  it('SET-13, SET-15: a refund goes forward: said to be under way, then done, and the same message gets it', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const paid = settled(await send(settlement, '2207', { data: settle }));
    const before = await bothStand();
    const refund = { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    const msgid = nextMessageId();
    bad('2208', 'lose');
    expect((await send(settlement, '2208', refund, msgid)).err_msg).toMatch(/继续办理.*SET-15/);
    // Its number is not used up while nobody knows: the place may have refunded already.
    const reversal = { data: { psn_no: PSN_NO, omsgid: msgid, oinfno: '2208' } };
    expect((await send(settlement, '2601', reversal)).err_msg).toMatch(/不能冲正.*SET-15/);
    await settlement.setBusinessDate('2025-08-03');
    line.faults = [];
    await untilDecided();
    expect(await bothStand()).toEqual(before.map((count) => count - 1));
    // Of the day it was done: that of the request may have been compared and confirmed by then (REC-01).
    const [made] = await settlement.database.read(
      'select settled_on::text as on, left(settled_at, 10) as at from read_claims.claim where refund_of = $1',
      [paid['setl_id']],
    );
    expect(made).toEqual({ on: '2025-08-03', at: '2025-08-03' });
    await settlement.setBusinessDate('2025-08-01');
    const done = settled(await send(settlement, '2208', refund, msgid));
    expect(amountOf(done, 'medfee_sumamt').eq(amountOf(paid, 'medfee_sumamt').negate())).toBe(true);
  });

  it('SET-05, SEC-03: verify holds on both sides after everything that happened here', async () => {
    for (const side of [settlement, theirs.settlement]) {
      const { body } = await side.call('POST', '/ops/verify');
      expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
    }
  });
});
