import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  claim,
  confirmed,
  inpatient,
  investigation,
  province,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';

/** What the provinces do between the 20th and the day on which steps are made up. */
const RUNS = [
  ['on their days', []],
  ['made up on the 28th', ['2025-09-20', '2025-09-21']],
] as const;

describe.each(RUNS)('cut-off and table %s', (_when, missed: readonly string[]) => {
  let clearing: ClearingUnderTest;

  beforeAll(async () => {
    clearing = await startClearing();
    await clearing.send(
      ...[claim('A', '100.00'), inpatient('H', '30000.00'), inpatient('I', '40000.00'), inpatient('J', '50000.00')].map(
        settled,
      ),
      confirmed(['A', 'H', 'I', 'J'], '2025-09-03'),
    );
  });

  afterAll(() => clearing.end());

  /** A day of acts, after the jobs that run in its night. */
  const on = async (date: string, ...acts: (() => Promise<number>)[]): Promise<void> => {
    await (missed.includes(date) ? clearing.service.setBusinessDate(date) : clearing.day(date));
    for (const act of acts) expect(await act()).toBeLessThan(300);
  };
  const deduct = (claimId: string, amount: string) => async (): Promise<number> => {
    const body = { nature: 'refused-cost', lines: [{ column: 'pool', amount }], reason: '超标准收费' };
    const as = province('31');
    return (await clearing.service.call('POST', `/clearing/claims/${claimId}/deductions`, { as, body })).status;
  };
  const ask = (claimId: string, total: string) => async (): Promise<number> => {
    const body = investigation(total, claimId);
    const as = province('32');
    return (await clearing.service.call('POST', `/clearing/holds/${claimId}/investigation`, { as, body })).status;
  };
  const table = (month: string) => clearing.line(`${month}/tables/14-7?unit=31`, '江苏');

  it('AUD-02, CLR-09, CLR-15: the table is the same: what was asked on the 20th keeps a claim out, what was asked later does not, what was found after the 21st is not in it', async () => {
    await on('2025-09-19', ask('I', '40000.00'), deduct('A', '1.00'));
    await on('2025-09-20', ask('J', '50000.00'));
    await on('2025-09-21');
    await clearing.service.setBusinessDate('2025-09-26');
    for (const act of [ask('H', '30000.00'), deduct('A', '10.00')]) expect(await act()).toBeLessThan(300);
    await clearing.day('2025-09-28');
    expect(await table('2025-08')).toBe('江苏,30099.00,30099.00,0.00');
    expect(
      await clearing.service.database.read('select claim_id, status, cause from read_holds.hold order by 1'),
    ).toEqual([
      { claim_id: 'H', status: 'released', cause: 'no-request' },
      { claim_id: 'I', status: 'held', cause: null },
      { claim_id: 'J', status: 'held', cause: null },
    ]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('AUD-05, CLR-09: what the investigation finds, and what was found too late, come off the next table', async () => {
    const as = province('31');
    const body = { result: 'wrong', reason: '超标准收费', deductions: [{ column: 'pool', amount: '20.00' }] };
    expect((await clearing.service.call('POST', '/clearing/holds/H/answer', { as, body })).status).toBe(422);
    await clearing.day('2025-10-20');
    await clearing.day('2025-10-21');
    expect(await table('2025-09')).toBe('江苏,-10.00,-10.00,0.00');
    await clearing.day('2025-10-26');
    expect((await clearing.service.call('POST', '/clearing/holds/H/answer', { as, body })).status).toBe(200);
    await clearing.service.call('POST', '/clearing/holds/H/confirmation', { as: province('32') });
    // The limit of two months brings in what is still held.
    await clearing.day('2025-11-21');
    expect(await table('2025-10')).toBe('江苏,89980.00,89980.00,0.00');
    expect(await clearing.verified()).toEqual([]);
  });
});
