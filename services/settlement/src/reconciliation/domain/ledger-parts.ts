import { FUND_COLUMNS, type FundColumn } from '#contracts';

/** The split of the fee and what the hospital bears (SET-05). */
const OF_THE_FEE = {
  inScope: '政策范围内',
  classBPrepay: '乙类先行自付',
  overLimit: '超限价',
  selfPay: '自费',
  hospitalBorne: '医院负担',
} as const;

/** The account stands among the amounts that every list has. */
const COLUMNS = Object.values(FUND_COLUMNS)
  .flat()
  .filter(({ column }) => column !== 'account');

export type LedgerPart = keyof typeof OF_THE_FEE | Exclude<FundColumn, 'account'>;

/** What a list may tell of a claim beside its totals, and the title of each: the split of the fee, and the fund columns it is cleared in (CLR-14). */
export const LEDGER_PARTS: ReadonlyMap<LedgerPart, string> = new Map([
  ...(Object.entries(OF_THE_FEE) as [LedgerPart, string][]),
  ...COLUMNS.map(({ column, title }): [LedgerPart, string] => [column as LedgerPart, title]),
]);
