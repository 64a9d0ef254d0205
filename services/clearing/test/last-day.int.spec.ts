import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claim, confirmed, difference, settled, startClearing, type ClearingUnderTest } from './month.js';

/** August as its hospitals confirm it: in time, on the last day, with a refund, a day late, and with a difference. */
const CLAIMS = [
  ...[claim('A', '10.00'), claim('B', '20.00'), claim('C', '30.00'), claim('D', '40.00')].map(settled),
  settled(claim('BR', '-20.00', { refundOf: 'B', settledOn: '2025-08-11' })),
  settled(claim('E', '50.00')),
  difference('d', 'D'),
];
const EARLY = confirmed(['A'], '2025-09-03');
const LAST_DAY = confirmed(['B', 'BR', 'E', 'D'], '2025-09-20');
const A_DAY_LATE = confirmed(['C'], '2025-09-21');
/** `B` and its refund come to nothing, so that the claims decide, not the sum. */
const TABLE = '上海,60.00,60.00,0.00';

describe.each([
  ['on its days', ['2025-09-20', '2025-09-21']],
  ['made up on the 23rd', ['2025-09-23', '2025-09-23']],
] as const)('the last day of confirmation, a cut-off %s', (_when, [cutOffOn, tableOn]) => {
  let clearing: ClearingUnderTest;
  const inMonths = () => clearing.service.database.read('select claim_id, period from claim order by claim_id');

  beforeAll(async () => {
    clearing = await startClearing();
    await clearing.send(...CLAIMS, EARLY);
  });

  afterAll(() => clearing.end());

  it('CLR-02, REC-03, CLR-15: confirmed on the 20th is in the table of the 21st, on the 21st not, whenever the steps run', async () => {
    if (cutOffOn !== tableOn) await clearing.day(cutOffOn);
    await clearing.send(LAST_DAY, A_DAY_LATE);
    await clearing.day(tableOn);
    expect(await clearing.line('2025-08/tables/14-1?unit=32', '上海')).toBe(TABLE);
    expect(await inMonths()).toEqual([
      ...['A', 'B', 'BR'].map((claim_id) => ({ claim_id, period: '2025-08' })),
      { claim_id: 'C', period: '2025-09' },
      { claim_id: 'D', period: null },
      { claim_id: 'E', period: '2025-08' },
    ]);
    expect(
      await clearing.service.database.read('select month, claims, payable::text from read_periods.period'),
    ).toEqual([{ month: '2025-08', claims: 4, payable: '60.00' }]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-02: once the table is made nothing enters any more; the next cut-off brings it in', async () => {
    await clearing.send(settled(claim('F', '7.00')), confirmed(['F'], '2025-09-20'));
    await clearing.day('2025-10-20');
    expect(
      await clearing.service.database.read(`select claim_id from claim where period = '2025-09' order by 1`),
    ).toEqual([{ claim_id: 'C' }, { claim_id: 'F' }]);
    expect(await clearing.verified()).toEqual([]);
  });
});
