import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claim, confirmed, settled, startClearing, type ClearingUnderTest } from './month.js';

let clearing: ClearingUnderTest;
const read = <R extends object>(sql: string): Promise<readonly R[]> => clearing.service.database.read<R>(sql);
const periods = () =>
  read<{ month: string; done: number }>(
    'select month, num_nonnulls(cut_off_on, generated_on) as done from read_periods.period order by 1',
  );

beforeAll(async () => {
  clearing = await startClearing();
});

afterAll(() => clearing.end());

describe('the first month', () => {
  it('CLR-15: goes through all its steps also when its claims were confirmed after the cut-off', async () => {
    await clearing.send(settled(claim('A', '10.00')));
    await clearing.day('2025-09-20');
    expect(await periods()).toEqual([{ month: '2025-08', done: 1 }]);
    await clearing.send(confirmed(['A'], '2025-09-21'));
    await clearing.day('2025-09-21');
    expect(await periods()).toEqual([{ month: '2025-08', done: 2 }]);
  });

  it('CLR-02, CLR-15: a claim told late of a time before it enters the open month; no month is opened behind the closed ones', async () => {
    const early = { settledOn: '2025-07-30', settledAt: '2025-07-30 10:00:00' };
    await clearing.send(settled(claim('B', '20.00', early)), settled(claim('C', '30.00', early)), confirmed(['B']));
    await clearing.day('2025-09-22');
    expect(await read('select claim_id, period from claim order by 1')).toEqual([
      ...[
        { claim_id: 'A', period: '2025-09' },
        { claim_id: 'B', period: '2025-09' },
      ],
      { claim_id: 'C', period: null },
    ]);
    await clearing.send(confirmed(['C']));
    await clearing.day('2025-10-20');
    await clearing.day('2025-10-21');
    expect(await periods()).toEqual([
      { month: '2025-08', done: 2 },
      { month: '2025-09', done: 2 },
    ]);
    expect(await read('select month, claims, payable::text from read_periods.cell')).toEqual([
      { month: '2025-09', claims: 3, payable: '60.00' },
    ]);
    expect(await clearing.verified()).toEqual([]);
  });
});
