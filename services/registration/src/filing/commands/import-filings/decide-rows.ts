import { evolveFilingBook, type FilingBook, type FilingEvent } from '../../domain/filing-book.js';
import { decideImport, type ImportedFiling } from '../../domain/import-filing.js';
import type { BusinessDate } from '#kernel';
import type { Cells, Column } from './columns.js';
import { readCells } from './columns.js';
import type { CsvLine } from './csv-lines.js';
import { digitsOfImport, importedNumber } from '../filing-number.js';
import type { FaultOfLine } from './import-state.js';
import { IMPORT_LIMITS } from './limits.js';
import type { PolicyPeriods } from './policy-periods.js';
import { readRow, type Fault } from './read-row.js';

/** A row whose form is right. */
export interface GoodRow {
  readonly line: number;
  readonly cells: Cells;
  readonly filing: ImportedFiling;
}

export interface ReadRows {
  readonly good: readonly GoodRow[];
  readonly faults: readonly FaultOfLine[];
}

/** Reads rows of an import: their form alone, the same whenever it is read. Blank lines are none. */
export class RowsReader {
  private readonly digits: string;

  constructor(
    importId: string,
    private readonly columns: readonly Column[],
  ) {
    this.digits = digitsOfImport(importId);
  }

  read(lines: readonly CsvLine[]): ReadRows {
    const good: GoodRow[] = [];
    const faults: FaultOfLine[] = [];
    for (const { number, text, fault } of lines) {
      if (text === null) faults.push(faultOfLine(number, UNREADABLE[fault ?? 'encoding']));
      else if (text.trim() !== '') this.readOne(number, text, { good, faults });
    }
    return { good, faults };
  }

  private readOne(line: number, text: string, into: { good: GoodRow[]; faults: FaultOfLine[] }): void {
    const cells = readCells(text, this.columns);
    if (cells === null) {
      into.faults.push(faultOfLine(line, UNREADABLE.columns));
      return;
    }
    // A malformed day makes no number: such a row is refused and needs none.
    const row = readRow(cells, importedNumber(cells.appliedOn, this.digits, line));
    if (!row.ok) {
      into.faults.push(...row.faults.map((fault) => faultOfLine(line, fault, cells)));
      return;
    }
    into.good.push({ line, cells, filing: row.filing });
  }
}

const unreadable = (code: string, reason: string): Fault => ({
  field: '',
  rule: 'FORMAT',
  code: `import.${code}`,
  reason,
});
const UNREADABLE = {
  encoding: unreadable('encoding', '该行不是文件所用的编码（UTF-8或GB18030），无法读取'),
  length: unreadable('length', `该行超过${IMPORT_LIMITS.rowCharacters}个字符`),
  columns: unreadable('columns', '列数与表头不符，或引号不成对；每行一条，内容中不能换行'),
};

/** What the rows are held against. */
export interface Known {
  bookOf(psnNo: string): FilingBook;
  enrolledIn(psnNo: string): string | null;
}

export interface Decided {
  readonly granted: readonly { readonly row: GoodRow; readonly events: readonly FilingEvent[] }[];
  readonly faults: readonly FaultOfLine[];
}

export interface Deciding {
  readonly policies: PolicyPeriods;
  readonly on: BusinessDate;
  readonly unit: string;
}

/** Decides rows in the order of the file, each against the book as the ones before it left it. */
export function decideRows(rows: readonly GoodRow[], known: Known, { policies, on, unit }: Deciding): Decided {
  // Few persons have two rows: what a row adds to a book is put into it when another row asks for that book.
  const added = new Map<string, readonly FilingEvent[]>();
  const granted: { row: GoodRow; events: readonly FilingEvent[] }[] = [];
  const faults: FaultOfLine[] = [];
  for (const row of rows) {
    const { psnNo, insuredRegion } = row.filing;
    const earlier = added.get(psnNo) ?? [];
    const book = earlier.reduce(evolveFilingBook, known.bookOf(psnNo));
    const policyOn = policies.of(insuredRegion);
    const decided = policyOn.ok
      ? decideImport(row.filing, book, { policyOn: policyOn.value, on, unit, enrolledIn: known.enrolledIn(psnNo) })
      : policyOn;
    if (decided.ok) {
      granted.push({ row, events: decided.value });
      added.set(psnNo, earlier.length === 0 ? decided.value : [...earlier, ...decided.value]);
      continue;
    }
    const { code, rule, message, fields } = decided.rejection;
    faults.push(faultOfLine(row.line, { field: fields[0] ?? '', rule, code, reason: message }, row.cells));
  }
  return { granted, faults };
}

const faultOfLine = (line: number, fault: Fault, cells?: Cells): FaultOfLine => ({
  line,
  ...fault,
  value: cells === undefined ? '' : shown(fault.field, cells),
});

/** Columns that hold nothing of a person. A value out of its column may: words and long numbers are not repeated (SEC-02). */
const SHOWN_COLUMNS: readonly string[] = [
  ...['insuredRegion', 'kind', 'destination', 'byPromise', 'documents', 'documentsValidTo', 'owedUntil', 'appliedOn'],
  ...['validFrom', 'validTo', 'channel', 'student', 'referralLevel', 'referralRegion', 'referralIssuedOn'],
];
const HARMLESS = /^[\x21-\x7e]{1,30}$/;
const LONG_NUMBER = /\d{9}/;

function shown(field: string, cells: Cells): string {
  const value = SHOWN_COLUMNS.includes(field) ? cells[field as Column] : '';
  return HARMLESS.test(value) && !LONG_NUMBER.test(value) ? value : '';
}
