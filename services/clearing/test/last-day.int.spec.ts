import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import {
  claim,
  closed,
  confirmed,
  difference,
  inpatient,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';

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

const RUNS = [
  ['on its days', ['2025-09-20', '2025-09-21']],
  ['made up on the 23rd', ['2025-09-23', '2025-09-23']],
] as const;

describe.each(RUNS)('the last day of confirmation, a cut-off %s', (_when, [cutOffOn, tableOn]) => {
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

/** Told before the cut-off: claims, a refund whose original is not confirmed yet, and two that differ. */
const TOLD_BEFORE = [
  ...[claim('A', '10.00'), claim('B', '20.00'), claim('O', '30.00'), claim('D', '40.00'), claim('L', '1.00')].map(
    settled,
  ),
  settled(claim('OR', '-30.00', { refundOf: 'O', settledOn: '2025-08-11' })),
  settled(claim('P', '5.00')),
  settled(claim('PR', '-5.00', { refundOf: 'P', settledOn: '2025-08-11' })),
  difference('d', 'D'),
  confirmed(['OR', 'PR', 'D'], '2025-09-03'),
];
/** Told after it: lists of the 19th and the 20th, one of the 21st, the end of the difference, a stay, and one not asked about. */
const TOLD_AFTER = [
  confirmed(['A'], '2025-09-19'),
  ...[confirmed(['B', 'O'], '2025-09-20'), confirmed(['L', 'P'], '2025-09-21'), closed('d', 'D')],
  ...[settled(inpatient('H', '40000.00')), confirmed(['H'], '2025-09-20')],
  ...[settled(inpatient('I', '50000.00')), confirmed(['I'], '2025-09-21')],
];

describe.each(RUNS)('told after the cut-off, which runs %s', (_when, [cutOffOn, tableOn]) => {
  let clearing: ClearingUnderTest;
  const inMonths = () => clearing.service.database.read('select claim_id, period from claim order by claim_id');

  beforeAll(async () => {
    clearing = await startClearing();
    await clearing.send(...TOLD_BEFORE);
  });

  afterAll(() => clearing.end());

  it('CLR-02, REC-03, CLR-15: what was confirmed by the 20th is in the same table, however late it is told; a refund with its claim', async () => {
    if (cutOffOn !== tableOn) await clearing.day(cutOffOn);
    await clearing.send(...TOLD_AFTER);
    await clearing.day(tableOn);
    expect(await inMonths()).toEqual([
      ...['A', 'B', 'D', 'H'].map((claim_id) => ({ claim_id, period: '2025-08' })),
      { claim_id: 'I', period: '2025-09' },
      { claim_id: 'L', period: '2025-09' },
      ...['O', 'OR'].map((claim_id) => ({ claim_id, period: '2025-08' })),
      ...['P', 'PR'].map((claim_id) => ({ claim_id, period: '2025-09' })),
    ]);
    expect(await clearing.line('2025-08/tables/14-1?unit=32', '上海')).toMatch(/^上海,40070.00,/);
    expect(await clearing.verified()).toEqual([]);
  });
});

describe('a table that is refused', () => {
  let clearing: ClearingUnderTest;
  const summed = (sign: '+' | '-') =>
    inWritingTransaction(clearing.service.database, (tx) =>
      tx.query(`update claim_sum set pool = pool ${sign} 0.01, payable = payable ${sign} 0.01`),
    );
  const held = () => clearing.service.database.read('select claim_id, status from read_holds.hold');

  beforeAll(async () => {
    clearing = await startClearing();
    await clearing.send(settled(claim('A', '10.00')), confirmed(['A'], '2025-09-03'));
    await clearing.day('2025-09-20');
  });

  afterAll(() => clearing.end());

  it('AUD-02, CLR-15: made again once its month is complete, it ends no hold that was opened since', async () => {
    await summed('+');
    const refused = { 'clearing-day': { refused: expect.stringContaining('不予发布') } };
    expect(await clearing.day('2025-09-21')).toMatchObject(refused);
    await clearing.send(settled(inpatient('H', '40000.00')), confirmed(['H'], '2025-09-20'));
    expect(await clearing.day('2025-09-22')).toMatchObject(refused);
    await summed('-');
    expect(await clearing.day('2025-09-22')).toMatchObject({ 'clearing-day': { ran: 'table 2025-08' } });
    expect(await held()).toEqual([{ claim_id: 'H', status: 'held' }]);
    expect(await clearing.line('2025-08/tables/14-1?unit=32', '上海')).toBe('上海,10.00,10.00,0.00');
    await clearing.day('2025-10-21');
    expect(await held()).toEqual([{ claim_id: 'H', status: 'released' }]);
  });
});
