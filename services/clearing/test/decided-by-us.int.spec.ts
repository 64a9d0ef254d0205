import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingMonth } from '#kernel';
import { dueOn, type PeriodStep } from '../src/period/domain/timetable.js';
import { claim, confirmed, province, settled, startClearing, type ClearingUnderTest } from './month.js';

/** Section 10 of the rules at its borders: what decides on which side of a day or a table something falls. */
let clearing: ClearingUnderTest;

beforeAll(async () => {
  clearing = await startClearing();
  const bingtuan = { payer: '65', receiver: '66', insuredRegion: '650100', careRegion: '660100' };
  await clearing.send(
    settled(claim('A1', '100.00', { settledOn: '2025-01-10' })),
    settled(claim('A2', '70.00', { settledOn: '2025-01-10' })),
    settled(claim('X1', '200.00', { settledOn: '2025-01-11', ...bingtuan })),
    settled(claim('X2', '30.00', { ...bingtuan, settledOn: '2025-01-11', payer: '66', receiver: '65' })),
    settled(claim('L1', '50.00', { settledOn: '2025-01-20' })),
    settled(claim('L2', '60.00', { settledOn: '2025-01-20' })),
    confirmed(['A1', 'A2', 'X1', 'X2'], '2025-02-03'),
  );
});

afterAll(() => clearing.end());

const refundOf = (claimId: string, amount: string, settledOn: string, confirmedOn: string) => [
  settled(claim(`${claimId}R`, amount, { refundOf: claimId, settledOn })),
  confirmed([`${claimId}R`], confirmedOn),
];
const row = async (table: string, name: string): Promise<readonly string[]> =>
  ((await clearing.line(table, name)) ?? '').split(',');
const deduct = async (claimId: string, area: string, amount: string): Promise<number> => {
  const body = { nature: 'refused-cost', lines: [{ column: 'pool', amount }], reason: '超标准收费' };
  return (await clearing.service.call('POST', `/clearing/claims/${claimId}/deductions`, { as: province(area), body }))
    .status;
};

describe('what the sources leave open', () => {
  it('section 10 item 5: nothing is cut off on the 19th, and a Saturday or Sunday moves no step', async () => {
    expect(await clearing.day('2025-02-19')).toMatchObject({ 'clearing-day': { ran: 'investigation-list 2025-01' } });
    // 2025-09-20 and 2025-09-21 are Saturday and Sunday; see also the unit test of the timetable.
    expect(['cut-off', 'table'].map((step) => dueOn(step as PeriodStep, clearingMonth('2025-08')))).toEqual([
      '2025-09-20',
      '2025-09-21',
    ]);
  });

  it('section 10 item 1: a refund before the cut-off enters the same period, one after it the next', async () => {
    await clearing.send(...refundOf('A2', '-70.00', '2025-01-31', '2025-02-04'));
    expect(await clearing.day('2025-02-20')).toMatchObject({ 'clearing-day': { ran: 'cut-off 2025-01' } });
    await clearing.send(...refundOf('A1', '-100.00', '2025-02-20', '2025-02-20'));
    await clearing.day('2025-02-21');
    expect(await clearing.line('2025-01/tables/14-1?unit=32', '上海')).toBe('上海,100.00,100.00,0.00');
  });

  it('section 10 item 8: 兵团 is the 32nd unit, and 新疆 pays 兵团 and 兵团 新疆 like any other pair', async () => {
    const rows = (await clearing.csv('/clearing/periods/2025-01/tables/14')).split('\n');
    expect(rows).toHaveLength(34);
    const columns = (rows[0] ?? '').split(',');
    expect(columns.at(-2)).toBe('兵团');
    const cell = async (receiver: string, payer: string) =>
      (await row('2025-01/tables/14', receiver))[columns.indexOf(payer)];
    expect(await cell('兵团', '新疆')).toBe('200.00');
    expect(await cell('新疆', '兵团')).toBe('30.00');
    expect(await cell('兵团', '兵团')).toBe('—');
    expect(await clearing.line('2025-01/tables/14-1?unit=66', '新疆')).toBe('新疆,30.00,30.00,0.00');
  });

  it('section 10 item 1, CLR-08: what is refunded or found after the table lowers the next one below zero', async () => {
    await clearing.service.setBusinessDate('2025-02-22');
    expect(await deduct('X1', '66', '20.00')).toBe(201);
    await clearing.day('2025-03-20');
    // On the day of the table, before it is drawn: it carries it.
    await clearing.service.setBusinessDate('2025-03-21');
    expect(await deduct('X1', '66', '1.50')).toBe(201);
    await clearing.day('2025-03-21');
    expect(await deduct('X1', '66', '0.01')).toBe(201);
    expect(await clearing.line('2025-02/tables/14-7?unit=31', '江苏')).toBe('江苏,-100.00,-100.00,0.00');
    expect(await clearing.line('2025-02/tables/14-7?unit=66', '新疆')).toBe('新疆,-21.50,-21.50,0.00');
    // The published table stays as it was.
    expect(await clearing.line('2025-01/tables/14-7?unit=66', '新疆')).toBe('新疆,200.00,200.00,0.00');
    expect(await clearing.verified()).toEqual([]);
  });

  it('section 10 item 4, CLR-02: a January claim confirmed on 20 April is in the table of the 21st; later it is a breach by name', async () => {
    await clearing.day('2025-04-20');
    const named = async () => (await clearing.csv('/clearing/periods/2025-03/tables/overdue')).split('\n').slice(1);
    expect(await named()).toHaveLength(2);
    await clearing.send(confirmed(['L1'], '2025-04-20'), confirmed(['L2'], '2025-04-21'));
    await clearing.day('2025-04-21');
    expect(await clearing.line('2025-03/tables/14-1?unit=32', '上海')).toBe('上海,50.00,50.00,0.00');
    expect(await clearing.csv('/clearing/periods/2025-02/tables/overdue')).not.toContain('L2');
    const breach = 'L2,江苏,上海,2025-01-20,60.00,超过两个月,尚未对账确认,';
    const overdue = async () => (await clearing.csv('/clearing/periods/2025-03/tables/overdue')).split('\n').slice(1);
    expect(await overdue()).toEqual([breach]);
    await clearing.day('2025-05-20');
    expect(await overdue()).toEqual([`${breach}2025-04`]);
    expect(await clearing.verified()).toEqual([]);
  });
});
