import { Money, ok, type Result } from '#kernel';
import type { Direction } from '../../../domain/bookings.js';
import { namesReversal } from '../../../domain/reversal.js';
import type { Column, Columns } from './csv-columns.js';
import type { Row } from './csv-rows.js';
import { isTooLarge } from './file-bounds.js';
import { directionOf, fault, isYuan, moneyOf } from './read-line.js';

/** What a row changes of the balance, read as its column or flag says it: an amount below zero there is 红字. */
export interface Change {
  /** Into the account is positive. */
  readonly change: Money;
  /** The column or flag it stands under: 借 or 贷. Null for a single column without a flag. */
  readonly side: Direction | null;
}

export const cellOf = ({ cells }: Row, { at }: Columns, column: Column): string => cells[at[column] ?? -1] ?? '';

const NAME_OF: Partial<Record<Column, string>> = {
  ...{ bookedOn: '日期', debit: '借方发生额', credit: '贷方发生额', amount: '金额', flag: '借贷标志', balance: '余额' },
  currency: '币种',
};
export const placeOf = (row: Row, column: Column): string => `第${row.number}行${NAME_OF[column] ?? column}`;

export function balanceAfter(row: Row, columns: Columns): Result<Money | null> {
  const currency = cellOf(row, columns, 'currency');
  if (currency !== '' && !isYuan(currency)) {
    return fault(placeOf(row, 'currency'), '财政专户流水须为人民币', 'currency');
  }
  if (columns.at.balance === undefined) return ok(null);
  const balance = moneyOf(cellOf(row, columns, 'balance'));
  if (balance === null) return fault(placeOf(row, 'balance'), '不是金额', 'balance');
  return isTooLarge(balance) ? fault(placeOf(row, 'balance'), '超出15位整数', 'balance') : ok(balance);
}

/** Column whose amount a row carries. */
export const amountColumn = ({ at }: Columns, { side }: Change): 'debit' | 'credit' | 'amount' => {
  if (at.debit === undefined || at.credit === undefined) return 'amount';
  return side === 'out' ? 'debit' : 'credit';
};

export function changeOf(row: Row, columns: Columns): Result<Change> {
  const { at } = columns;
  if (at.debit === undefined || at.credit === undefined) return singleAmount(row, columns);
  const [debit, credit] = [moneyOf(cellOf(row, columns, 'debit')), moneyOf(cellOf(row, columns, 'credit'))];
  if (debit === null) return fault(placeOf(row, 'debit'), '不是金额', 'debit');
  if (credit === null) return fault(placeOf(row, 'credit'), '不是金额', 'credit');
  if (!debit.isZero() && !credit.isZero()) {
    return fault(placeOf(row, 'debit'), '借方、贷方只能有一方有金额', 'debit');
  }
  return ok(debit.isZero() ? { change: credit, side: 'in' } : { change: debit.negate(), side: 'out' });
}

function singleAmount(row: Row, columns: Columns): Result<Change> {
  const amount = moneyOf(cellOf(row, columns, 'amount'));
  if (amount === null) return fault(placeOf(row, 'amount'), '不是金额', 'amount');
  if (columns.at.flag === undefined) return ok({ change: amount, side: null });
  const side = directionOf(cellOf(row, columns, 'flag'));
  if (side === null) return fault(placeOf(row, 'flag'), '须为借或贷', 'flag');
  return ok({ change: side === 'in' ? amount : amount.negate(), side });
}

/** 红字: the amount is below zero where its column or flag stands. */
export const isRed = ({ change, side }: Change): boolean => side !== null && change.isNegative() === (side === 'in');

export type Reading = 'red' | 'repeated';

/**
 * Whether the sign of a list with flags only repeats the flag — every 借 below zero, every 贷 above it — or marks 红字. A list that
 * could be either is red where every amount below zero is named so (冲正 …), else the sign repeats the flag.
 */
export class SignHabit {
  private contradicted = false;
  private unnamed = false;
  private belowZero = false;

  add(change: Change, text: string | null): void {
    const red = isRed(change);
    if (red !== (change.side === 'out')) this.contradicted = true;
    if (!red) return;
    this.belowZero = true;
    if (!namesReversal(text)) this.unnamed = true;
  }

  /** Readings to try, the likelier one first. */
  readings(): readonly [Reading, ...Reading[]] {
    if (this.contradicted || !this.belowZero) return ['red'];
    return this.unnamed ? ['repeated', 'red'] : ['red', 'repeated'];
  }
}
