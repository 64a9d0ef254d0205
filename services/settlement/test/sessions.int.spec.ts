import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import {
  credential,
  eventsRecorded,
  filing,
  nextMessageId,
  openVisit,
  person,
  PSN_NO,
  putHospital,
  registered,
  send,
} from './hospital.js';
import { admit, amountOf, AMOUNTS, bytesOf, settled } from './stay.js';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
  settlement = await startServiceForTest('settlement', environment);
  await settlement.setBusinessDate('2025-08-01');
  await putHospital(settlement);
  await registered(settlement, environment, { persons: [person()], filings: [filing()] });
});

afterAll(async () => {
  await settlement.stop();
  await drop();
});

const recordsNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await eventsRecorded(settlement);
  await act();
  expect(await eventsRecorded(settlement)).toBe(before);
};

const claimsOf = async (msgid: string): Promise<readonly { refunded_by: string | null }[]> =>
  settlement.database.read('select refunded_by from read_claims.claim where message_id = $1 and refund_of is null', [
    msgid,
  ]);

/** What the person has used this year, as the streams say. */
const yearUsed = async (): Promise<readonly unknown[]> =>
  settlement.database.read(
    `select name, sum(case when type = 'BenefitUsed' then 1 else -1 end * amount::numeric)::text as used
       from events, jsonb_each_text(data->'accumulators') as a(name, amount)
      where type in ('BenefitUsed', 'BenefitRestored') and amount ~ '^-?[0-9.]+$'
      group by name order by name`,
  );

describe('an inpatient session', () => {
  it('SET-02, SET-12: admission, lines, trial, discharge, settlement, refund, and settled again', async () => {
    const stay = await admit(settlement);
    expect(stay.reply.infcode).toBe('0');
    expect((await stay.lines('1', 1000)).infcode).toBe('0');
    expect((await stay.lines('2', 500)).infcode).toBe('0');
    expect((await stay.settle('2303', 1500)).err_msg).toContain('SET-12');
    expect((await stay.discharge()).infcode).toBe('0');
    const before = await yearUsed();
    const trial = settled(await stay.settle('2303', 1500));
    const paid = settled(await stay.settle('2304', 1500));
    expect(paid).toMatchObject({ medfee_sumamt: trial['medfee_sumamt'], fund_pay_sumamt: trial['fund_pay_sumamt'] });
    expect(amountOf(paid, 'fund_pay_sumamt').isPositive()).toBe(true);
    expect((await stay.settle('2304', 1500)).err_msg).toMatch(/没有可结算.*SET-03/);
    expect((await stay.send('2405', { data: { mdtrt_id: stay.visitId, psn_no: PSN_NO } })).err_msg).toContain('SET-13');
    const refund = settled(await stay.refund(paid['setl_id']));
    for (const name of AMOUNTS) expect(amountOf(refund, name).eq(amountOf(paid, name).negate())).toBe(true);
    expect((await yearUsed()).filter((row) => Number((row as { used: string }).used) !== 0)).toEqual(
      before.filter((row) => Number((row as { used: string }).used) !== 0),
    );
    expect((await stay.refund(paid['setl_id'])).err_msg).toContain('已退费');
    const again = settled(await stay.settle('2304', 1500));
    expect(again['fund_pay_sumamt']).toBe(paid['fund_pay_sumamt']);
    expect(again['setl_id']).not.toBe(paid['setl_id']);
    await stay.refund(again['setl_id']);
  });

  it('SET-15: a trial records nothing and leaves nothing used', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 1000);
    await stay.discharge();
    await recordsNothing(async () => {
      const first = settled(await stay.settle('2303', 1000));
      expect(settled(await stay.settle('2303', 1000))).toMatchObject({ fund_pay_sumamt: first['fund_pay_sumamt'] });
    });
  });

  it('SET-12: a discharge before the admission is refused; it is undone and made again', async () => {
    const stay = await admit(settlement);
    const undo = () => stay.send('2405', { data: { mdtrt_id: stay.visitId, psn_no: PSN_NO } });
    for (const endtime of ['2025-07-31 09:00:00', '2025-08-02 09:00:00']) {
      expect((await stay.discharge(endtime)).err_msg).toContain('SET-12');
    }
    expect((await undo()).err_msg).toContain('SET-12');
    expect([(await stay.discharge()).infcode, (await undo()).infcode]).toEqual(['0', '0']);
    expect((await stay.discharge()).infcode).toBe('0');
  });

  it('SET-02: an outpatient visit becomes no stay by 2203 or 2207, nor a stay an outpatient visit by 2304', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const key = { mdtrt_id: visitId, psn_no: PSN_NO };
    const wrong = /med_type.*SET-02/;
    await recordsNothing(async () => {
      const mdtrtinfo = { ...key, med_type: '21', begntime: '2025-08-01 10:00:00' };
      expect((await send(settlement, '2203', { mdtrtinfo, diseinfo: [] })).err_msg).toMatch(wrong);
      for (const infno of ['2206', '2207']) {
        expect((await send(settlement, infno, { data: { ...settle, med_type: '21' } })).err_msg).toMatch(wrong);
      }
    });
    const stay = await admit(settlement);
    await stay.lines('1', 100);
    await stay.discharge();
    const ofStay = { ...settle, mdtrt_id: stay.visitId, chrg_bchno: undefined };
    expect((await send(settlement, '2304', { data: { ...ofStay, med_type: '11' } })).err_msg).toMatch(wrong);
    expect((await send(settlement, '2304', { data: { ...ofStay, med_type: '21' } })).infcode).toBe('0');
  });

  it('SET-15: 2601 of an admission cancels it; the visit then takes nothing', async () => {
    const msgid = nextMessageId();
    const stay = await admit(settlement, msgid);
    const reverse = () => stay.send('2601', { data: { psn_no: PSN_NO, omsgid: msgid, oinfno: '2401' } });
    expect([(await reverse()).infcode, (await reverse()).infcode]).toEqual(['0', '0']);
    expect((await stay.lines('1', 1)).err_msg).toContain('已撤销');
  });

  it('SET-13, SET-15: 2601 of an admission with fee lines is refused as 2404 is, and 2202 cancels no stay', async () => {
    const msgid = nextMessageId();
    const stay = await admit(settlement, msgid);
    await stay.lines('1', 100);
    const key = { mdtrt_id: stay.visitId, psn_no: PSN_NO };
    const reversal = { data: { psn_no: PSN_NO, omsgid: msgid, oinfno: '2401' } };
    expect((await stay.send('2404', { data: key })).err_msg).toMatch(/2302.*SET-13/);
    expect((await stay.send('2601', reversal)).err_msg).toMatch(/2302.*SET-13/);
    expect((await stay.send('2202', { data: { ...key, ipt_otp_no: '1' } })).err_msg).toMatch(/住院.*SET-02/);
    expect((await stay.send('2302', { data: [{ ...key, feedetl_sn: '0000' }] })).infcode).toBe('0');
    expect((await stay.send('2601', reversal)).infcode).toBe('0');
  });
});

describe('the same message again', () => {
  it('SET-15: gets the same bytes, at once, after a restart of the service, and a month later', async () => {
    const msgid = nextMessageId();
    const { settle, visitId } = await openVisit(settlement);
    const refundId = nextMessageId();
    const first = await send(settlement, '2207', { data: settle }, msgid);
    expect(first.infcode).toBe('0');
    const input = { data: { setl_id: settled(first)['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    const refund = await send(settlement, '2208', input, refundId);
    expect(refund.infcode).toBe('0');
    const again = async () => {
      expect(bytesOf(await send(settlement, '2207', { data: settle }, msgid))).toBe(bytesOf(first));
      expect(bytesOf(await send(settlement, '2208', input, refundId))).toBe(bytesOf(refund));
    };
    await recordsNothing(again);
    await settlement.stop();
    settlement = await startServiceForTest('settlement', environment);
    await recordsNothing(again);
    await settlement.setBusinessDate('2025-10-15');
    await recordsNothing(again);
    await settlement.setBusinessDate('2025-08-01');
  });

  it('SET-15: a refusal is given again too, also once its cause is gone', async () => {
    const { settle } = await openVisit(settlement);
    const msgid = nextMessageId();
    const wrong = { data: { ...settle, medfee_sumamt: '1.00' } };
    const first = await send(settlement, '2207', wrong, msgid);
    expect(first.err_msg).toContain('SET-05');
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
    expect(bytesOf(await send(settlement, '2207', wrong, msgid))).toBe(bytesOf(first));
  });

  it('SET-15, SET-18: gets its answer although the person has been suspended meanwhile; a new message is refused', async () => {
    const opening = nextMessageId();
    const msgid = nextMessageId();
    const stay = await admit(settlement, opening);
    const { settle } = await openVisit(settlement);
    const { settle: next } = await openVisit(settlement);
    const first = await send(settlement, '2207', { data: settle }, msgid);
    await registered(settlement, environment, { persons: [person({ insuranceStatus: '2' })] });
    expect(bytesOf(await send(settlement, '2207', { data: settle }, msgid))).toBe(bytesOf(first));
    expect(bytesOf((await admit(settlement, opening)).reply)).toBe(bytesOf(stay.reply));
    const other = await send(settlement, '2207', { data: { ...settle, invono: 'X' } }, msgid);
    expect(other.err_msg).toMatch(/报文ID.*SET-15/);
    await recordsNothing(async () => {
      expect((await send(settlement, '2207', { data: next })).err_msg).toMatch(/暂停参保.*SET-18/);
      expect((await admit(settlement)).reply.err_msg).toMatch(/暂停参保.*SET-18/);
    });
    await registered(settlement, environment, { persons: [person()] });
    expect((await send(settlement, '2207', { data: next })).infcode).toBe('0');
  });

  it('SET-15: while the first still runs, waits for it, gets its bytes and settles nothing twice', async () => {
    const msgid = nextMessageId();
    const { settle } = await openVisit(settlement);
    const running = await inWritingTransaction(settlement.database, async (tx) => {
      // Nobody can note an answer now, so none of these is finished before all have come.
      await tx.query('lock table idempotency in share row exclusive mode');
      const sent = Array.from({ length: 5 }, () => send(settlement, '2207', { data: settle }, msgid));
      const first = await Promise.race([...sent, new Promise((resolve) => setTimeout(resolve, 400, 'none'))]);
      expect(first).toBe('none');
      return { sent };
    });
    const replies = await Promise.all(running.sent);
    expect(replies[0]?.infcode).toBe('0');
    expect(new Set(replies.map(bytesOf)).size).toBe(1);
    expect(await claimsOf(msgid)).toHaveLength(1);
  });
});

describe('who may be settled', () => {
  it('REG-02: without a filing, or with one for another place, nothing is settled; with it, it is', async () => {
    const psnNo = '32020000000000000077';
    const enrolled = { persons: [person({ psnNo })] };
    const { settle } = await openVisit(settlement, 100, PSN_NO);
    await registered(settlement, environment, enrolled);
    const visit = await openVisit(settlement, 100, psnNo);
    const attempt = () => send(settlement, '2207', { data: visit.settle });
    expect((await attempt()).err_msg).toMatch(/备案.*REG-02/);
    const elsewhere = filing({ filingId: 'BA-33', psnNo, destination: '330100' });
    await registered(settlement, environment, { filings: [elsewhere] });
    expect((await attempt()).err_msg).toMatch(/REG-02/);
    await registered(settlement, environment, { filings: [filing({ filingId: 'BA-31', psnNo })] });
    expect((await attempt()).infcode).toBe('0');
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  });

  it('SET-21: whoever shows another person’s card is refused', async () => {
    const data = {
      ...(await openVisit(settlement)).settle,
      ...credential,
      certno: '11010519491231002X',
      mdtrt_cert_no: '11010519491231002X',
    };
    await recordsNothing(async () => expect((await send(settlement, '2207', { data })).err_msg).toContain('SET-21'));
  });
});
