import { ok, reject, type Result } from '#kernel';
import type { Direction } from '../../../domain/bookings.js';
import {
  amountColumn,
  balanceAfter,
  cellOf,
  changeOf,
  isRed,
  placeOf,
  SignHabit,
  type Change,
  type Reading,
} from './csv-amounts.js';
import type { Columns } from './csv-columns.js';
import { isAround, type StatedFacts } from './csv-facts.js';
import type { Row } from './csv-rows.js';
import { FileBounds } from './file-bounds.js';
import { dayOf, DayRange, fault, lineMovement, textOf, type ReadLine, type ReadStatement } from './read-line.js';
import { RunningBalance, type Ordered } from './running-balance.js';

/** The rows below the headings of a list, one after the other. */
export class CsvList {
  private readonly bounds = new FileBounds();
  private readonly days = new DayRange();
  private readonly signs = new SignHabit();
  /** Balances by either reading of amounts below zero. */
  private readonly balances = { red: new RunningBalance(), repeated: new RunningBalance() };
  private readonly lines: ReadLine[] = [];
  /** The account's own number where a column has it: one for the whole file. */
  private account: string | null = null;

  constructor(private readonly columns: Columns) {}

  /** What has a day, or is no sum, balance or end of a page. */
  isLine(row: Row): boolean {
    return dayOf(cellOf(row, this.columns, 'bookedOn')) !== null || !isAround(row.cells);
  }

  add(row: Row): Result<never> | null {
    const { columns } = this;
    const bookedOn = dayOf(cellOf(row, columns, 'bookedOn'));
    if (bookedOn === null) return fault(placeOf(row, 'bookedOn'), '不是日期', 'bookedOn');
    const change = changeOf(row, columns);
    if (!change.ok) return change;
    const movement = lineMovement(change.value.change);
    if (movement === null) return fault(`第${row.number}行`, '借方、贷方发生额均为零', 'amount');
    const column = amountColumn(columns, change.value);
    const refusal = this.bounds.refuse(movement, placeOf(row, column), column) ?? this.refuseAccount(row);
    if (refusal !== null) return refusal;
    const side = otherSide(row, columns, change.value.side ?? movement.direction);
    return this.keep(row, change.value, { bookedOn, ...movement, ...side, ...wordsOf(row, columns) });
  }

  private keep(row: Row, change: Change, bare: Omit<ReadLine, 'reversal'>): Result<never> | null {
    const balance = balanceAfter(row, this.columns);
    if (!balance.ok) return balance;
    const line = { ...bare, reversal: isRed(change) };
    const { number } = row;
    this.balances.red.add({ line, number, balance: balance.value });
    if (this.columns.at.flag !== undefined) {
      this.signs.add(change, line.text);
      this.balances.repeated.add({ line: repeated(line), number, balance: balance.value });
    }
    this.days.add(line.bookedOn);
    this.lines.push(line);
    return null;
  }

  private refuseAccount(row: Row): Result<never> | null {
    const account = cellOf(row, this.columns, 'account').replace(/[\s']/g, '');
    this.account ??= account;
    return this.account === account ? null : fault(`第${row.number}行账号`, '一个文件只能是一个账户的流水', 'account');
  }

  /** The statement, with what the rows around the list say of it. */
  end(stated: StatedFacts): Result<ReadStatement> {
    const { reading, ordered } = this.likeliest(stated);
    if (!ordered.ok) return ordered;
    const span = spanOf(stated, this.days);
    if (span === null) return reject('statement.empty', 'CLR-13', '文件中没有流水，也没有注明起止日期', ['file']);
    const { newestFirst, ...balances } = ordered.value;
    const lines = reading === 'red' ? this.lines : this.lines.map(repeated);
    const account = stated.account ?? (this.account || null);
    return ok({ account, ...span, ...balances, lines: newestFirst ? lines.toReversed() : lines });
  }

  /** The reading of signs by which the balances hold; the likelier one where they hold by both or neither. */
  private likeliest(stated: StatedFacts): { readonly reading: Reading; readonly ordered: Result<Ordered> } {
    const [first, ...others] = this.signs.readings();
    const tried = [first, ...others].map((reading) => ({ reading, ordered: this.balances[reading].ordered(stated) }));
    return tried.find(({ ordered }) => ordered.ok) ?? { reading: first, ordered: this.balances[first].ordered(stated) };
  }
}

function spanOf(
  { from, to }: StatedFacts,
  { first, last }: DayRange,
): { readonly from: string; readonly to: string } | null {
  const span = { from: from ?? first, to: to ?? last };
  return span.from === null || span.to === null ? null : { from: span.from, to: span.to };
}

/** The line where the sign only repeats its flag: what was taken for red is ordinary money out. */
const repeated = (line: ReadLine): ReadLine =>
  line.reversal ? { ...line, direction: line.direction === 'in' ? 'out' : 'in', reversal: false } : line;

function otherSide(row: Row, columns: Columns, direction: Direction) {
  const side = direction === 'in' ? (['payerName', 'payerAccount'] as const) : (['payeeName', 'payeeAccount'] as const);
  const of = (column: Parameters<typeof cellOf>[2]): string => cellOf(row, columns, column);
  return {
    counterpartyName: textOf(of('otherName') || of(side[0]), 'name'),
    counterpartyAccount: textOf((of('otherAccount') || of(side[1])).replace(/[\s']/g, ''), 'number'),
  };
}

function wordsOf(row: Row, columns: Columns): Pick<ReadLine, 'serialNumber' | 'text'> {
  const words = [...new Set(columns.texts.map((index) => row.cells[index] ?? '').filter((word) => word !== ''))];
  return {
    serialNumber: textOf(cellOf(row, columns, 'serialNumber').replace(/^'/, ''), 'number'),
    text: textOf(words.join(' '), 'text'),
  };
}
