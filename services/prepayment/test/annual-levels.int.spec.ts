import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliver, failedChecks, planting, type ServiceUnderTest } from '#testing';
import { table, tableMessage } from './clearing-messages.js';
import { nation, prepaymentInSeptember, province, type Caller, type Prepayment } from './prepayment.js';

let running: Prepayment;
let prepayment: ServiceUnderTest;
let environment: Prepayment['environment'];

beforeAll(async () => {
  running = await prepaymentInSeptember();
  ({ service: prepayment, environment } = running);
});

afterAll(() => running.end());

async function annualLevels(): Promise<readonly object[]> {
  const { body } = await prepayment.call('GET', '/ops/overdue');
  return (body as unknown as { step: string }[]).filter(({ step }) => step === 'annual-levels');
}

const ask = () =>
  prepayment.call('POST', '/prepayment/increases', {
    as: province('31'),
    body: { month: '2025-11', receiver: '31', payer: '32', amount: '500.00', reason: '就诊高峰' },
  });

describe('levels of the year', () => {
  it('PRE-02: the watchdog names how many advances have no level of the year after January, whatever was raised or set beside', async () => {
    const undone = async (date: string) => {
      await prepayment.setBusinessDate(date);
      return annualLevels();
    };
    const left = (count: number) => [{ step: 'annual-levels', month: '2026-01', dueOn: '2026-01-31', count }];
    expect(await undone('2026-01-31')).toEqual([]);
    expect(await undone('2026-02-01')).toEqual(left(3));
    // An increase of January raises last year's level and is none of this year.
    await prepayment.setBusinessDate('2026-01-05');
    const red = table('2025-11', '2025-12-21', [['32', '31', '3000.00']]);
    await deliver(prepayment, environment, 'clearing', [tableMessage(red)]);
    expect((await ask()).status).toBe(201);
    const grant = (path: string, as: Caller) =>
      prepayment.call('POST', `/prepayment/increases/2025-11-31-32/${path}`, { as, body: { amount: '500.00' } });
    await grant('grant', nation);
    expect((await grant('grant-approval', { ...nation, subject: 'second' })).status).toBe(200);
    expect(await undone('2026-02-01')).toEqual(left(3));
    const level = (payer: string, receiver: string, amount: string) => ({ payer, receiver, amount });
    expect((await running.setLevels('2026', [level('32', '31', '1000.00')])).status).toBe(200);
    expect(await undone('2026-02-01')).toEqual(left(2));
    const rest = [level('33', '31', '0.00'), level('31', '32', '1000.00'), level('45', '44', '7.00')];
    expect((await running.setLevels('2026', rest)).status).toBe(200);
    expect(await undone('2026-02-01')).toEqual([]);
  });

  it('PRE-01, SEC-04: both persons see which levels are not the rule’s, and verify that it was the rule of the tables', async () => {
    await deliver(prepayment, environment, 'clearing', [
      tableMessage(table('2025-10', '2025-11-21', [['31', '32', '0.01']])),
      tableMessage(table('2025-12', '2026-01-21', [['31', '32', '150.00']])),
    ]);
    await prepayment.setBusinessDate('2026-02-02');
    const level = (payer: string, receiver: string, amount: string) => ({ payer, receiver, amount });
    const pairs = [level('32', '31', '2000.00'), level('31', '32', '100.00'), level('33', '31', '5.00')];
    const deviations = [
      { ...level('31', '32', '100.00'), rule: '100.01', difference: '-0.01' },
      { ...level('33', '31', '5.00'), rule: '0.00', difference: '5.00' },
    ];
    const listed = await prepayment.call('PUT', '/prepayment/levels/2026', { as: nation, body: { pairs } });
    expect(listed).toMatchObject({ status: 200, body: { state: 'proposed', deviations } });
    expect((await running.get('/prepayment/levels/2026/waiting'))['waiting']).toMatchObject({ pairs, deviations });
    const failed = async () => (await failedChecks(prepayment)).map(({ name }) => name);
    expect(await failed()).toEqual([]);
    const cent = (sign: string) => `update clearing_cell set cleared = cleared ${sign} 0.03 where month = '2025-12'`;
    const changed = planting(() => prepayment.database);
    expect(await changed(cent('+'), cent('-'), failed)).toContain('额度与测算的差异如提请时所示');
  });
});
