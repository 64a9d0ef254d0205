import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS, topicOf, type SpecialAccountMoved } from '#contracts';
import { deliver, type ServiceUnderTest } from '#testing';
import { mintDevelopmentToken } from '#http';
import { openBus, parseConfig } from '#service';
import { readForm } from '../../../libs/shared/testing/src/read-form.js';
import { noticesMessage } from './clearing-messages.js';
import { AUGUST, nation, prepaymentInSeptember, province, type Caller, type Prepayment } from './prepayment.js';

let running: Prepayment;
let prepayment: ServiceUnderTest;
let environment: Prepayment['environment'];

beforeAll(async () => {
  running = await prepaymentInSeptember();
  ({ service: prepayment, environment } = running);
});

afterAll(() => running.end());

const get: Prepayment['get'] = (path, as) => running.get(path, as);

/** What the watchdog names on the day it is, of these steps. */
async function overdue(...steps: readonly string[]): Promise<readonly object[]> {
  const { body } = await prepayment.call('GET', '/ops/overdue');
  return (body as unknown as { step: string }[]).filter(({ step }) => steps.includes(step));
}

describe('emergency increase', () => {
  const ask = (over: object = {}, key?: string) =>
    prepayment.call('POST', '/prepayment/increases', {
      as: province(String((over as { receiver?: string }).receiver ?? '31')),
      body: { month: '2025-08', receiver: '31', payer: '32', amount: '500.00', reason: '就诊高峰', ...over },
      ...(key === undefined ? {} : { key }),
    });

  it('PRE-06: is refused below red and for others, granted at red, and raises the level from that day on', async () => {
    await prepayment.setBusinessDate('2025-09-24');
    expect((await ask({ receiver: '32', payer: '31' })).body).toMatchObject({
      code: 'increase.not-red',
      rule: 'PRE-06',
    });
    const asked = await ask({}, 'ask-1');
    expect(asked).toMatchObject({ status: 201, body: { increaseId: '2025-08-31-32', requestedOn: '2025-09-24' } });
    expect(await ask({}, 'ask-1')).toEqual(asked);
    expect((await ask({ amount: '1.00' }, 'ask-1')).status).toBe(409);
    const grant = (as: Caller) =>
      prepayment.call('POST', '/prepayment/increases/2025-08-31-32/grant', { as, body: { amount: '400.00' } });
    const approve = (as: Caller, amount = '400.00') =>
      prepayment.call('POST', '/prepayment/increases/2025-08-31-32/grant-approval', { as, body: { amount } });
    expect((await grant(province('31'))).status).toBe(403);
    expect((await grant(nation)).body).toMatchObject({ amount: '400.00', proposedBy: 'user:test' });
    expect((await approve(nation)).body).toMatchObject({ code: 'four-eyes.same-person', rule: 'SEC-04' });
    const second = { ...nation, subject: 'second' };
    expect((await approve(second, '500.00')).body).toMatchObject({ code: 'four-eyes.changed', rule: 'SEC-04' });
    expect((await approve(second)).body).toMatchObject({
      amount: '400.00',
      submitBy: '2025-09-30',
      payBy: '2025-10-21',
    });
    expect(await get('/prepayment/levels/2025?unit=33')).toMatchObject({ total: '1000.00' });
    expect(await get('/prepayment/levels/2025?unit=31')).toMatchObject({
      levels: [
        { payer: '32', amount: '1400.00', previous: '1000.00', adjustment: '400.00', increaseId: '2025-08-31-32' },
        { payer: '33', amount: '1000.00' },
        { payer: '31', receiver: '32' },
      ],
    });
  });

  it('PRE-01, PRE-06, SEC-01: papers of levels and of the increase, each for its own province and the nation only', async () => {
    const fetched = async (path: string, area: string) => {
      const token = await mintDevelopmentToken({ subject: 'forms', roles: ['provincial-finance'], area });
      return fetch(`${prepayment.url}/prepayment/${path}`, { headers: { authorization: `Bearer ${token}` } });
    };
    const read = async (answer: Promise<Response>) => readForm(Buffer.from(await (await answer).arrayBuffer()));
    const increase = 'increases/2025-08-31-32/forms';
    expect((await read(fetched(`${increase}/8`, '32'))).text).toContain('于2025年10月21日前，补充拨付预付金0.04万元');
    expect((await read(fetched(`${increase}/9`, '31'))).text).toContain('请你单位对江苏省补充拨付预付金0.04万元');
    expect((await fetched(`${increase}/8`, '31')).status).toBe(403);
    expect((await fetched(`${increase}/9`, '32')).status).toBe(403);
    // The raise of 400.00 has its own papers: the level that was set stays what annexes 3 and 4 say.
    const paid = await read(fetched('levels/2025/forms/3?unit=32', '32'));
    expect(paid.table.filter(([name]) => name === '上海' || name === '合 计').map((row) => row[1])).toEqual([
      { number: '0.1' },
      { number: '0.1' },
    ]);
    expect((await fetched('levels/2025/forms/4?unit=32', '31')).status).toBe(403);
    expect((await fetched('levels/2025/forms/6?unit=32', '32')).status).toBe(404);
    expect((await fetched('levels/2024/forms/3?unit=32', '32')).status).toBe(404);
    expect((await fetched('levels/2025/forms/5', '32')).status).toBe(403);
  });

  it('PRE-06: is open until three working days after the signature, and refused as late from then on', async () => {
    const signed = (month: string, publishedOn: string) =>
      noticesMessage({ month, publishedOn, payments: 1, collections: 1, total: AUGUST.total });
    await deliver(prepayment, environment, 'clearing', [signed('2025-08', '2025-09-30')]);
    await prepayment.setBusinessDate('2025-10-12');
    expect((await ask({ payer: '33' })).body).toMatchObject({ code: 'increase.late' });
    await prepayment.setBusinessDate('2025-10-09');
    expect(await ask({ payer: '33' })).toMatchObject({ status: 201, body: { requestableUntil: '2025-10-11' } });
    const declined = await prepayment.call('POST', '/prepayment/increases/2025-08-31-33/decline', {
      as: nation,
      body: { reason: '金额无依据' },
    });
    expect(declined.body).toMatchObject({ reason: '金额无依据', declinedOn: '2025-10-09' });
  });

  it('PRE-06, PRE-07: an unpaid grant is noticed by the day after its last, and the payer reports the payment', async () => {
    const run = (asOf: string) => prepayment.call('POST', '/ops/jobs/prepayment-day/runs', { body: { asOf } });
    await prepayment.setBusinessDate('2025-10-22');
    expect((await run('2025-10-21')).body).toMatchObject({ noticed: 0, overdue: 0 });
    expect((await run('2025-10-22')).body).toMatchObject({ noticed: 1, overdue: 1 });
    expect((await get('/prepayment/increases?month=2025-08&unit=32', province('32')))['increases']).toMatchObject([
      { increaseId: '2025-08-31-32', status: 'granted', granted: '400.00', overdue: true },
    ]);
    const body = { paidOn: '2025-10-22', bank: '中国银行', serialNumber: 'S-1' };
    const report = (area: string) =>
      prepayment.call('POST', '/prepayment/increases/2025-08-31-32/payment', { as: province(area), body });
    const handOver = (area: string) =>
      prepayment.call('POST', '/prepayment/increases/2025-08-31-32/hand-over', { as: province(area), body: {} });
    const late = { month: '2025-09', dueOn: '2025-09-30', who: '江苏省', count: 1 };
    expect(await overdue('increase-hand-over')).toEqual([{ step: 'increase-hand-over', ...late }]);
    expect((await report('31')).status).toBe(403);
    expect((await report('32')).body).toMatchObject({ code: 'increase.out-of-order', rule: 'PRE-06' });
    expect((await handOver('31')).status).toBe(403);
    expect((await handOver('32')).body).toMatchObject({ increaseId: '2025-08-31-32', on: '2025-10-22' });
    expect(await overdue('increase-hand-over')).toEqual([]);
    expect((await report('32')).body).toMatchObject({ reportedLate: false });
    // Paid on the 22nd: received and reported by the 29th.
    await prepayment.setBusinessDate('2025-10-29');
    expect(await overdue('increase-receipt')).toEqual([]);
    await prepayment.setBusinessDate('2025-10-30');
    const receivable = { month: '2025-10', dueOn: '2025-10-29', who: '上海市', count: 1 };
    expect(await overdue('increase-receipt')).toEqual([{ step: 'increase-receipt', ...receivable }]);
    await prepayment.setBusinessDate('2025-10-22');
    const receipt = { receivedOn: '2025-10-22', bank: '中国工商银行', serialNumber: 'R-1' };
    const receive = (area: string) =>
      prepayment.call('POST', '/prepayment/increases/2025-08-31-32/receipt', { as: province(area), body: receipt });
    expect((await receive('32')).status).toBe(403);
    expect((await receive('31')).body).toMatchObject({ amount: '400.00' });
    expect((await run('2025-10-23')).body).toMatchObject({ noticed: 0, overdue: 0 });
  });

  it('PRE-02, PRE-03, PRE-07, PRE-08: a level is handed over, paid and received with its slips, and the books of both balance', async () => {
    const handOver = async (area: string) =>
      (await prepayment.call('POST', '/prepayment/transfers/2025-31-32-1/hand-over', { as: province(area), body: {} }))
        .body;
    const move = (side: string, area: string, amount = '1000.00') =>
      prepayment.call('POST', `/prepayment/transfers/2025-31-32-1/${side}`, {
        as: province(area),
        body: { amount, on: '2025-10-10', bank: '中国银行', serialNumber: `${side}-1` },
      });
    expect((await move('payment', '33')).status).toBe(403);
    expect((await move('payment', '32', '999.00')).body).toMatchObject({ rule: 'CLR-11' });
    expect((await move('payment', '32')).body).toMatchObject({ code: 'transfer.out-of-order', rule: 'PRE-03' });
    expect(await handOver('33')).toMatchObject({ status: 403 });
    expect(await handOver('31')).toMatchObject({ code: 'transfer.other-side' });
    expect(await handOver('32')).toEqual({ transferId: '2025-31-32-1', recorded: true });
    expect(await handOver('32')).toEqual({ transferId: '2025-31-32-1', recorded: false });
    expect((await move('payment', '32')).body).toMatchObject({ transferId: '2025-31-32-1', reportedLate: true });
    expect(await overdue('advance-receipt')).toEqual([
      { step: 'advance-receipt', month: '2025-10', dueOn: '2025-10-16', who: '上海市', count: 1 },
    ]);
    expect((await move('receipt', '31')).body).toMatchObject({ reportedLate: true });
    const { transfers } = await get('/prepayment/transfers?year=2025&unit=32', province('32'));
    expect(transfers).toMatchObject([
      { transferId: '2025-31-32-1', amount: '1000.00', mark: '', handedOverOn: '2025-10-22', paidBank: '中国银行' },
      { transferId: '2025-32-31-1', payBy: '2025-02-20', paidOn: null, overdue: true },
    ]);
    expect((await prepayment.call('GET', '/ops/overdue')).body).toEqual(
      [
        ['advance-hand-over', '2025-02-07'],
        ['advance-payment', '2025-02-20'],
      ].flatMap(([step, dueOn]) =>
        ['上海市', '浙江省'].map((who) => ({ step, month: '2025-02', dueOn, who, count: 1 })),
      ),
    );
    expect(await get('/prepayment/ledger?unit=32', province('32'))).toMatchObject({
      balances: [
        { account: 'advance-paid', counterparty: '31', debit: '1400.00', credit: '0.00' },
        { account: 'special-account', counterparty: '31', debit: '0.00', credit: '1400.00' },
      ],
    });
  });

  it('CLR-11: interest on advances is booked to the place of care alone', async () => {
    const body = { amount: '3.21', on: '2025-09-21', bank: '中国银行', serialNumber: 'L-1' };
    const as = { roles: ['provincial-finance'] as const, area: '31' };
    const report = () => prepayment.call('POST', '/prepayment/interest/31', { as, body });
    expect([(await report()).body, (await report()).body]).toEqual([
      { unit: '31', recorded: true },
      { unit: '31', recorded: false },
    ]);
    const { balances } = await get('/prepayment/ledger?unit=31', province('31'));
    expect(balances).toContainEqual({
      ...{ unit: '31', account: 'interest-income', counterparty: '31', debit: '0.00', credit: '3.21' },
    });
  });

  it('PRE-07, CLR-13: tells whoever keeps the special accounts what has moved in each of them', async () => {
    const bus = openBus(parseConfig(environment), 'test');
    const { type, schema } = CONTRACTS.specialAccountMoved;
    let told: readonly SpecialAccountMoved[] = [];
    for (const until = Date.now() + 20_000; told.length < 5 && Date.now() < until;) {
      const published = await bus.read(topicOf('prepayment'), 100);
      told = published.filter((one) => one.type === type).map(({ data }) => schema.parse(data));
    }
    await bus.close();
    // All of them once more from the log, as where they were recorded before anybody was told; and only once.
    const retell = async () =>
      (await prepayment.call('POST', '/ops/jobs/retell-movements/runs', { body: { asOf: '2025-10-01' } })).body;
    expect([await retell(), await retell()]).toMatchObject([{ told: 5 }, { told: 0 }]);
    const retold = await prepayment.database.read<{ data: SpecialAccountMoved }>(
      `select data from events where type = 'MovementRetold' order by global_position`,
    );
    const byNumber = (all: readonly SpecialAccountMoved[]) =>
      all.toSorted((a, b) => (a.movementId < b.movementId ? -1 : 1));
    expect(byNumber(retold.map(({ data }) => data))).toEqual(byNumber(told));
    expect(
      told.map((one) => `${one.unit} ${one.direction} ${one.kind} ${one.amount} ${one.serialNumber}`).sort(),
    ).toEqual([
      '31 in interest 3.21 L-1',
      '31 in temporary-receipt 1000.00 receipt-1',
      '31 in temporary-receipt 400.00 R-1',
      '32 out advance-paid 1000.00 payment-1',
      '32 out advance-paid 400.00 S-1',
    ]);
  });

  it('SEC-03, PRE-08: verify holds for everything that happened here', async () => {
    const { body } = await prepayment.call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
