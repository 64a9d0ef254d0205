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

/** The table as CSV with its headings, by RFC 4180 but with LF: the same table gives the same bytes. */
export const toCsv = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
