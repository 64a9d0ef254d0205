import type { FundColumn } from '#contracts';

/** Fund columns of annexes 14-2 and 14-3 and the table columns that hold them. */
export const COLUMNS: readonly (readonly [FundColumn, string])[] = [
  ['pool', 'pool'],
  ['account', 'account'],
  ['large-amount', 'large_amount'],
  ['supplementary', 'supplementary'],
  ['civil-servant', 'civil_servant'],
  ['disabled', 'disabled'],
  ['assistance', 'assistance'],
  ['other', 'other'],
  ['basic', 'basic'],
  ['catastrophic', 'catastrophic'],
];
