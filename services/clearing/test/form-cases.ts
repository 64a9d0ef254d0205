import { expect, it } from '@jest/globals';
import { FORM_TYPES } from '#forms';
import { figuresOf, readForm } from '../../../libs/shared/testing/src/read-form.js';
import { finance, province, type ClearingUnderTest } from './month.js';

/** What stands on the forms of the month once its notices are published. */
export function formCases(clearing: () => ClearingUnderTest): void {
  const call: ClearingUnderTest['service']['call'] = (...args) => clearing().service.call(...args);

  it('CLR-03, CLR-05, SEC-01: forms show the published figures, and those of another province are refused', async () => {
    const fetched = (annex: string, area: string, accept?: string) =>
      clearing().form(`/clearing/periods/2025-08/forms/${annex}?unit=31`, area, accept);
    const read = async (annex: string) => readForm(Buffer.from(await (await fetched(annex, '31')).arrayBuffer()));
    const [receivable, notice] = [await read('14-7'), await read('15')];
    const csv = (await clearing().csv('/clearing/periods/2025-08/tables/14-7?unit=31')).split('\n').slice(1);
    const shown = receivable.table.slice(1).map((row) => figuresOf(row).map((figure) => Number(figure).toFixed(2)));
    expect(shown).toEqual(csv.map((line) => line.split(',').slice(1)));
    expect(receivable.text).toContain('制表日期：2025年09月21日');
    expect(notice.table.filter(([name]) => String(name).startsWith('*'))).toEqual([['*浙江', { number: '7' }]]);
    expect((await fetched('16', '31', FORM_TYPES.pdf)).headers.get('content-type')).toBe(FORM_TYPES.pdf);
    const status = async (path: string) => (await call('GET', path, { as: province('33') })).status;
    const periods = '/clearing/periods/2025-08/forms';
    expect([await status(`${periods}/15?unit=31`), await status(`${periods}/14`)]).toEqual([403, 403]);
    const unknown = '/clearing/periods/2025-06/forms/14-1?unit=33';
    expect([await status(`${periods}/13?unit=33`), await status(unknown)]).toEqual([400, 404]);
  });

  it('CLR-12, SEC-01: a unit changes its own account, everybody who pays sees it', async () => {
    const account = { accountName: '上海市财政局', accountNumber: '31010000123456', bankName: '中国银行上海市分行' };
    const body = { ...account, bankCode: '104290003033', effectiveOn: '2025-09-30' };
    const change = (area: string) => call('PUT', '/clearing/finance-accounts/31', { as: province(area), body });
    expect([(await change('33')).status, (await change('31')).status]).toEqual([403, 200]);
    const { body: known } = await call('GET', '/clearing/finance-accounts', { as: finance('33') });
    expect(known['accounts']).toMatchObject([{ unit: '31', ...account }]);
    expect((await clearing().form('/clearing/finance-accounts/forms/10', '33')).status).toBe(200);
  });
}
