import { describe, expect, it } from '@jest/globals';
import { businessDate, clearingUnit, unwrap } from '#kernel';
import { papersOf } from '../../notice/domain/notice.js';
import {
  accountOn,
  decideChangeAccount,
  evolveFinanceAccount,
  factsOn,
  financeAccountRef,
  standingFrom,
} from './finance-account.js';

const none = financeAccountRef('32').definition.initialState();
const change = (effectiveOn: string, on: string, over: object = {}) => ({
  ...{ unit: clearingUnit('32'), accountName: '江苏省财政厅', accountNumber: '3201000012345678' },
  ...{ bankName: '中国银行江苏省分行', bankCode: '104301003011' },
  ...{ effectiveOn: businessDate(effectiveOn), on: businessDate(on), ...over },
});
const after = (decided: ReturnType<typeof decideChangeAccount>, from = none) =>
  unwrap(decided).reduce(evolveFinanceAccount, from);
const first = after(decideChangeAccount(change('2025-01-10', '2025-01-10'), none));

describe('finance accounts', () => {
  it('CLR-12: a change takes effect today or later, never before', () => {
    expect(decideChangeAccount(change('2025-09-30', '2025-09-30'), none).ok).toBe(true);
    expect(decideChangeAccount(change('2025-09-29', '2025-09-30'), none)).toMatchObject({
      rejection: { code: 'finance-account.past', rule: 'CLR-12', fields: ['effectiveOn'] },
    });
  });

  it('CLR-12: the old account is in force up to the day before, the new one from its day on', () => {
    const other = { accountNumber: '3201000087654321' };
    const changed = after(decideChangeAccount(change('2025-10-01', '2025-09-30', other), first), first);
    expect(accountOn(changed, '2025-01-09')).toBeNull();
    expect(accountOn(changed, '2025-09-30')?.accountNumber).toBe('3201000012345678');
    expect(accountOn(changed, '2025-10-01')?.accountNumber).toBe('3201000087654321');
    expect(decideChangeAccount(change('2025-09-30', '2025-09-30', { bankName: '工商银行' }), changed)).toMatchObject({
      rejection: { code: 'finance-account.out-of-order' },
    });
  });

  it('CLR-12: a notice keeps the account of the day it was published', () => {
    const other = { accountNumber: '3201000087654321' };
    const changed = after(decideChangeAccount(change('2025-10-01', '2025-09-30', other), first), first);
    const cell = { payer: '31', receiver: '32', scheme: 'employee' as const, claims: 1 };
    const cells = [{ ...cell, payable: '5.00', deducted: '0.00', cleared: '5.00' }];
    const accountOf = (day: string) => (unit: string) => (unit === '32' ? factsOn(changed, day) : null);
    const account = { accountName: '江苏省财政厅', bankName: '中国银行江苏省分行', bankCode: '104301003011' };
    expect(papersOf('2025-08', '31', cells, accountOf('2025-09-30')).payments).toEqual([
      { unit: '32', amount: '5.00', returned: false, account: { ...account, accountNumber: '3201000012345678' } },
    ]);
    expect(papersOf('2025-08', '31', cells).payments).toEqual([{ unit: '32', amount: '5.00', returned: false }]);
  });

  it('CLR-12: the same account again changes nothing', () => {
    expect(decideChangeAccount(change('2025-09-30', '2025-09-30'), first)).toEqual({ ok: true, value: [] });
  });

  it('CLR-12: a day that was reported and has not come is not changed unsaid', () => {
    const waiting = after(decideChangeAccount(change('2025-10-01', '2025-09-01'), none));
    expect(decideChangeAccount(change('2025-10-01', '2025-09-02'), waiting)).toEqual({ ok: true, value: [] });
    expect(decideChangeAccount(change('2025-10-08', '2025-09-30'), waiting)).toMatchObject({
      rejection: { code: 'finance-account.other-day', rule: 'CLR-12', message: expect.stringContaining('2025-10-01') },
    });
    expect(decideChangeAccount(change('2025-10-08', '2025-10-01'), waiting)).toEqual({ ok: true, value: [] });
    expect(standingFrom(waiting, [])).toBe('2025-10-01');
    expect(standingFrom(none, unwrap(decideChangeAccount(change('2025-10-01', '2025-09-01'), none)))).toBe(
      '2025-10-01',
    );
  });

  it.each([
    [{ accountNumber: '1234567' }, 'finance-account.number'],
    [{ accountNumber: '3201-0000-1234' }, 'finance-account.number'],
    [{ bankCode: '10430100301' }, 'finance-account.bank-code'],
  ])('CLR-12: refuses %j', (over, code) => {
    expect(decideChangeAccount(change('2025-09-30', '2025-09-30', over), none)).toMatchObject({ rejection: { code } });
  });
});
