import type { FundColumn } from '#contracts';
import { Money } from '#kernel';

/** Fund columns of annexes 14-2 and 14-3 and the table columns that hold them, in their order within `claim.funds`. */
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

/** Twenty digits each, cents included: two more than `numeric(18, 2)` has, for the sign. */
const FEN_OF_A_COLUMN = 10n ** 20n;
const HALF = FEN_OF_A_COLUMN / 2n;

/**
 * 各基金列 A sum of `claim.funds` taken apart: yuan as text in the order of COLUMNS, whatever their signs. The sum is
 * decimal text with two decimals. Throws RangeError when a column is beyond `numeric(18, 2)`.
 */
export function fundsApart(sum: string): readonly string[] {
  let rest = BigInt(sum.replace('.', ''));
  const columns = COLUMNS.map(() => {
    const digits = rest % FEN_OF_A_COLUMN;
    const borrowed = digits >= HALF ? -FEN_OF_A_COLUMN : digits <= -HALF ? FEN_OF_A_COLUMN : 0n;
    const fen = digits + borrowed;
    rest = (rest - fen) / FEN_OF_A_COLUMN;
    return Money.fromFen(fen).toString();
  });
  if (rest !== 0n) throw new RangeError('各基金列之和超出范围');
  return columns;
}
