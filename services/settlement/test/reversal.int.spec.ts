import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import {
  credential,
  eventsRecorded,
  line,
  nextMessageId,
  openVisit,
  PSN_NO,
  send,
  startSettlement,
} from './hospital.js';
import { admit, amountOf, bytesOf, settled } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

const recordsNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await eventsRecorded(settlement);
  await act();
  expect(await eventsRecorded(settlement)).toBe(before);
};

const claimsOf = async (msgid: string): Promise<readonly { refunded_by: string | null }[]> =>
  settlement.database.read('select refunded_by from read_claims.claim where message_id = $1 and refund_of is null', [
    msgid,
  ]);

describe('a reversal', () => {
  const reverse = (omsgid: string) => send(settlement, '2601', { data: { psn_no: PSN_NO, omsgid, oinfno: '2207' } });

  it('SET-15: ends a settlement that stands, once, and any number of reversals say so', async () => {
    const msgid = nextMessageId();
    const { settle } = await openVisit(settlement);
    expect((await send(settlement, '2207', { data: settle }, msgid)).infcode).toBe('0');
    expect((await reverse(msgid)).infcode).toBe('0');
    await recordsNothing(async () => expect((await reverse(msgid)).infcode).toBe('0'));
    const claims = await claimsOf(msgid);
    expect(claims).toHaveLength(1);
    expect(claims[0]?.refunded_by).not.toBeNull();
  });

  it('SET-13, SET-15: is refused for a refund that was done, with its number, and the refund stands', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const paid = await send(settlement, '2207', { data: settle });
    const claimId = String(paid.output?.['setlinfo']?.['setl_id']);
    const msgid = nextMessageId();
    const refund = { setl_id: claimId, mdtrt_id: visitId, psn_no: PSN_NO };
    const refunded = await send(settlement, '2208', { data: refund }, msgid);
    const data = { psn_no: PSN_NO, omsgid: msgid, oinfno: '2208' };
    await recordsNothing(async () => {
      const reversal = await send(settlement, '2601', { data });
      expect(reversal.infcode).toBe('-1');
      expect(reversal.err_msg).toContain(String(refunded.output?.['setlinfo']?.['setl_id']));
    });
    const never = { psn_no: PSN_NO, omsgid: nextMessageId(), oinfno: '2208' };
    expect((await send(settlement, '2601', { data: never })).infcode).toBe('0');
  });

  it('SET-15: sent together with its original leaves nothing standing, whichever comes first', async () => {
    for (let n = 0; n < 8; n += 1) {
      const { settle } = await openVisit(settlement, 10);
      const msgid = nextMessageId();
      const original = send(settlement, '2207', { data: settle }, msgid);
      const reversal = await reverse(msgid);
      await original;
      expect(reversal.infcode).toBe('0');
      expect((await claimsOf(msgid)).filter(({ refunded_by }) => refunded_by === null)).toEqual([]);
    }
  });

  it('SET-15: finds its original under either spelling of the transaction', async () => {
    for (const [sent, named] of [
      ['2207A', '2207'],
      ['2207', '2207A'],
    ] as const) {
      const { settle } = await openVisit(settlement);
      const msgid = nextMessageId();
      expect((await send(settlement, sent, { data: settle }, msgid)).infcode).toBe('0');
      const data = { psn_no: PSN_NO, omsgid: msgid, oinfno: named };
      expect((await send(settlement, '2601', { data })).infcode).toBe('0');
      expect((await claimsOf(msgid)).filter(({ refunded_by }) => refunded_by === null)).toEqual([]);
    }
  });

  it('SET-15: ends the transaction it names, not another one under the same number', async () => {
    const msgid = nextMessageId();
    const { settle } = await openVisit(settlement);
    expect((await send(settlement, '2207', { data: settle }, msgid)).infcode).toBe('0');
    const stay = await admit(settlement);
    await stay.lines('1', 1000);
    await stay.discharge();
    expect((await stay.settle('2304', 1000, msgid)).infcode).toBe('0');
    const data = { psn_no: PSN_NO, omsgid: msgid, oinfno: '2304' };
    expect((await send(settlement, '2601', { data })).infcode).toBe('0');
    const claims = await settlement.database.read(
      `select visit_kind as kind, refunded_by is null as stands from read_claims.claim
        where message_id = $1 and refund_of is null order by visit_kind`,
      [msgid],
    );
    expect(claims).toEqual([
      { kind: 'inpatient', stands: false },
      { kind: 'outpatient', stands: true },
    ]);
  });

  it('SET-15, SET-21: is refused for a message of another person than it names, and leaves it as it is', async () => {
    const [paidBy, admittedBy] = [nextMessageId(), nextMessageId()];
    const { settle } = await openVisit(settlement);
    expect((await send(settlement, '2207', { data: settle }, paidBy)).infcode).toBe('0');
    await admit(settlement, admittedBy);
    await recordsNothing(async () => {
      for (const [omsgid, oinfno] of [
        [paidBy, '2207'],
        [admittedBy, '2401'],
      ]) {
        const reversal = await send(settlement, '2601', { data: { psn_no: 'SOMEBODY', omsgid, oinfno } });
        expect(reversal.err_msg).toMatch(/不是该参保人.*SET-21/);
      }
    });
    expect((await reverse(paidBy)).infcode).toBe('0');
    const unknown = { psn_no: 'SOMEBODY', omsgid: nextMessageId(), oinfno: '2207' };
    expect((await send(settlement, '2601', { data: unknown })).infcode).toBe('0');
  });

  it('SET-15: is refused for a transaction that cannot be reversed', async () => {
    const data = { psn_no: PSN_NO, omsgid: nextMessageId(), oinfno: '2204' };
    expect((await send(settlement, '2601', { data })).err_msg).toContain('SET-15');
  });
});

describe('a purchase in a pharmacy', () => {
  const buy = (pieces: number, changes: object = {}) => {
    const { mdtrt_id: _visit, psn_no: _person, chrg_bchno: _batch, ...drug } = line('', '1', pieces);
    const druginfo = {
      ...{ ...credential, begntime: '2025-08-01 10:00:00', medfee_sumamt: drug.det_item_fee_sumamt },
      ...{ acct_used_flag: '1', med_type: '41', ...changes },
    };
    return { druginfo, drugdetail: [drug] };
  };
  const reverse = (omsgid: string, oinfno: string) =>
    send(settlement, '2601', { data: { psn_no: PSN_NO, omsgid, oinfno } });

  it('SET-03, SET-15: trial, settlement and refund in one message each; the trial records nothing, the same again neither', async () => {
    const trial: Record<string, string> = {};
    await recordsNothing(async () => {
      Object.assign(trial, settled(await send(settlement, '2101', buy(100))));
      expect((await send(settlement, '2101', buy(100, { medfee_sumamt: '1.00' }))).err_msg).toMatch(/452\.00.*SET-05/);
      expect((await send(settlement, '2102', buy(100, { medfee_sumamt: '1.00' }))).err_msg).toMatch(/452\.00.*SET-05/);
    });
    const msgid = nextMessageId();
    const first = await send(settlement, '2102', buy(100), msgid);
    const paid = settled(first);
    expect(paid).toMatchObject({ fund_pay_sumamt: trial['fund_pay_sumamt'], clr_type: '41' });
    expect(amountOf(paid, 'medfee_sumamt').toString()).toBe('452.00');
    await recordsNothing(async () => {
      expect(bytesOf(await send(settlement, '2102', buy(100), msgid))).toBe(bytesOf(first));
      expect((await send(settlement, '2102', buy(101), msgid)).err_msg).toMatch(/报文ID.*SET-15/);
    });
    const refund = { data: { setl_id: paid['setl_id'], mdtrt_id: paid['mdtrt_id'], psn_no: PSN_NO } };
    expect(amountOf(settled(await send(settlement, '2103', refund)), 'medfee_sumamt').toString()).toBe('-452.00');
    expect((await send(settlement, '2103', refund)).err_msg).toContain('已退费');
  });

  it('SET-11, SET-15: a chronic purchase names its disease; 2601 ends a purchase, arrived or not', async () => {
    await recordsNothing(async () => {
      expect((await send(settlement, '2102', buy(10, { med_type: '14' }))).err_msg).toContain('SET-11');
      expect((await send(settlement, '2102', buy(10, { med_type: '21' }))).err_msg).toContain('med_type');
    });
    const [arrived, late] = [nextMessageId(), nextMessageId()];
    expect((await send(settlement, '2102', buy(10), arrived)).infcode).toBe('0');
    expect([(await reverse(arrived, '2102')).infcode, (await reverse(late, '2102')).infcode]).toEqual(['0', '0']);
    expect((await claimsOf(arrived)).filter(({ refunded_by }) => refunded_by === null)).toEqual([]);
    expect((await send(settlement, '2102', buy(10), late)).err_msg).toContain('SET-15');
  });
});
