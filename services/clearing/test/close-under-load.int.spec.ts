import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '#infra/ports.mjs';
import { EventStore } from '#event-store';
import { businessDate, clearingMonth, Money } from '#kernel';
import { loadPolicyBook } from '#policy';
import { deliver, startServiceForTest, testEnvironment, type EventOfOther, type ServiceUnderTest } from '#testing';
import { clearingService } from '../src/index.js';
import { cutOff } from '../src/period/jobs/cut-off.js';
import { generateTable } from '../src/period/jobs/generate-table.js';
import { claim, closed, confirmed, difference, inpatient, settled } from './month.js';

const BATCHES_OF_A_STEP = 6;
const CLAIMS_OF_A_BATCH = 40;
const MONTHS = ['2025-08', '2025-09', '2025-10'] as const;

/** What settlement tells, by arithmetic: claims of three months in both directions, late confirmations, differences, refunds. */
class Settlement {
  readonly sent = new Map<string, Money>();
  private turn = 0;
  private unconfirmed: string[] = [];
  private open: string[] = [];

  batch(): readonly EventOfOther[] {
    const events = Array.from({ length: CLAIMS_OF_A_BATCH }, () => this.next()).flat();
    // A third is confirmed at once, the others with a later batch; sometimes before the difference about them is known.
    const late = this.unconfirmed.splice(0, Math.ceil(this.unconfirmed.length / 3));
    return [...events, confirmed(late)];
  }

  /** The last word on everything. */
  rest(): readonly EventOfOther[] {
    const ending = this.open.map((claimId) => closed(`d-${claimId}`, claimId));
    this.open = [];
    return [...ending, confirmed(this.unconfirmed.splice(0))];
  }

  private next(): readonly EventOfOther[] {
    this.turn += 1;
    const n = this.turn;
    const settledOn = `${MONTHS[n % 3 === 0 ? 1 : 0]}-${String(1 + (n % 28)).padStart(2, '0')}`;
    const side = n % 2 === 0 ? { payer: '32', receiver: '31' } : { payer: '31', receiver: '33' };
    const amount = Money.of(`${10 + n}.${String(n % 100).padStart(2, '0')}`);
    const claimId = `L${String(n).padStart(5, '0')}`;
    const one =
      n % 25 === 0
        ? inpatient(claimId, '30000.00', { settledOn, ...side })
        : claim(claimId, amount.toString(), { settledOn, ...side });
    this.sent.set(claimId, Money.of(one.total));
    this.unconfirmed.push(claimId);
    return [settled(one), ...this.about(n, claimId, one.total, { settledOn, ...side })];
  }

  private about(n: number, claimId: string, total: string, side: object): readonly EventOfOther[] {
    if (n % 11 === 0) {
      this.open.push(claimId);
      return [difference(`d-${claimId}`, claimId)];
    }
    if (n % 7 !== 0) return [];
    const amount = Money.zero.minus(Money.of(total)).toString();
    const refund = claim(`${claimId}R`, amount, { ...side, refundOf: claimId });
    this.sent.set(refund.claimId, Money.of(amount));
    this.unconfirmed.push(refund.claimId);
    return [settled(refund)];
  }
}

let environment: Record<string, string>;
let drop: () => Promise<void>;
let processes: readonly ServiceUnderTest[];
let stores: readonly EventStore[];
const policies = loadPolicyBook('policies');
const settlement = new Settlement();
const first = (): ServiceUnderTest => processes[0] as ServiceUnderTest;
const read = <R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> =>
  first().database.read<R>(sql, values);

beforeAll(async () => {
  ({ environment, drop } = await testEnvironment());
  const second = { ...environment, KUASHENG_CLEARING_PORT: String(await freePort()) };
  processes = [await startServiceForTest('clearing', environment), await startServiceForTest('clearing', second)];
  const { url } = first().database;
  stores = await Promise.all([0, 1].map(() => EventStore.open({ url, projections: clearingService.projections })));
  await deliver(first(), environment, 'settlement', [...settlement.batch(), ...settlement.batch()]);
});

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await Promise.all(processes.map((one) => one.stop()));
  await drop();
});

/** Fires a step at both processes twice, and in two more past the queue, while claims keep coming. */
async function fire(step: 'cut-off' | 'table', month: string, asOf: string): Promise<void> {
  let running = true;
  const arriving = (async () => {
    for (let batch = 0; batch < BATCHES_OF_A_STEP || running; batch += 1) {
      await deliver(first(), environment, 'settlement', settlement.batch());
    }
  })();
  await Promise.all([
    ...[...processes, ...processes].map(async (one) => {
      const { status } = await one.call('POST', `/ops/jobs/${step}/runs`, { body: { asOf } });
      expect(status).toBe(200);
    }),
    ...stores.map((store) => {
      const of = { month: clearingMonth(month), on: businessDate(asOf) };
      return step === 'cut-off' ? cutOff(store, policies, of) : generateTable(store, policies, of);
    }),
  ]);
  running = false;
  await arriving;
}

const inPeriods = (): Promise<readonly { claim_id: string; period: string }[]> =>
  read(
    'select claim_id, period from claim where period in (select month from read_periods.period where cut_off_on is not null) order by 1',
  );

describe('closing under load', () => {
  it('CLR-02, CLR-15: a month is closed once whatever fires; it loses nothing, and from its table on gains nothing, while claims come', async () => {
    await fire('cut-off', '2025-08', '2025-09-20');
    const held = await inPeriods();
    expect(held.length).toBeGreaterThan(0);
    await fire('table', '2025-08', '2025-09-21');
    // Until its table it takes what was confirmed in time, and gives nothing back.
    const complete = await inPeriods();
    expect(complete).toEqual(expect.arrayContaining([...held]));
    await fire('cut-off', '2025-09', '2025-10-20');
    expect((await inPeriods()).filter(({ period }) => period === '2025-08')).toEqual(complete);
    await fire('table', '2025-09', '2025-10-21');
  });

  it('CLR-15: in the end every claim stands in exactly one month, and the cells add up to all that was told', async () => {
    await deliver(first(), environment, 'settlement', settlement.rest());
    await first().call('POST', '/ops/jobs/cut-off/runs', { body: { asOf: '2025-11-20' } });
    await first().call('POST', '/ops/jobs/table/runs', { body: { asOf: '2025-11-21' } });
    const events = await read<{ type: string; month: string; times: number }>(
      `select type, data ->> 'month' as month, count(*)::integer as times from events
        where type in ('PeriodCutOff', 'CutOffCompleted', 'TableGenerated') group by 1, 2 order by 1, 2`,
    );
    expect(events).toEqual(
      ['CutOffCompleted', 'PeriodCutOff', 'TableGenerated'].flatMap((type) =>
        MONTHS.map((month) => ({ type, month, times: 1 })),
      ),
    );
    const claims = await read<{ claim_id: string; period: string | null }>(
      'select claim_id, period from claim order by 1',
    );
    expect(claims.map(({ claim_id }) => claim_id)).toEqual([...settlement.sent.keys()].sort());
    expect(claims.filter(({ period }) => !MONTHS.some((month) => month === period))).toEqual([]);
    // Claims of August were still coming when August had been cut off: they entered a later month.
    const late = await read(`select 1 from claim where settled_on < '2025-09-01' and period > '2025-08'`);
    expect(late.length).toBeGreaterThan(0);
    const [cells] = await read<{ payable: string; claims: number }>(
      'select sum(payable)::text as payable, sum(claims)::integer as claims from read_periods.cell',
    );
    expect(cells).toEqual({ claims: claims.length, payable: Money.sum(settlement.sent.values()).toString() });
    // Money never comes back before it went.
    expect(
      await read(`select r.claim_id from claim r join claim o on o.claim_id = r.refund_of where r.period < o.period`),
    ).toEqual([]);
    const { body } = await first().call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
