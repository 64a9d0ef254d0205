/** A published table: headings, lines, and how it is called. Every value is text; money is yuan with two decimals. */
export interface Table {
  readonly annex: string;
  readonly title: string;
  readonly month: string;
  /** The unit it belongs to; null for the nation's. */
  readonly unit: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const UNSAFE = /[",\r\n]/;
const quoted = (text: string): string => (UNSAFE.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const FORMULA = /^[=+\-@\t\r]/;
const AMOUNT = /^-\d+(\.\d+)?%?$/;
/** Numbers of a hospital's own stand in the lists: a spreadsheet must not take one for a formula. Amounts below zero are none. */
const neutral = (text: string): string => (FORMULA.test(text) && !AMOUNT.test(text) ? `'${text}` : text);

/** The table as CSV with its headings, by RFC 4180 but with LF: the same table gives the same bytes. */
export const toCsv = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((row) => `${row.map((text) => quoted(neutral(text))).join(',')}\n`).join('');
