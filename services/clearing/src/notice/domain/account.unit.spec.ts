import { describe, expect, it } from '@jest/globals';
import { accountOn, accountRef, decideRegisterAccount, type Accounts } from './account.js';
import { papersOf } from './notice.js';

const none: Accounts = accountRef('31').definition.initialState();
const account = { accountName: '上海市社会保障基金财政专户', bank: '中国银行', accountNumber: '1001' };
const register = (effectiveOn: string, accountNumber: string, accounts = none) =>
  decideRegisterAccount({ unit: '31', on: '2025-09-10', ...account, effectiveOn, accountNumber }, accounts);
const after = (decided: ReturnType<typeof register>, accounts = none): Accounts =>
  decided.ok ? { registered: [...accounts.registered, ...decided.value.map(({ data }) => data)] } : accounts;

describe('finance accounts', () => {
  const first = after(register('2025-09-10', '1001'));
  const both = after(register('2025-10-01', '1002', first), first);

  it('CLR-12: a change counts from its day on, and the day before the former account does', () => {
    expect(accountOn(both, '2025-09-09')).toBeNull();
    expect(accountOn(both, '2025-09-30')).toMatchObject({ accountNumber: '1001' });
    expect(accountOn(both, '2025-10-01')).toMatchObject({ accountNumber: '1002' });
  });

  it('CLR-12: not from a day that is past, nor before one that is registered; the same again changes nothing', () => {
    expect(register('2025-09-09', '1001')).toMatchObject({ rejection: { code: 'account.past', rule: 'CLR-12' } });
    expect(register('2025-10-01', '1003', both)).toMatchObject({ rejection: { code: 'account.out-of-order' } });
    expect(register('2025-10-02', '1003', both).ok).toBe(true);
    expect(register('2025-12-01', '1002', both)).toEqual({ ok: true, value: [] });
  });

  it('CLR-12: a notice keeps the account of the day it was published', () => {
    const cell = { payer: '32', receiver: '31', scheme: 'employee' as const, claims: 1 };
    const cells = [{ ...cell, payable: '5.00', deducted: '0.00', cleared: '5.00' }];
    const papers = (day: string) =>
      papersOf('2025-08', '32', cells, (unit) => (unit === '31' ? accountOn(both, day) : null));
    expect(papers('2025-09-30').payments).toEqual([
      { unit: '31', amount: '5.00', returned: false, account: { ...account, accountNumber: '1001' } },
    ]);
    expect(papersOf('2025-08', '32', cells).payments).toEqual([{ unit: '31', amount: '5.00', returned: false }]);
  });
});
