import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAnotherProcess, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { filing, openVisit, person, putHospital, registered, send } from './hospital.js';
import { amountOf, settled } from './stay.js';

const AT_ONCE = '32020000000000000101';
const ONE_BY_ONE = '32020000000000000102';
const CLAIMS = 50;
const PIECES = 100;

/** Two processes of one service on the same database, as hospitals reach them behind a balancer. */
let settlement: ServiceUnderTest;
let other: ServiceUnderTest;
let drop: () => Promise<void>;

beforeAll(async () => {
  const made = await testEnvironment();
  drop = made.drop;
  settlement = await startServiceForTest('settlement', made.environment);
  await settlement.setBusinessDate('2025-08-01');
  await putHospital(settlement);
  const persons = [AT_ONCE, ONE_BY_ONE].map((psnNo) => person({ psnNo, accountBalance: '5000.00' }));
  const filings = [AT_ONCE, ONE_BY_ONE].map((psnNo) => filing({ psnNo, filingId: `BA-${psnNo}` }));
  await registered(settlement, made.environment, { persons, filings });
  other = await startAnotherProcess('settlement', made.environment);
});

afterAll(async () => {
  await other.stop();
  await settlement.stop();
  await drop();
});

async function visitsOf(psnNo: string) {
  const visits = [];
  for (let n = 0; n < CLAIMS; n += 1) visits.push(await openVisit(settlement, PIECES, psnNo));
  return visits;
}

/** The same message kind for every row at the same moment, to the two processes in turn. */
const atOnce = <Row>(infno: string, rows: readonly Row[], data: (row: Row) => unknown) =>
  Promise.all(rows.map((row, n) => send(n % 2 === 0 ? settlement : other, infno, { data: data(row) })));

const SUMS = `
  select count(*)::text as claims, sum(total)::text as total, sum(fund_total)::text as funds, sum(account)::text as account,
         sum(cash)::text as cash from read_claims.claim where psn_no = $1`;
const DEDUCTIBLES = `
  select array_agg(d order by d desc) as charged from (
    select (data->'facts'->>'deductible')::numeric(18, 2)::text as d from events
     where type = 'ClaimSettled' and data->'claim'->>'psnNo' = $1) one`;
const USED = `
  select name, sum(amount::numeric)::text as used from events, jsonb_each_text(data->'accumulators') as a(name, amount)
   where type = 'BenefitUsed' and stream_id like 'benefit-' || $1 || '-%' and amount ~ '^[0-9.]+$' group by name order by name`;

const whatWasPaid = async (psnNo: string) => ({
  sums: await settlement.database.read(SUMS, [psnNo]),
  deductibles: await settlement.database.read(DEDUCTIBLES, [psnNo]),
  used: await settlement.database.read(USED, [psnNo]),
});

describe('fifty settlements of one person at once, in two processes', () => {
  it('SET-19, SET-20: use the deductible, the cap and the account once, as if they had come one by one', async () => {
    expect(other.url).not.toBe(settlement.url);
    for (const { settle } of await visitsOf(ONE_BY_ONE)) {
      expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
    }
    const replies = await atOnce('2207', await visitsOf(AT_ONCE), ({ settle }) => settle);
    expect(replies.map(({ infcode }) => infcode)).toEqual(replies.map(() => '0'));
    const paid = await whatWasPaid(AT_ONCE);
    expect(paid).toEqual(await whatWasPaid(ONE_BY_ONE));
    expect(paid.sums).toMatchObject([{ claims: String(CLAIMS), total: '22600.00' }]);
    const balances = replies.map((reply) => amountOf(settled(reply), 'balc'));
    expect(balances.filter((balance) => balance.isNegative())).toEqual([]);
    expect(new Set(balances.map(String)).size).toBeGreaterThan(1);
  });

  it('SET-13, SET-19: refunded at once, each gives back its own part and the year is unused', async () => {
    const rows = await settlement.database.read<{ claim_id: string; visit_id: string }>(
      'select claim_id, visit_id from read_claims.claim where psn_no = $1',
      [AT_ONCE],
    );
    const replies = await atOnce('2208', rows, ({ claim_id: setl_id, visit_id: mdtrt_id }) => ({
      ...{ setl_id, mdtrt_id, psn_no: AT_ONCE },
    }));
    expect(replies.map(({ infcode }) => infcode)).toEqual(replies.map(() => '0'));
    const balances = replies.map((reply) => amountOf(settled(reply), 'balc'));
    expect(balances.reduce((most, balance) => most.max(balance)).toString()).toBe('5000.00');
    const { settle } = await openVisit(settlement, PIECES, AT_ONCE);
    const [charged] = await settlement.database.read<{ charged: readonly string[] }>(DEDUCTIBLES, [ONE_BY_ONE]);
    const first = settled(await send(settlement, '2207', { data: settle }));
    expect(amountOf(first, 'act_pay_dedc').toString()).toBe(charged?.charged[0]);
    expect(amountOf(first, 'act_pay_dedc').isPositive()).toBe(true);
  });
});
