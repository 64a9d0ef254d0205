import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS, type FamilyAccountShared } from '#contracts';
import { Money } from '#kernel';
import { deliver, startAnotherProcess, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { filing, nextMessageId, openVisit, person, putHospital, registered, send, type Reply } from './hospital.js';
import { amountOf, bytesOf, settled } from './stay.js';

const [OWNER, SPOUSE, CHILD] = ['32020000000000000121', '32020000000000000122', '32020000000000000123'] as const;
const BALANCE = '3000.00';
const PIECES = 100;

let settlement: ServiceUnderTest;
let other: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
  settlement = await startServiceForTest('settlement', environment);
  await settlement.setBusinessDate('2025-08-01');
  await putHospital(settlement);
  const persons = [
    person({ psnNo: OWNER, accountBalance: BALANCE }),
    person({ psnNo: SPOUSE, accountBalance: '10.00' }),
    person({ psnNo: CHILD, insuranceType: '390', personType: '1403', accountBalance: '0.00' }),
  ];
  const filings = [OWNER, SPOUSE, CHILD].map((psnNo) => filing({ psnNo, filingId: `BA-${psnNo}` }));
  await registered(settlement, environment, { persons, filings });
  other = await startAnotherProcess('settlement', environment);
});

afterAll(async () => {
  await other.stop();
  await settlement.stop();
  await drop();
});

const share = (memberPsnNo: string, changes: Partial<FamilyAccountShared> = {}) => {
  const data = { ownerPsnNo: OWNER, memberPsnNo, relation: 'spouse', from: '2025-01-01', to: null, ...changes };
  return tell(CONTRACTS.familyAccountShared.type, memberPsnNo, data);
};
const tell = (type: string, memberPsnNo: string, data: object) =>
  deliver(settlement, environment, 'registration', [{ type, subject: `family-${memberPsnNo}`, data }]);

/** What the account holds: reported, less what claims used of it and refunds gave back. */
const accountOf = async (psnNo: string): Promise<string> => {
  const [row] = await settlement.database.read<{ balance: string }>(
    `select (r.balance - coalesce((select sum(case type when 'AccountUsed' then 1 else -1 end * (data->>'amount')::numeric)
               from events where stream_id = $1 and type in ('AccountUsed', 'AccountRestored')), 0))::text as balance
       from (select (data->>'balance')::numeric(18, 2) as balance from events
              where stream_id = $1 and type = 'AccountReported') r`,
    [`account-${psnNo}`],
  );
  return row?.balance ?? '';
};

async function visitOf(psnNo: string, insutype = '310') {
  const { settle, visitId } = await openVisit(settlement, PIECES, psnNo, insutype);
  return { visitId, psnNo, data: { ...settle, acct_used_flag: '2' } };
}
type VisitToSettle = Awaited<ReturnType<typeof visitOf>>;
const refundOf = ({ visitId, psnNo }: VisitToSettle, paid: Reply) => ({
  data: { setl_id: settled(paid)['setl_id'], mdtrt_id: visitId, psn_no: psnNo },
});

describe('a relative’s account', () => {
  it('SET-20: is refused before it is shared, on the day before its first and after its last', async () => {
    const visit = await visitOf(SPOUSE);
    const attempt = () => send(settlement, '2206', visit);
    expect((await attempt()).err_msg).toMatch(/没有登记家庭共济.*SET-20/);
    await share(SPOUSE, { from: '2025-08-02' });
    expect((await attempt()).err_msg).toContain('SET-20');
    await share(SPOUSE, { from: '2025-01-01', to: '2025-07-31' });
    expect((await attempt()).err_msg).toContain('SET-20');
    await share(SPOUSE, { from: '2025-01-01', to: '2025-08-01' });
    expect((await attempt()).infcode).toBe('0');
  });

  it('SET-13, SET-20: pays in place of the own one, is told as acct_mulaid_pay, and gets it back with the refund', async () => {
    const visit = await visitOf(SPOUSE);
    const msgid = nextMessageId();
    const paid = await send(settlement, '2207', visit, msgid);
    const info = settled(paid);
    const used = amountOf(info, 'acct_mulaid_pay');
    expect(used.isPositive()).toBe(true);
    expect(amountOf(info, 'acct_pay').eq(used)).toBe(true);
    expect(amountOf(info, 'psn_cash_pay').isZero()).toBe(true);
    expect(amountOf(info, 'balc').toString()).toBe(Money.of(BALANCE).minus(used).toString());
    expect([await accountOf(OWNER), await accountOf(SPOUSE)]).toEqual([amountOf(info, 'balc').toString(), '10.00']);
    expect(bytesOf(await send(settlement, '2207', visit, msgid))).toBe(bytesOf(paid));
    const refund = settled(await send(other, '2208', refundOf(visit, paid)));
    expect(amountOf(refund, 'acct_mulaid_pay').eq(used.negate())).toBe(true);
    expect(amountOf(refund, 'balc').toString()).toBe(BALANCE);
    expect(await accountOf(OWNER)).toBe(BALANCE);
  });

  it('SET-20, CLR-14: pays for a child of the residents’ scheme, where it is cleared under 其他 and told as an account', async () => {
    await share(CHILD, { relation: 'child' });
    const visit = await visitOf(CHILD, '390');
    const info = settled(await send(settlement, '2207', visit));
    expect(amountOf(info, 'acct_mulaid_pay').isPositive()).toBe(true);
    expect(amountOf(info, 'acct_pay').eq(amountOf(info, 'acct_mulaid_pay'))).toBe(true);
    expect(amountOf(info, 'oth_pay').isZero()).toBe(true);
    const [row] = await settlement.database.read<{ funds: unknown }>(
      `select data->'claim'->'funds' as funds from events where type = 'ClaimSettled' and data->'claim'->>'psnNo' = $1`,
      [CHILD],
    );
    expect(row?.funds).toContainEqual(expect.objectContaining({ code: '310200', column: 'other' }));
  });

  it('SET-19, SET-20: used by owner and relative at once in two processes, pays what it holds and no cent more', async () => {
    const before = Money.of(await accountOf(OWNER));
    const visits: VisitToSettle[] = [];
    for (let n = 0; n < 16; n += 1) {
      const visit = await visitOf(n % 2 === 0 ? OWNER : SPOUSE);
      visits.push(n % 2 === 0 ? { ...visit, data: { ...visit.data, acct_used_flag: '1' } } : visit);
    }
    const replies = await Promise.all(
      visits.map(({ data }, n) => send(n % 4 < 2 ? settlement : other, '2207', { data })),
    );
    expect(replies.map(({ infcode }) => infcode)).toEqual(replies.map(() => '0'));
    const used = Money.sum(replies.map((reply) => amountOf(settled(reply), 'acct_pay')));
    expect(used.toString()).toBe(before.toString());
    expect(await accountOf(OWNER)).toBe('0.00');
    const cash = replies.filter((reply) => amountOf(settled(reply), 'psn_cash_pay').isPositive());
    expect(cash.length).toBeGreaterThan(0);
    expect(cash.length).toBeLessThan(replies.length);
    await Promise.all(
      replies.map((reply, n) => send(n % 2 ? settlement : other, '2208', refundOf(visits[n] as VisitToSettle, reply))),
    );
    expect(await accountOf(OWNER)).toBe(before.toString());
  });

  it('SET-13, SET-20: once the sharing has ended nothing new is paid, but a refund still goes back to the owner', async () => {
    const before = await accountOf(OWNER);
    const visit = await visitOf(CHILD, '390');
    const paid = await send(settlement, '2207', visit);
    expect(await accountOf(OWNER)).not.toBe(before);
    const ended = { ownerPsnNo: OWNER, memberPsnNo: CHILD, from: '2025-01-01', to: '2025-07-31' };
    await tell(CONTRACTS.familyAccountEnded.type, CHILD, ended);
    expect((await send(settlement, '2207', await visitOf(CHILD, '390'))).err_msg).toContain('SET-20');
    expect((await send(settlement, '2208', refundOf(visit, paid))).infcode).toBe('0');
    expect(await accountOf(OWNER)).toBe(before);
  });

  it('SET-20: what a claim has used stays used when the owner is told again with the same balance', async () => {
    await share(SPOUSE, { from: '2025-08-01' });
    const before = Money.of(await accountOf(OWNER));
    const visit = await visitOf(SPOUSE);
    const paid = await send(settlement, '2207', visit);
    const left = before.minus(amountOf(settled(paid), 'acct_mulaid_pay')).toString();
    expect(left).not.toBe(before.toString());
    const owner = person({ psnNo: OWNER, accountBalance: BALANCE, unclaimedYears: 3, retiredOn: '2025-07-01' });
    await registered(settlement, environment, { persons: [owner, { ...owner, unclaimedYears: 4 }] });
    const next = await visitOf(OWNER);
    const own = await send(settlement, '2207', { data: { ...next.data, acct_used_flag: '1' } });
    const rest = Money.of(left).minus(amountOf(settled(own), 'acct_pay'));
    expect(amountOf(settled(own), 'balc').toString()).toBe(rest.toString());
    expect((await send(settlement, '2208', refundOf(visit, paid))).infcode).toBe('0');
    expect((await send(settlement, '2208', refundOf(next, own))).infcode).toBe('0');
    expect(await accountOf(OWNER)).toBe(before.toString());
  });

  it('SET-18, SET-20, CLR-01: an owner who died, pays no more or moved to another unit or scheme pays nothing', async () => {
    await share(SPOUSE, { from: '2025-08-01' });
    const visit = await visitOf(SPOUSE);
    const asNow = async (changes: object) => {
      const owner = person({ psnNo: OWNER, accountBalance: BALANCE, ...changes });
      await registered(settlement, environment, { persons: [owner], filings: [] });
      return (await send(settlement, '2206', visit)).err_msg ?? '';
    };
    for (const changes of [
      { insuranceStatus: '4' },
      { insuranceStatus: '2' },
      { insuranceType: '390', personType: '1501' },
      { insuredRegion: '330100' },
    ]) {
      expect(await asNow(changes)).toContain('SET-20');
    }
    expect(await asNow({})).not.toContain('SET-20');
  });

  it('SET-05, SET-20, SEC-03: verify finds every account payment in its claim', async () => {
    const { body } = await settlement.call('POST', '/ops/verify');
    const checks = body as unknown as { name: string; ok: boolean; detail: string }[];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.find(({ name }) => name === '个人账户收支与结算一致')?.detail).toMatch(/[1-9]\d/);
  });
});
