import type { Cell, CellObject, SheetData } from 'write-excel-file/node';
import type { Form, FormLine } from './form.js';
import { placedCells, type Grid, type GridCell } from './grid.js';

/** Columns of a form that has no table: its text stands across them. */
const PLAIN_WIDTHS = [14, 14, 14, 14, 14, 14] as const;
const MONEY = '#,##0.00';
const ROW_HEIGHT = 18;
const TITLE_HEIGHT = 28;
const SIZE = { text: 11, title: 16 } as const;
const TITLE: CellObject = { align: 'center', fontWeight: 'bold', fontSize: SIZE.title, height: TITLE_HEIGHT };
/** More digits than a workbook's number keeps exactly. */
const DIGITS = 15;

export interface FormRows {
  readonly widths: readonly number[];
  readonly rows: SheetData;
  /** First and last row of the table's head, counted from one; null without a table. */
  readonly head: { readonly from: number; readonly to: number } | null;
}

/** A form as the rows of one sheet: numbers are numbers, cells that are joined are `null` but for the first. */
export function rowsOfForm(form: Form): FormRows {
  const { grid } = form;
  const widths = grid?.widths ?? PLAIN_WIDTHS;
  const { before, held } = textColumns(grid);
  const beside = (row: readonly Cell[]): readonly Cell[] => [...Array.from({ length: before }, () => null), ...row];
  const lines = (texts: readonly FormLine[]): readonly (readonly Cell[])[] =>
    texts.map((one) => beside(lineRow(one, held)));
  const title = form.title.map((text) => beside([across(text, held.length, TITLE)]));
  const above = [beside([across(`附件 ${form.annex}`, held.length)]), ...title, ...lines(form.above)];
  const rows = [...above, ...(grid === null ? [] : gridRows(grid)), ...lines(form.below)];
  const head = grid === null ? null : { from: above.length + 1, to: above.length + grid.head.length };
  return { widths, rows: rows.map((row) => padded(row, widths.length)), head };
}

/**
 * The columns text stands across: all, or of a table printed on several pages those of the first page that are not repeated on the
 * others, where the text would be cut off.
 */
function textColumns(grid: Grid | null): { readonly before: number; readonly held: readonly number[] } {
  if (grid === null) return { before: 0, held: PLAIN_WIDTHS };
  if (grid.perPage === null) return { before: 0, held: grid.widths };
  return { before: grid.lead, held: grid.widths.slice(grid.lead, grid.lead + grid.perPage) };
}

/** Name of the sheet, as it stands in the workbook's tab. */
export const sheetNameOf = ({ annex }: Pick<Form, 'annex'>): string => `附件${annex}`;

const across = (text: string, columnSpan: number, style: CellObject = {}): CellObject => ({
  ...{ value: text, type: String, columnSpan, height: ROW_HEIGHT, fontSize: SIZE.text, wrap: true },
  alignVertical: 'center',
  ...style,
});

function lineRow(line: FormLine, widths: readonly number[]): readonly Cell[] {
  const whole = widths.reduce((total, width) => total + width, 0);
  switch (line.kind) {
    case 'line':
      return [across(line.text, widths.length, { align: line.align, height: heightFor(line.text, whole) })];
    case 'paragraph': {
      const text = `\u3000\u3000${line.text}`;
      return [across(text, widths.length, { align: 'left', height: heightFor(text, whole) })];
    }
    case 'beside':
      return line.texts.flatMap((text, index) => {
        const [from, to] = [index, index + 1].map((at) => Math.round((at * widths.length) / line.texts.length));
        return joined(across(text, Number(to) - Number(from), { align: 'left', height: ROW_HEIGHT * 2 }));
      });
    default:
      return line satisfies never;
  }
}

/** A Chinese character is two characters wide; joined cells do not grow with their text by themselves. */
function heightFor(text: string, width: number): number {
  const wide = [...text].reduce((total, one) => total + (one < '\u2000' ? 1 : 2), 0);
  return ROW_HEIGHT * Math.max(1, Math.ceil(wide / (width * 0.9)));
}

function gridRows(grid: Grid): readonly (readonly Cell[])[] {
  const height = ({ text, columns, rows: over }: GridCell, column: number): number => {
    const width = grid.widths.slice(column, column + columns).reduce((total, one) => total + one, 0);
    return over > 1 ? ROW_HEIGHT : heightFor(text, width);
  };
  const rows: Cell[][] = [...grid.head, ...grid.body].map(() => grid.widths.map(() => null));
  for (const { cell, row, column } of placedCells(grid)) {
    const into = rows[row];
    if (into !== undefined) into[column] = gridCell(cell, height(cell, column));
  }
  return rows;
}

function gridCell({ kind, text, columns, rows, align, bold }: GridCell, height: number): CellObject {
  const style: CellObject = {
    height,
    ...{ align, alignVertical: 'center', borderStyle: 'thin', borderColor: '#000000', fontSize: SIZE.text },
    ...(bold ? { fontWeight: 'bold' } : {}),
    ...(columns > 1 ? { columnSpan: columns } : {}),
    ...(rows > 1 ? { rowSpan: rows } : {}),
  };
  if (kind === 'text') return { ...style, value: text, type: String, wrap: true };
  return { ...style, value: exactNumber(text), type: Number, format: MONEY };
}

/** Throws RangeError for an amount a workbook cannot keep to the cent. */
function exactNumber(decimal: string): number {
  const value = Number(decimal);
  if (decimal.replace(/\D/g, '').length > DIGITS || !Number.isFinite(value)) throw new RangeError(decimal);
  return value;
}

const joined = (cell: CellObject): readonly Cell[] => [
  cell,
  ...Array.from({ length: (cell.columnSpan ?? 1) - 1 }, () => null),
];

const padded = (row: readonly Cell[], length: number): Cell[] => [
  ...row,
  ...Array.from({ length: Math.max(0, length - row.length) }, () => null),
];
