import { ok, type Result } from '#kernel';
import { fault } from './read-line.js';

/** A row with the line of the file on which it ends. */
export interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Letters of one row; a quote that never closes would take the rest of the file. */
const LONGEST_ROW = 20_000;
const LINE_END = /\r\n|\n|\r/g;
const CELL_END = /[,\r\n"]/g;
const BLANKS = /[ \t]*/y;

/**
 * CSV as its pieces come: cells without blanks around them, rows of any number of cells, empty ones left out. By ourselves, because
 * csv-parse makes an error with its stack for every row that is not as long as the first one, which in a bank's list are all.
 */
export class CsvRows {
  private rest = '';
  private line = 0;

  /** The rows that end within this piece. */
  push(piece: string): Result<readonly Row[]> {
    return this.read(piece, false);
  }

  /** The last row, where no line end follows it. */
  end(): Result<readonly Row[]> {
    return this.read('', true);
  }

  private read(piece: string, ended: boolean): Result<readonly Row[]> {
    const text = this.rest + piece;
    const rows: Row[] = [];
    let from = 0;
    while (from < text.length) {
      const row = rowFrom(text, from, ended);
      if (row === 'open' && !ended) break;
      if (typeof row === 'string') return this.refused();
      rows.push(...this.counted(text, from, row));
      from = row.next;
    }
    this.rest = text.slice(from);
    return this.rest.length > LONGEST_ROW ? this.refused() : ok(rows);
  }

  /** The row with its number, unless it is empty. */
  private counted(text: string, from: number, { cells, next }: RowEnd): readonly Row[] {
    this.line += lineEndsIn(text.slice(from, next));
    return cells.some((cell) => cell !== '') ? [{ number: this.lineOf(text, next), cells }] : [];
  }

  /** A last line without its end counts as one. */
  private lineOf(text: string, next: number): number {
    return /[\r\n]/.test(text[next - 1] ?? '') ? this.line : this.line + 1;
  }

  private refused(): Result<never> {
    return fault(`第${this.line + 1}行`, '不是有效的CSV，引号不成对或一行过长', 'file');
  }
}

interface RowEnd {
  readonly cells: readonly string[];
  /** Where the next row begins. */
  readonly next: number;
}

/** `open`: its end has not come; `broken`: no piece will make a row of it. */
type ReadRow = RowEnd | 'open' | 'broken';

const lineEndsIn = (text: string): number => text.match(LINE_END)?.length ?? 0;

function rowFrom(text: string, from: number, ended: boolean): ReadRow {
  const row = plainRow(text, from, ended) ?? quotedRow(text, from, ended);
  return typeof row !== 'string' && row.next - from > LONGEST_ROW ? 'broken' : row;
}

/** A row without quotes; null for one that has them. */
function plainRow(text: string, from: number, ended: boolean): ReadRow | null {
  const end = lineEndAfter(text, from, ended);
  const line = text.slice(from, end?.at ?? text.length);
  if (line.includes('"')) return null;
  if (end === null && !ended) return 'open';
  return { cells: line.split(',').map((cell) => cell.trim()), next: end?.next ?? text.length };
}

interface LineEnd {
  readonly at: number;
  readonly next: number;
}

/** Null where none has come; of a carriage return that ends the piece nobody knows what follows it. */
function lineEndAfter(text: string, from: number, ended: boolean): LineEnd | null {
  LINE_END.lastIndex = from;
  const found = LINE_END.exec(text);
  if (found === null) return null;
  const next = found.index + found[0].length;
  return found[0] === '\r' && next === text.length && !ended ? null : { at: found.index, next };
}

function quotedRow(text: string, from: number, ended: boolean): ReadRow {
  const cells: string[] = [];
  for (let at = from; ;) {
    const cell = cellAt(text, at, ended);
    if (cell === 'open' || cell === 'broken') return cell;
    cells.push(cell.value.trim());
    if (text[cell.next] !== ',') return rowEndAt(text, cell.next, { cells, ended });
    at = cell.next + 1;
  }
}

/** The end of a row must stand where its last cell ends. */
function rowEndAt(
  text: string,
  at: number,
  { cells, ended }: { readonly cells: readonly string[]; readonly ended: boolean },
): ReadRow {
  if (at === text.length) return ended ? { cells, next: at } : 'open';
  const end = lineEndAfter(text, at, ended);
  if (end === null) return 'open';
  return end.at === at ? { cells, next: end.next } : 'broken';
}

type Cell = { readonly value: string; readonly next: number } | 'open' | 'broken';

function cellAt(text: string, from: number, ended: boolean): Cell {
  const begin = afterBlanks(text, from);
  if (text[begin] === '"') return quotedCell(text, begin + 1, ended);
  CELL_END.lastIndex = from;
  const end = CELL_END.exec(text);
  if (end?.[0] === '"') return 'broken';
  return { value: text.slice(from, end?.index), next: end?.index ?? text.length };
}

function quotedCell(text: string, from: number, ended: boolean): Cell {
  let value = '';
  for (let at = from; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || (quote + 1 === text.length && !ended)) return 'open';
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: afterBlanks(text, quote + 1) };
    value += '"';
    at = quote + 2;
  }
}

function afterBlanks(text: string, from: number): number {
  BLANKS.lastIndex = from;
  return from + (BLANKS.exec(text)?.[0].length ?? 0);
}
