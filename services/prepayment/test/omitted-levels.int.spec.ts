import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliver, failedChecks, planting, type ServiceUnderTest } from '#testing';
import { table, tableMessage } from './clearing-messages.js';
import { nation, prepaymentInSeptember, type Prepayment } from './prepayment.js';

let running: Prepayment;
let prepayment: ServiceUnderTest;
let environment: Prepayment['environment'];

beforeAll(async () => {
  running = await prepaymentInSeptember();
  ({ service: prepayment, environment } = running);
});

afterAll(() => running.end());

describe('levels of the year', () => {
  it('PRE-01, PRE-02, SEC-04: a pair that a list leaves out is shown to both persons and counted until it has a level', async () => {
    const cleared = (month: string, day: string) =>
      tableMessage(
        table(month, day, [
          ['11', '12', '3000000.00'],
          ['12', '11', '-7.00'],
          ['13', '12', '0.01'],
        ]),
      );
    await deliver(prepayment, environment, 'clearing', [
      ...[cleared('2025-10', '2025-11-21'), cleared('2025-11', '2025-12-21'), cleared('2025-12', '2026-01-21')],
    ]);
    await prepayment.setBusinessDate('2026-01-25');
    const level = (payer: string, receiver: string, amount: string) => ({ payer, receiver, amount });
    const zero = [level('32', '31', '0.00'), level('31', '32', '0.00'), level('33', '31', '0.00')];
    const omitted = (payer: string, rule: string) => ({
      ...{ payer, receiver: '12', amount: null, rule, difference: `-${rule}` },
    });
    const deviations = [omitted('11', '6000000.00'), omitted('13', '0.02')];
    const listed = await prepayment.call('PUT', '/prepayment/levels/2026', { as: nation, body: { pairs: zero } });
    expect(listed.body).toMatchObject({ state: 'proposed', deviations });
    expect((await running.get('/prepayment/levels/2026/waiting'))['waiting']).toMatchObject({ deviations });
    expect((await running.setLevels('2026', zero)).status).toBe(200);
    const undone = async () => {
      await prepayment.setBusinessDate('2026-02-01');
      const { body } = await prepayment.call('GET', '/ops/overdue');
      const left = (body as unknown as { step: string; count: number }[]).find(({ step }) => step === 'annual-levels');
      await prepayment.setBusinessDate('2026-01-25');
      return left?.count ?? 0;
    };
    expect(await undone()).toBe(2);
    // What was set before is not left out; a level of nothing is a level.
    const rest = [level('13', '12', '0.00')];
    const second = await prepayment.call('PUT', '/prepayment/levels/2026', { as: nation, body: { pairs: rest } });
    expect(second.body['deviations']).toEqual([
      { ...level('13', '12', '0.00'), rule: '0.02', difference: '-0.02' },
      omitted('11', '6000000.00'),
    ]);
    expect((await running.setLevels('2026', rest)).status).toBe(200);
    expect(await undone()).toBe(1);
    expect((await running.setLevels('2026', [level('11', '12', '6000000.00')])).status).toBe(200);
    expect(await undone()).toBe(0);
    const failed = async () => (await failedChecks(prepayment)).map(({ name }) => name);
    expect(await failed()).toEqual([]);
    const cent = (sign: string) => `update clearing_cell set cleared = cleared ${sign} 0.03 where payer = '11'`;
    const changed = planting(() => prepayment.database);
    expect(await changed(cent('+'), cent('-'), failed)).toContain('额度与测算的差异如提请时所示');
  });
});
