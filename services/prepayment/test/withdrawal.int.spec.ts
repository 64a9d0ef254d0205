import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failedChecks, planting } from '#testing';
import { nation, prepaymentInSeptember, province, type Caller, type Prepayment } from './prepayment.js';

const TRANSFER = '2025-31-32-1';
const INCREASE = '2025-08-31-32';
let running: Prepayment;

const post = (path: string, as: Caller, body: object = {}) =>
  running.service.call('POST', `/prepayment/${path}`, { as, body });
const move = async (side: 'payment' | 'receipt', serialNumber: string) => {
  const body = { amount: '1000.00', on: '2025-10-10', bank: '中国银行', serialNumber };
  return (await post(`transfers/${TRANSFER}/${side}`, province(side === 'payment' ? '32' : '31'), body)).body;
};
const takeBack = async (side: 'payment' | 'receipt', area: string) =>
  (await post(`transfers/${TRANSFER}/${side}-withdrawal`, province(area), { reason: '误报了另一笔回单' })).body;
const failed = () => failedChecks(running.service);
const overdue = async (unit: string) =>
  ((await running.service.call('GET', '/ops/overdue')).body as unknown as { step: string; who: string }[])
    .filter(({ who }) => who === unit)
    .map(({ step }) => step);
const balance = async (unit: string, account: string) =>
  ((await running.get(`/prepayment/ledger?unit=${unit}`))['balances'] as Record<string, string>[])
    .filter((one) => one['account'] === account)
    .map(({ debit, credit }) => `${debit} ${credit}`);

beforeAll(async () => {
  running = await prepaymentInSeptember();
  await running.service.setBusinessDate('2025-10-13');
  await post(`transfers/${TRANSFER}/hand-over`, province('32'));
  expect(await move('payment', 'WRONG')).toMatchObject({ side: 'paid' });
});

afterAll(() => running.end());

describe('a slip reported in error', () => {
  it('PRE-07: is taken back with a reason by the side that reported it, once', async () => {
    expect((await post(`transfers/${TRANSFER}/payment-withdrawal`, province('33'), { reason: 'x' })).status).toBe(403);
    expect((await post(`transfers/${TRANSFER}/payment-withdrawal`, province('32'))).status).toBe(400);
    expect(await takeBack('payment', '31')).toMatchObject({ code: 'transfer.other-side', rule: 'PRE-07' });
    expect(await takeBack('receipt', '31')).toMatchObject({ code: 'slip.none', rule: 'PRE-07' });
    expect(await takeBack('payment', '32')).toEqual({
      ...{ transferId: TRANSFER, side: 'paid', withdrawnOn: '2025-10-13' },
    });
    expect(await takeBack('payment', '32')).toMatchObject({ code: 'slip.none' });
    const events = `select data, metadata ->> 'actor' as actor, metadata ->> 'reason' as reason from events
      where type = 'TransferSlipWithdrawn'`;
    expect(await running.service.database.read(events)).toEqual([
      {
        ...{ actor: 'user:test', reason: '误报了另一笔回单' },
        data: {
          ...{ transferId: TRANSFER, receiver: '31', payer: '32', amount: '1000.00', returned: false, side: 'paid' },
          ...{ bank: '中国银行', serialNumber: 'WRONG', on: '2025-10-10', withdrawnOn: '2025-10-13' },
          reason: '误报了另一笔回单',
        },
      },
    ]);
  });

  it('PRE-03, PRE-08: the payment is due again, cannot be received, and is booked the other way round', async () => {
    expect(await overdue('江苏省')).toContain('advance-payment');
    expect(await move('receipt', 'R')).toMatchObject({ code: 'transfer.not-paid' });
    expect(await balance('32', 'advance-paid')).toEqual(['1000.00 1000.00']);
    expect(await balance('32', 'special-account')).toEqual(['1000.00 1000.00']);
    const { transfers } = await running.get('/prepayment/transfers?year=2025&unit=32');
    expect(transfers).toContainEqual(
      expect.objectContaining({ transferId: TRANSFER, paidOn: null, paidSerialNumber: null, overdue: true }),
    );
    expect(await failed()).toEqual([]);
  });

  it('PRE-07: the slip that is right is reported then; a payment whose receipt was confirmed is not taken back before the receipt', async () => {
    expect(await move('payment', 'RIGHT')).toMatchObject({ side: 'paid' });
    expect(await overdue('江苏省')).not.toContain('advance-payment');
    expect(await move('receipt', 'R-1')).toMatchObject({ side: 'received' });
    expect(await takeBack('payment', '32')).toMatchObject({
      ...{ code: 'slip.received', rule: 'PRE-08', detail: expect.stringContaining('2025-10-10到账') },
    });
    expect(await takeBack('receipt', '31')).toMatchObject({ side: 'received' });
    expect(await balance('31', 'temporary-receipt')).toEqual(['1000.00 1000.00']);
    expect(await failed()).toEqual([]);
    expect(await takeBack('payment', '32')).toMatchObject({ side: 'paid' });
    expect(await move('payment', 'RIGHT')).toMatchObject({ side: 'paid' });
    expect(await move('receipt', 'R-2')).toMatchObject({ side: 'received' });
    expect(await balance('32', 'advance-paid')).toEqual(['3000.00 2000.00']);
    expect(await balance('31', 'temporary-receipt')).toEqual(['1000.00 2000.00']);
    expect(await failed()).toEqual([]);
  });

  it('PRE-06, PRE-07: of an emergency increase in the same way', async () => {
    const slip = (serialNumber: string) => ({ bank: '中国银行', serialNumber });
    const increase = `increases/${INCREASE}`;
    const asked = { month: '2025-08', receiver: '31', payer: '32', amount: '500.00', reason: '就诊高峰' };
    await post('increases', province('31'), asked);
    await post(`${increase}/grant`, nation, { amount: '400.00' });
    await post(`${increase}/grant-approval`, { ...nation, subject: 'second' }, { amount: '400.00' });
    await post(`${increase}/hand-over`, province('32'));
    const pay = async (serial: string) =>
      (await post(`${increase}/payment`, province('32'), { paidOn: '2025-10-13', ...slip(serial) })).body;
    const withdraw = async (side: string, area: string) =>
      post(`${increase}/${side}-withdrawal`, province(area), { reason: '流水号有误' });
    await pay('I-WRONG');
    expect((await withdraw('payment', '31')).status).toBe(403);
    expect((await withdraw('payment', '32')).body).toMatchObject({ side: 'paid', reason: '流水号有误' });
    expect((await withdraw('payment', '32')).body).toMatchObject({ code: 'slip.none' });
    const { increases } = await running.get('/prepayment/increases?month=2025-08');
    expect(increases).toMatchObject([{ status: 'granted', paidOn: null, reportedLate: null }]);
    expect(await pay('I-RIGHT')).toMatchObject({ serialNumber: 'I-RIGHT', attempt: 2 });
    await post(`${increase}/receipt`, province('31'), { receivedOn: '2025-10-13', ...slip('I-R') });
    expect((await withdraw('payment', '32')).body).toMatchObject({ code: 'slip.received', rule: 'PRE-08' });
    expect((await withdraw('receipt', '31')).body).toMatchObject({ side: 'received' });
    await post(`${increase}/receipt`, province('31'), { receivedOn: '2025-10-13', ...slip('I-R2') });
    expect(await balance('32', 'advance-paid')).toEqual(['3800.00 2400.00']);
    expect(await failed()).toEqual([]);
  });

  it('PRE-08, CLR-13: verify finds a cent in what was booked the other way round; every slip and what was taken back is in the figures', async () => {
    const changed = planting(() => running.service.database);
    const cents = (sign: string) =>
      ['debit', 'credit']
        .map(
          (side) => `update read_ledger.entry set ${side} = ${side} ${sign} 0.01
           where movement_id = '${TRANSFER}/paid/withdrawn' and ${side} > 0`,
        )
        .join('; ');
    const found = await changed(cents('+'), cents('-'), failed);
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['预付金账与收付反馈一致', '参保地预付款项等于就医地暂收款项加在途']),
    );
    expect(found.find(({ name }) => name === '预付金账与收付反馈一致')?.detail).toContain(`${TRANSFER}/paid`);
    expect(await failed()).toEqual([]);
    const { body } = await running.service.call('GET', '/ops/figures');
    expect(Object.keys(body).filter((name) => name.startsWith(`moved ${TRANSFER}`))).toEqual(
      expect.arrayContaining([
        ...['', '/2', '/3'].map((attempt) => `moved ${TRANSFER}/paid${attempt}`),
        ...['', '/2'].map((attempt) => `moved ${TRANSFER}/paid${attempt} withdrawn`),
        ...[`moved ${TRANSFER}/received`, `moved ${TRANSFER}/received withdrawn`, `moved ${TRANSFER}/received/2`],
      ]),
    );
    expect(body).toMatchObject({ [`moved ${TRANSFER}/paid withdrawn`]: '2025-10-13' });
  });
});
