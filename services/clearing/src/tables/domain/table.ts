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
