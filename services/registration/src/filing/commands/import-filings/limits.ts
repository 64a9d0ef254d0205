/** Bounds of an import in one place: whatever the file, memory stays flat. */
export const IMPORT_LIMITS = {
  /** Characters of one row; the longest that makes sense has some three hundred. */
  rowCharacters: 2000,
  /** Bytes of one row, and so the most that is kept of a line whose end has not come. */
  rowBytes: 8000,
  /** Rows decided and committed together. */
  batchRows: 1000,
  /** Rows looked at together when nothing is committed but the count. */
  checkedRows: 4000,
  /** Rows of the errors read from the database at a time. */
  errorsPage: 2000,
} as const;
