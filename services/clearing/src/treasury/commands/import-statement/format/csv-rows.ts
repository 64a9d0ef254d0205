import { parse, type CsvError, type Info } from 'csv-parse';
import { ok, type Result } from '#kernel';
import { fault } from './read-line.js';

/** A row with the line of the file on which it ends. */
export interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Letters of one row; a quote that never closes would take the rest of the file. */
const LONGEST_ROW = 20_000;

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/** CSV as its pieces come: cells without blanks around them, rows of any number of cells, empty ones left out. */
export class CsvRows {
  private readonly parser = parse({
    ...{ info: true, trim: true, relax_column_count: true, skip_empty_lines: true },
    max_record_size: LONGEST_ROW,
  });

  constructor() {
    // It is asked for after every piece.
    this.parser.on('error', () => undefined);
  }

  /** The rows that end within this piece. */
  push(piece: string): Result<readonly Row[]> {
    this.parser.write(piece);
    return this.taken();
  }

  /** The last row, where no line end follows it. */
  end(): Result<readonly Row[]> {
    this.parser.end();
    return this.taken();
  }

  private taken(): Result<readonly Row[]> {
    const rows: Row[] = [];
    for (let next = this.next(); next !== null; next = this.next()) {
      rows.push({ number: next.info.lines, cells: next.record });
    }
    const broken = this.parser.errored as (CsvError & { readonly lines?: number }) | null;
    if (broken === null) return ok(rows);
    return fault(`第${broken.lines ?? 1}行`, '不是有效的CSV，引号不成对或一行过长', 'file');
  }

  private next(): Parsed | null {
    return this.parser.read() as Parsed | null;
  }
}
