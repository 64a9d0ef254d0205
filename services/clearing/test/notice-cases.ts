import { expect, it } from '@jest/globals';
import { finance, nation, province, type ClearingUnderTest } from './month.js';

/** The way of the notices of August, and who is late on it. */
export function noticeCases(clearing: () => ClearingUnderTest): void {
  const call: ClearingUnderTest['service']['call'] = (...args) => clearing().service.call(...args);

  it('CLR-06, CLR-12: a notice is handed over, paid with bank and serial number, reported, in this order; late ones show', async () => {
    const take = (step: string, as: ReturnType<typeof province> | ReturnType<typeof finance>, body: object = {}) =>
      call('POST', `/clearing/notices/2025-08/32/${step}`, { as, body });
    const payment = { bank: '中国银行', serialNumber: 'S-1' };
    expect((await take('paid', finance('32'), payment)).body).toMatchObject({ rule: 'CLR-06' });
    await clearing().service.setBusinessDate('2025-10-15');
    expect((await take('hand-over', province('32'))).status).toBe(200);
    expect((await take('paid', finance('32'), { bank: '中国银行' })).status).toBe(400);
    expect((await take('paid', province('32'), payment)).status).toBe(403);
    expect((await take('paid', finance('32'), payment)).status).toBe(200);
    expect((await take('reported', province('32'))).status).toBe(200);
    const late = async (date: string) => {
      await clearing().service.setBusinessDate(date);
      const { body } = await call('GET', '/clearing/notices/2025-08', { as: nation });
      return (body['notices'] as { unit: string; late: string[] }[])
        .filter(({ unit }) => unit !== '32')
        .map((one) => [one.unit, ...one.late].join(' '));
    };
    // 31 has done nothing; 33 only collects and has nothing to pay.
    expect(await late('2025-10-14')).toEqual(['31', '33']);
    expect(await late('2025-10-28')).toEqual(['31 hand-over', '33 hand-over']);
    expect(await late('2025-10-29')).toEqual(['31 hand-over paid', '33 hand-over']);
    expect(await late('2025-11-04')).toEqual(['31 hand-over paid', '33 hand-over']);
    expect(await late('2025-11-05')).toEqual(['31 hand-over paid reported', '33 hand-over reported']);
    await clearing().service.setBusinessDate('2025-10-15');
    const { body } = await call('GET', '/clearing/notices/2025-08', { as: nation });
    // 5 working days after 2025-09-30 end on 2025-10-14: 10-01 to 10-08 are holidays, 10-11 is worked
    expect((body['notices'] as object[]).find((one) => (one as { unit: string }).unit === '32')).toMatchObject({
      ...{ step: 'reported', handOverBy: '2025-10-14', paidOn: '2025-10-15', late: ['hand-over'] },
    });
  });
}
