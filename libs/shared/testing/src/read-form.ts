import { readSheet } from 'read-excel-file/node';

/** A cell read back: its text, the digits of a number as the file keeps them, or nothing. */
export type FormCell = string | { readonly number: string } | null;

export interface ReadForm {
  /** Everything outside the table in reading order, white space left out, without the number of the annex. */
  readonly text: string;
  /** The table from its head to its sum. */
  readonly table: readonly (readonly FormCell[])[];
}

const isText = (cell: FormCell): cell is string => typeof cell === 'string';

/** A form's workbook as a reader of the file sees it. */
export async function readForm(workbook: Buffer): Promise<ReadForm> {
  const rows = (await readSheet(workbook, { parseNumber: (number: string) => ({ number }) })) as readonly FormCell[][];
  const from = rows.findIndex((row) => row.filter((cell) => cell !== null).length > 1);
  const isSum = (row: readonly FormCell[]): boolean =>
    row.slice(0, 2).some((cell) => isText(cell) && /^合 ?计$/u.test(cell));
  const until = from < 0 ? 0 : rows.findIndex((row, index) => index > from && isSum(row)) + 1;
  const outside = from < 0 ? rows : [...rows.slice(0, from), ...rows.slice(until)];
  const [_annex, ...texts] = outside.flat().filter(isText);
  return { text: texts.join('').replace(/\s+/gu, ''), table: from < 0 ? [] : rows.slice(from, until) };
}

/** The figures of a table's line, from its first number on. */
export const figuresOf = (row: readonly FormCell[]): readonly string[] =>
  row
    .slice(1)
    .flatMap((cell) => (cell !== null && typeof cell === 'object' ? [cell.number] : cell === '—' ? ['—'] : []));
