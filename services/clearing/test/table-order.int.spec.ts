import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import { claim, confirmed, province, settled, startClearing, type ClearingUnderTest } from './month.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);

/** August, whose sums have a cent too much, and September. */
beforeAll(async () => {
  clearing = await startClearing();
  await clearing.send(
    settled(claim('A', '100.00')),
    settled(claim('S', '60.00', { settledOn: '2025-09-05' })),
    confirmed(['A', 'S'], '2025-09-10'),
  );
  await clearing.day('2025-09-20');
  const cent = `update claim_sum set pool = pool + 0.01 where period = '2025-08'`;
  await inWritingTransaction(clearing.service.database, (tx) => tx.query(cent));
});

afterAll(() => clearing.end());

const refused = async (date: string) => (await clearing.day(date))['clearing-day']?.['refused'];
const found = (claimId: string, amount: string) =>
  call('POST', `/clearing/claims/${claimId}/deductions`, {
    as: province('31'),
    body: { nature: 'refused-cost', lines: [{ column: 'pool', amount }], reason: '超标准收费' },
  });
const tables = () =>
  clearing.service.database.read('select month, payable::text, deducted::text from read_periods.cell order by 1');

describe('a table that is refused', () => {
  it('CLR-15, CLR-01: the next month is cut off on its day, its table waits and says for which month', async () => {
    expect(await refused('2025-09-21')).toContain('table 2025-08：1格的汇总与逐笔费用之和不一致');
    expect((await found('A', '10.00')).status).toBe(201);
    await clearing.day('2025-09-30');
    expect(await clearing.day('2025-10-20')).toMatchObject({ 'clearing-day': { ran: 'cut-off 2025-09' } });
    expect((await found('S', '5.00')).status).toBe(201);
    expect(await refused('2025-10-21')).toContain(
      'table 2025-09：2025-08清算表尚未生成，本期清算表须在其后生成(CLR-15)',
    );
    expect(await refused('2025-10-31')).toMatch(/confirmations 2025-09：.*；notices 2025-09：/);
    expect(await tables()).toEqual([]);
  });

  it('CLR-02: the month that waits takes nothing any more', async () => {
    await clearing.send(settled(claim('L', '7.00', { settledOn: '2025-09-06' })), confirmed(['L'], '2025-10-20'));
    const late = `select period from claim where claim_id = 'L'`;
    expect(await clearing.service.database.read(late)).toEqual([{ period: '2025-10' }]);
  });

  it('CLR-15: the watchdog names the table that is missing and the one that waits for it', async () => {
    const overdue = (await call('GET', '/ops/overdue')).body as unknown as { step: string; month: string }[];
    expect(overdue.filter(({ step }) => step === 'table')).toEqual([
      { step: 'table', month: '2025-08', dueOn: '2025-09-21' },
      { step: 'table', month: '2025-09', dueOn: '2025-10-21' },
    ]);
  });

  it('CLR-15, CLR-09: once it is repaired both are made up in order, each with what was found by its day', async () => {
    expect((await found('A', '1.00')).status).toBe(201);
    expect((await found('S', '2.00')).status).toBe(201);
    await call('POST', '/ops/jobs/sum-again/runs', { body: { asOf: '2025-10-31' } });
    expect(await clearing.day('2025-10-31')).toMatchObject({
      'clearing-day': { ran: 'table 2025-08、confirmations 2025-08、table 2025-09、confirmations 2025-09' },
    });
    expect(await tables()).toEqual([
      { month: '2025-08', payable: '100.00', deducted: '10.00' },
      { month: '2025-09', payable: '60.00', deducted: '5.00' },
    ]);
    expect(await clearing.verified()).toEqual([]);
  });
});
