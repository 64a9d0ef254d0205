import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { send } from './hospital.js';
import { DAY, province, settledDay, type Entry, type SettledDay } from './settled-day.js';

let running: SettledDay;

beforeAll(async () => {
  running = await settledDay();
});

afterAll(() => running.end());

type Row = Readonly<Record<string, unknown>>;
const upload = (side: string, unit: string, entries: readonly Entry[]) =>
  running.service.call('PUT', `/settlement/reconciliation/ledgers/${side}/${unit}/${DAY}`, {
    ...{ as: province(unit), body: { entries } },
  });
async function reconciled(asOf: string): Promise<void> {
  await running.service.call('POST', '/ops/jobs/reconcile-day/runs', { body: { asOf } });
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const { body } = await running.service.call('GET', '/ops/lag');
    if ((body as unknown as { behind: number }[]).every(({ behind }) => behind === 0)) break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
async function ask(infno: string, data: object): Promise<readonly Row[] | string> {
  const { output, err_msg } = await send(running.service, infno, { data });
  return (output as { data?: Row[] } | null)?.data ?? String(err_msg);
}
const results = (changes: object = {}) => ask('13203', { stmt_date: DAY, page_num: '1', page_size: '100', ...changes });
const failed = (changes: object = {}) => ask('3209A', { begndate: DAY, enddate: DAY, clr_type: '11', ...changes });
const outcomes = (rows: readonly Row[] | string) =>
  Array.isArray(rows) ? rows.map((row: Row) => `${row['setl_id']}:${row['stmt_rslt']}`).sort() : rows;

describe('what the daily comparison tells a hospital', () => {
  it('REC-01: 13203 tells the result of each claim once both sides were compared, 3209A those that differ until they are closed', async () => {
    const { claims, service } = running;
    const [wrong, ...right] = claims as readonly [Entry, ...Entry[]];
    await upload('care', '31', claims);
    await reconciled('2025-08-02');
    expect([await results(), await failed()]).toEqual([[], []]);
    await upload('insured', '32', [{ ...wrong, cash: '0.01' }, ...right]);
    await reconciled('2025-08-02');

    const balanced = right.map(({ claimId }) => `${claimId}:0`);
    expect(outcomes(await results())).toEqual([`${wrong.claimId}:1`, ...balanced].sort());
    expect(outcomes(await results({ stmt_rslt: '0', insutype: '310', clr_pay_loc: '4' }))).toEqual(balanced.sort());
    expect(await results({ stmt_rslt: '1' })).toEqual([
      expect.objectContaining({ setl_id: wrong.claimId, psn_name: '王小明', clr_optins: '310115' }),
    ]);
    expect((await results({ page_num: '2', page_size: '4' })).length).toBe(1);
    expect([await results({ clr_pay_loc: '2' }), await results({ stmt_date: '2025-08-02' })]).toEqual([[], []]);
    expect(await failed()).toEqual([{ setlId: wrong.claimId, insuAdmdvs: '320200' }]);
    expect(await failed({ begndate: '2025-08-02', enddate: '2025-08-31' })).toEqual([]);

    await service.call('POST', '/settlement/reconciliation/differences/close', {
      as: province('32'),
      body: { businessDate: DAY, differenceId: `${DAY}/insured/32/${wrong.claimId}`, unit: '32', reason: '已核实' },
    });
    await reconciled('2025-08-02');
    expect(outcomes(await results({ stmt_rslt: '1' }))).toEqual([]);
    expect(await failed()).toEqual([]);
  });

  it('NHSA-4.9: refuses another agency, a page over 100 rows and days out of order', async () => {
    expect(await results({ clr_optins: '320299' })).toMatch(/310115.*REC-03/);
    expect(await results({ page_size: '101' })).toContain('page_size');
    expect(await failed({ begndate: '2025-08-02' })).toContain('begndate');
  });
});
