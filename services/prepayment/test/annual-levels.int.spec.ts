import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintDevelopmentToken } from '#http';
import { deliver, failedChecks, planting, type ServiceUnderTest } from '#testing';
import { readForm } from '../../../libs/shared/testing/src/read-form.js';
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

const ask = (month: string) =>
  prepayment.call('POST', '/prepayment/increases', {
    as: province('31'),
    body: { month, receiver: '31', payer: '32', amount: '500.00', reason: '就诊高峰' },
  });

async function grant(increaseId: string): Promise<void> {
  const act = (path: string, as: Caller) =>
    prepayment.call('POST', `/prepayment/increases/${increaseId}/${path}`, { as, body: { amount: '500.00' } });
  await act('grant', nation);
  expect((await act('grant-approval', { ...nation, subject: 'second' })).status).toBe(200);
}

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
    expect((await ask('2025-11')).status).toBe(201);
    await grant('2025-11-31-32');
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

  it('PRE-02, PRE-06: a level set again after an increase stands on annexes 5 and 6 as the nation approved it', async () => {
    await prepayment.setBusinessDate('2026-03-21');
    const red = table('2026-02', '2026-03-21', [['32', '31', '3000.00']]);
    await deliver(prepayment, environment, 'clearing', [tableMessage(red)]);
    expect((await ask('2026-02')).status).toBe(201);
    await grant('2026-02-31-32');
    await prepayment.setBusinessDate('2026-03-25');
    const again = [{ payer: '32', receiver: '31', amount: '5000.00' }];
    expect((await running.setLevels('2026', again)).status).toBe(200);
    const form = async (annex: string) => {
      const token = await mintDevelopmentToken({ subject: 'forms', ...nation });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${prepayment.url}/prepayment/levels/2026/forms/${annex}`, { headers });
      return readForm(Buffer.from(await answer.arrayBuffer()));
    };
    // 1,500.00 of last year with the increase of January in it, set to 1,000.00, raised to 1,500.00, set to 5,000.00.
    const { table: lines, text } = await form('6?unit=32');
    const ofShanghai = lines.find(([name]) => name === '上海');
    expect(ofShanghai?.slice(1)).toEqual([{ number: '0.15' }, { number: '0.5' }, { number: '0.3' }]);
    expect(text).toContain('上海本年核定额度含年内紧急调增0.05万元');
    const national = (await form('5')).table.flat();
    expect(national).toContainEqual({ number: '0.5' });
  });
});
