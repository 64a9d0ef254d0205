import { headCell, textCell, type Form } from '#forms';
import { CLEARING_UNITS } from '#kernel';
import type { AccountLine } from '../treasury/queries/finance-accounts/finance-accounts.js';

const COLUMNS = [
  ['地区', 12],
  ['开户名', 30],
  ['银行账号', 30],
  ['开户银行名称', 34],
  ['开户银行行号', 18],
  ['变更生效日期', 16],
] as const;

/** 附件10 跨省异地就医省级财政收款专户银行账号明细表 (CLR-12): numbers of accounts are text; a unit without one has an empty line. */
export function accountsForm(accounts: readonly AccountLine[]): Form {
  const byUnit = new Map(accounts.map((account) => [account.unit, account]));
  const lineOf = (code: string, shortName: string): readonly string[] => {
    const account = byUnit.get(code);
    if (account === undefined) return [shortName, '', '', '', '', ''];
    const { accountName, accountNumber, bankName, bankCode, effectiveOn } = account;
    return [shortName, accountName, accountNumber, bankName, bankCode, effectiveOn];
  };
  return {
    annex: '10',
    title: ['跨省异地就医省级财政收款专户银行账号明细表'],
    above: [],
    grid: {
      widths: COLUMNS.map(([, width]) => width),
      head: [COLUMNS.map(([name]) => headCell(name))],
      body: CLEARING_UNITS.map(({ code, shortName }) => lineOf(code, shortName).map((text) => textCell(text))),
      ...{ lead: 1, perPage: null },
    },
    below: [],
    page: { size: 'A4', landscape: true },
  };
}
