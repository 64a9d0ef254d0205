import { expect, it } from '@jest/globals';
import { claim, confirmed, province, settled, type ClearingUnderTest } from './month.js';

/** What happens after August was published: found, recovered, refunded, and a service that sleeps through September. */
export function nextMonthCases(clearing: () => ClearingUnderTest): void {
  it('CLR-03, CLR-07: a cell is made of cities, institutions and claims, and a city remits its part', async () => {
    const breakdown = async (query: string, as = province('32')) =>
      (
        await clearing().service.call('GET', `/clearing/periods/2025-08/breakdown?payer=32&receiver=31&${query}`, {
          as,
        })
      ).body['lines'];
    const whole = { claims: 7, payable: '160529.99', deducted: '1234.56', cleared: '159295.43' };
    expect(await breakdown('by=insured-city')).toEqual([{ key: '320200', ...whole }]);
    expect(await breakdown('by=institution')).toEqual([{ key: 'H31011500001', ...whole }]);
    expect(((await breakdown('by=claim&after=H1', province('31'))) as object[])[0]).toMatchObject({
      ...{ key: 'H2', payable: '30000.00', deducted: '1234.56', cleared: '28765.44' },
    });
    expect(await breakdown('by=claim', province('33'))).toBeUndefined();
    const body = {
      direction: 'remit',
      amount: '159295.43',
      bank: '中国银行',
      serialNumber: 'C-1',
      movedOn: '2025-09-30',
    };
    const remit = (amount: string) =>
      clearing().service.call('POST', '/clearing/notices/2025-08/32/cities/320200', {
        as: province('32'),
        body: { ...body, amount },
      });
    expect((await remit('1.00')).body).toMatchObject({ code: 'city.amount' });
    expect((await remit('159295.43')).body).toEqual({ city: '320200', direction: 'remit', recorded: true });
    expect(
      (await clearing().service.call('GET', '/clearing/notices/2025-08/32/cities', { as: province('32') })).body,
    ).toMatchObject({
      cities: [{ city: '320200', direction: 'remit', due: '159295.43', settledOn: '2025-09-30', late: false }],
    });
    const { body: others } = await clearing().service.call('GET', '/clearing/notices/2025-08/31/cities', {
      as: province('31'),
    });
    expect((others['cities'] as object[]).at(-1)).toMatchObject({ direction: 'receive', settledOn: null, late: true });
  });

  it('CLR-09, CLR-10, SEC-05: what is found of a paid claim, recovered or refunded comes off the next table', async () => {
    const deduct = (body: object, area = '31') =>
      clearing().service.call('POST', '/clearing/claims/O1/deductions', { as: province(area), body });
    const found = { nature: 'refused-cost', lines: [{ column: 'pool', amount: '100.00' }], reason: '超标准收费' };
    expect((await deduct(found, '32')).status).toBe(403);
    expect((await deduct({ ...found, nature: 'fine' })).body).toMatchObject({ rule: 'SEC-05' });
    expect(await deduct(found)).toMatchObject({ status: 201, body: { deductionId: 'O1/A2' } });
    const recover = (body: object) =>
      clearing().service.call('POST', '/clearing/recoveries', {
        as: province('31'),
        body: {
          ...{ recoveryNo: '追1', receiver: '31', institutionCode: 'H31011500001', amount: '50.00' },
          ...{ penalties: '20.00', reason: '过度诊疗', ...body },
        },
      });
    expect((await recover({})).body).toMatchObject({ code: 'recovery.no-basis' });
    const claims = [{ claimId: 'N1', column: 'pool', amount: '50.00' }];
    expect(await recover({ claims })).toMatchObject({ status: 201, body: { byClaim: '50.00', lines: [] } });
    expect(
      (await recover({ recoveryNo: '追2', amount: '29950.00', claims: [{ ...claims[0], amount: '29950.00' }] })).body,
    ).toMatchObject({ code: 'deduction.exceeds' });
    const { body: seen } = await clearing().service.call('GET', '/clearing/recoveries?unit=32', { as: province('32') });
    expect(seen['recoveries']).toMatchObject([{ recoveryNo: '追1', returned: '50.00', periods: [] }]);
    const basic = [{ code: '390100', column: 'basic' as const, amount: '-500.00' }];
    await clearing().send(
      settled(claim('RO2', '-500.00', { refundOf: 'O2', settledOn: '2025-09-12', scheme: 'resident', funds: basic })),
      confirmed(['RO2']),
    );
  });

  it('CLR-15: a service that slept through the next month makes its steps up in order, once', async () => {
    await clearing().service.call('POST', '/clearing/holds/H3/answer', {
      as: province('31'),
      body: { result: 'correct' },
    });
    const report = await clearing().day('2025-11-02');
    expect(report['clearing-day']).toMatchObject({
      ran: 'cut-off 2025-09、table 2025-09、confirmations 2025-09、investigation-list 2025-10',
      refused: expect.stringContaining('notices 2025-09：32个省级单位尚未确认清算表'),
    });
    const overdue = await clearing().service.call('GET', '/ops/overdue');
    const all = overdue.body as unknown as { step: string; month: string; who?: string }[];
    const named = all.filter(({ month }) => month !== '2025-07');
    expect(named.filter(({ step }) => step === 'confirmation')).toHaveLength(32);
    expect(named.filter(({ step }) => step !== 'confirmation')).toEqual([
      { step: 'finance-account', month: '2025-08', dueOn: '2025-09-30', who: '浙江省', count: 1 },
      // 江苏 has remitted the part of its only city.
      ...['上海市', '浙江省'].map((who) => ({ step: 'city', month: '2025-08', dueOn: '2025-10-14', who, count: 1 })),
      ...['上海市', '浙江省'].map((who) => ({ step: 'hand-over', month: '2025-08', dueOn: '2025-10-14', who })),
      { step: 'answer-confirmation', month: '2025-10', dueOn: '2025-10-22', who: '江苏省', count: 1 },
      // 浙江 only collects its 7.00, which 上海 has not paid.
      { step: 'payment', month: '2025-08', dueOn: '2025-10-28', who: '上海市' },
      { step: 'receivable', month: '2025-08', dueOn: '2025-10-28', who: '浙江省', count: 1 },
      { step: 'notices', month: '2025-09', dueOn: '2025-10-31' },
    ]);
    const line = (annex: string, unit: string, name: string) =>
      clearing().line(`2025-09/tables/${annex}?unit=${unit}`, name);
    // SEP less what was found of O1, in dispute of it and recovered of N1; the refund of O2 alone among residents
    expect(await line('14-1', '32', '上海')).toBe('上海,-460.00,40.00,-500.00');
    expect(await line('14-4', '32', '上海')).toBe('上海,157.00,157.00,0.00');
    expect(await line('14-7', '31', '江苏')).toBe('江苏,-617.00,-117.00,-500.00');
    expect(await clearing().verified()).toEqual([]);
  });
}
