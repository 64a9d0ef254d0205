import type { FundColumn, Scheme } from '#contracts';
import { Money, ok, reject, type Result } from '#kernel';
import type { TableCell } from './period.js';

interface PairOfScheme {
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
}

/** What the claims of one directed pair and scheme owe, by fund column. Yuan as text. */
export interface PairFund extends PairOfScheme {
  readonly claims: number;
  readonly payable: readonly { readonly column: FundColumn; readonly amount: string }[];
}

export interface Deduction extends PairOfScheme {
  readonly column: FundColumn;
  readonly amount: string;
}

interface Sums {
  readonly pair: PairOfScheme;
  readonly claims: number;
  readonly payable: Map<FundColumn, Money>;
  readonly deducted: Map<FundColumn, Money>;
}

/** Cells of annex 14 in the order of payer, receiver, scheme; a pair with deductions only has its cell too (CLR-08). */
export function cellsOf(pairs: readonly PairFund[], deductions: readonly Deduction[]): readonly TableCell[] {
  const sums = new Map<string, Sums>();
  for (const { payable, claims, ...pair } of pairs) {
    const columns = new Map(payable.map(({ column, amount }) => [column, Money.of(amount)]));
    sums.set(keyOf(pair), { pair, claims, payable: columns, deducted: new Map() });
  }
  for (const deduction of deductions) {
    const { payer, receiver, scheme, column } = deduction;
    const known = sums.get(keyOf(deduction));
    const cell = known ?? { pair: { payer, receiver, scheme }, claims: 0, payable: new Map(), deducted: new Map() };
    cell.deducted.set(column, (cell.deducted.get(column) ?? Money.zero).plus(Money.of(deduction.amount)));
    sums.set(keyOf(deduction), cell);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cellOf(cell));
}

const keyOf = ({ payer, receiver, scheme }: PairOfScheme): string => `${payer}/${receiver}/${scheme}`;

function cellOf({ pair, claims, payable, deducted }: Sums): TableCell {
  const owed = Money.sum(payable.values());
  const taken = Money.sum(deducted.values());
  const columns = [...new Set([...payable.keys(), ...deducted.keys()])];
  const funds = columns
    .map((column) => ({ column, owed: payable.get(column) ?? Money.zero, taken: deducted.get(column) ?? Money.zero }))
    .filter((fund) => !fund.owed.isZero() || !fund.taken.isZero())
    .map((fund) => ({ column: fund.column, payable: fund.owed.toString(), deducted: fund.taken.toString() }));
  return {
    ...{ payer: pair.payer, receiver: pair.receiver, scheme: pair.scheme },
    ...{ payable: owed.toString(), deducted: taken.toString(), cleared: owed.minus(taken).toString() },
    ...{ claims, funds },
  };
}

/**
 * CLR-15: what was summed as claims came must be, column by column, what the claims themselves come to; else the pairs
 * that differ are named and nothing is published.
 */
export function proveSums(early: readonly PairFund[], ofClaims: readonly PairFund[]): Result<null> {
  const shown = new Map(early.map((pair) => [keyOf(pair), textOf(pair)]));
  const proof = new Map(ofClaims.map((pair) => [keyOf(pair), textOf(pair)]));
  const keys = [...new Set([...shown.keys(), ...proof.keys()])].sort();
  const differing = keys.filter((key) => shown.get(key) !== proof.get(key));
  if (differing.length === 0) return ok(null);
  const named = differing.slice(0, NAMED).join('、');
  return reject(
    'table.proof',
    'CLR-15',
    `${differing.length}格的汇总与逐笔费用之和不一致，不予发布：${named}`,
    differing,
  );
}

const NAMED = 5;
/** Claims and the columns that are not zero; a pair without claims is as good as none. */
const textOf = ({ claims, payable }: PairFund): string =>
  [
    claims,
    ...payable.filter(({ amount }) => !Money.of(amount).isZero()).map(({ column, amount }) => `${column} ${amount}`),
  ].join('/');
