import { expect, it } from '@jest/globals';
import type { FailedCheck, planting } from '#testing';
import { claim, confirmed, difference, settled, type ClearingUnderTest } from './month.js';

/** What decides where a cleared claim counts, changed behind the service's back. */
export function plantedClaimCases(
  clearing: () => ClearingUnderTest,
  changed: ReturnType<typeof planting>,
  failed: () => Promise<readonly FailedCheck[]>,
): void {
  it('CLR-09: finds more taken of a fund than it paid, though the claim owes more in all', async () => {
    const set = (column: string) =>
      `update read_deductions.deduction set fund_column = '${column}' where claim_id = 'O1' and source = 'care-audit'`;
    expect(await changed(set('account'), set('pool'), failed)).toContainEqual(
      expect.objectContaining({
        ...{ name: '每笔扣款不超过该项基金支付', detail: expect.stringContaining('O1/account') },
      }),
    );
  });

  it.each([
    ['the city of the insured', `insured_region = '320500'`, `insured_region = '320200'`, '2025-08/32/320500/remit'],
    ['the city of care', `care_region = '330100'`, `care_region = '310115'`, '2025-08/31/330100/receive'],
  ])('CLR-07: finds %s of a cleared claim changed', async (_what, change, undo, place) => {
    const set = (assignment: string) => `update claim set ${assignment} where claim_id = 'O1'`;
    expect(await changed(set(change), set(undo), failed)).toEqual([
      expect.objectContaining({ name: '各市应上解、下拨等于其费用减扣款', detail: expect.stringContaining(place) }),
    ]);
  });

  it('CLR-15: finds a cent in the sum of a pair whose claims have all left the month', async () => {
    await clearing().send(
      settled(claim('Z1', '3.00', { payer: '11', receiver: '12', settledOn: '2025-09-02' })),
      confirmed(['Z1']),
    );
    await clearing().send(difference('z', 'Z1', '11'));
    const change = (sign: string) =>
      `update claim_sum set pool = pool ${sign} 0.01, payable = payable ${sign} 0.01 where payer = '11' and claims = 0`;
    expect(await changed(change('+'), change('-'), failed)).toEqual([
      expect.objectContaining({
        name: '随到随汇总等于逐笔费用之和',
        detail: expect.stringContaining('2025-09/11/12/employee'),
      }),
    ]);
    expect(await failed()).toEqual([]);
  });

  it('CLR-02, REC-03: finds a claim cleared in a month for which it was confirmed too late', async () => {
    const set = (day: string) => `update confirmation set confirmed_on = '${day}' where claim_id = 'O1'`;
    expect(await changed(set('2025-09-20'), set('2025-09-01'), failed)).toEqual([]);
    expect(await changed(set('2025-09-21'), set('2025-09-01'), failed)).toEqual([
      expect.objectContaining({
        name: '已进入清算的费用均已按期确认且未被暂缓',
        detail: expect.stringContaining('O1'),
      }),
    ]);
  });
}
