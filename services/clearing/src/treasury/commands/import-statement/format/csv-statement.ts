import { parse, type CsvError, type Info } from 'csv-parse/sync';
import { Money, ok, reject, type Result } from '#kernel';
import { columnsOf, type Column, type Columns } from './csv-columns.js';
import { isAround, statedIn, type StatedFacts } from './csv-facts.js';
import { checkedBalances, type Balanced } from './running-balance.js';
import { dayOf, directionOf, fault, first, isYuan, lineMovement, moneyOf, textOf } from './read-line.js';
import type { ReadLine, ReadStatement } from './read-line.js';

/** The headings stand within so many rows. */
const HEADINGS_WITHIN = 40;

/** Letters of one row; a quote that never closes would take the rest of the file. */
const LONGEST_ROW = 20_000;

interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** 银行流水 as CSV, whatever bank it comes from: columns are known by their headings. Refused with the first fault's line and field. */
export function readCsvStatement(text: string): Result<ReadStatement> {
  const rows = rowsOf(text);
  if (!rows.ok) return rows;
  const heading = rows.value.slice(0, HEADINGS_WITHIN).findIndex(({ cells }) => columnsOf(cells) !== null);
  const columns = columnsOf(rows.value[heading]?.cells ?? []);
  if (columns === null) {
    return reject('statement.headings', 'CLR-13', '未找到表头：须有交易日期，以及借方、贷方发生额或交易金额', ['file']);
  }
  const body = rows.value.slice(heading + 1);
  const isLine = ({ cells }: Row): boolean =>
    dayOf(cells[columns.at.bookedOn ?? -1] ?? '') !== null || !isAround(cells);
  const list = body.filter(isLine);
  const around = [...rows.value.slice(0, heading), ...body.filter((row) => !isLine(row))];
  const read = first(list.map((row) => lineOf(row, columns)));
  if (!read.ok) return read;
  const account = accountIn(list, columns);
  if (!account.ok) return account;
  return assembled(read.value, statedIn(around.map(({ cells }) => cells)), account.value);
}

function rowsOf(text: string): Result<readonly Row[]> {
  try {
    const limits = { max_record_size: LONGEST_ROW };
    const options = {
      ...limits,
      bom: true,
      relax_column_count: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
    } as const;
    const records = parse(text, options) as unknown as readonly { record: string[]; info: Info }[];
    return ok(records.map(({ record, info }) => ({ number: info.lines, cells: record })));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const { lines } = error as CsvError & { readonly lines?: number };
    return fault(`第${lines ?? 1}行`, '不是有效的CSV，引号不成对或一行过长', 'file');
  }
}

const cellOf = ({ cells }: Row, { at }: Columns, column: Column): string => cells[at[column] ?? -1] ?? '';

const NAME_OF: Partial<Record<Column, string>> = {
  ...{ bookedOn: '日期', debit: '借方发生额', credit: '贷方发生额', amount: '金额', flag: '借贷标志', balance: '余额' },
  currency: '币种',
};

function lineOf(row: Row, columns: Columns): Result<Balanced> {
  const where = (column: Column): string => `第${row.number}行${NAME_OF[column] ?? column}`;
  const bookedOn = dayOf(cellOf(row, columns, 'bookedOn'));
  if (bookedOn === null) return fault(where('bookedOn'), '不是日期', 'bookedOn');
  const change = changeOf(row, columns, where);
  if (!change.ok) return change;
  const movement = lineMovement(change.value);
  if (movement === null) return fault(`第${row.number}行`, '借方、贷方发生额均为零', 'amount');
  const balance = balanceAfter(row, columns, where);
  if (!balance.ok) return balance;
  const line = { bookedOn, ...movement, ...otherSide(row, columns, movement.direction) };
  return ok({ line: { ...line, ...wordsOf(row, columns) }, number: row.number, balance: balance.value });
}

function balanceAfter(row: Row, columns: Columns, where: Where): Result<Money | null> {
  const currency = cellOf(row, columns, 'currency');
  if (currency !== '' && !isYuan(currency)) return fault(where('currency'), '财政专户流水须为人民币', 'currency');
  if (columns.at.balance === undefined) return ok(null);
  const balance = moneyOf(cellOf(row, columns, 'balance'));
  return balance === null ? fault(where('balance'), '不是金额', 'balance') : ok(balance);
}

type Where = (column: Column) => string;

/** What the line changes of the balance: into the account is positive. */
function changeOf(row: Row, columns: Columns, where: Where): Result<Money> {
  const { at } = columns;
  if (at.debit === undefined || at.credit === undefined) return singleAmount(row, columns, where);
  const [debit, credit] = [moneyOf(cellOf(row, columns, 'debit')), moneyOf(cellOf(row, columns, 'credit'))];
  if (debit === null) return fault(where('debit'), '不是金额', 'debit');
  if (credit === null) return fault(where('credit'), '不是金额', 'credit');
  if (!debit.isZero() && !credit.isZero()) return fault(where('debit'), '借方、贷方只能有一方有金额', 'debit');
  return ok(credit.minus(debit));
}

function singleAmount(row: Row, columns: Columns, where: Where): Result<Money> {
  const amount = moneyOf(cellOf(row, columns, 'amount'));
  if (amount === null) return fault(where('amount'), '不是金额', 'amount');
  const flag = cellOf(row, columns, 'flag');
  // A sign says the same as the flag does.
  if (columns.at.flag === undefined || amount.isNegative()) return ok(amount);
  const direction = directionOf(flag);
  if (direction === null) return fault(where('flag'), '须为借或贷', 'flag');
  return ok(direction === 'in' ? amount : amount.negate());
}

function otherSide(row: Row, columns: Columns, direction: 'in' | 'out') {
  const side = direction === 'in' ? (['payerName', 'payerAccount'] as const) : (['payeeName', 'payeeAccount'] as const);
  const of = (column: Column): string => cellOf(row, columns, column);
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

/** The account's own number where a column has it: one for the whole file. */
function accountIn(rows: readonly Row[], columns: Columns): Result<string | null> {
  const numbers = [...new Set(rows.map((row) => cellOf(row, columns, 'account').replace(/[\s']/g, '')))];
  const other = rows.find((row) => cellOf(row, columns, 'account').replace(/[\s']/g, '') !== numbers[0]);
  if (other !== undefined) return fault(`第${other.number}行账号`, '一个文件只能是一个账户的流水', 'account');
  return ok(numbers[0] ? numbers[0] : null);
}

function assembled(lines: readonly Balanced[], stated: StatedFacts, account: string | null): Result<ReadStatement> {
  const balanced = checkedBalances(lines, stated);
  if (!balanced.ok) return balanced;
  const { opening, closing, lines: ordered } = balanced.value;
  const days = ordered.map(({ bookedOn }) => bookedOn).sort();
  const [from, to] = [stated.from ?? days[0], stated.to ?? days.at(-1)];
  if (from === undefined || to === undefined) {
    return reject('statement.empty', 'CLR-13', '文件中没有流水，也没有注明起止日期', ['file']);
  }
  return ok({ account: stated.account ?? account, from, to, opening, closing, lines: ordered });
}
