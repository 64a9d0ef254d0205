import { ok, reject, type Result } from '#kernel';
import { columnsOf } from './csv-columns.js';
import { NOTHING_STATED, statedIn } from './csv-facts.js';
import { CsvList } from './csv-list.js';
import { CsvRows, type Row } from './csv-rows.js';
import type { ReadStatement } from './read-line.js';

/** The headings stand within so many rows. */
const HEADINGS_WITHIN = 40;

/** 银行流水 as CSV, piece by piece, whatever bank it comes from: columns are known by their headings. Refused with the first fault's line and field. */
export class CsvStatement {
  private readonly rows = new CsvRows();
  private rowsAbove = 0;
  private stated = NOTHING_STATED;
  private list: CsvList | null = null;

  /** Null while nothing is wrong. */
  push(piece: string): Result<never> | null {
    return this.take(this.rows.push(piece));
  }

  end(): Result<readonly ReadStatement[]> {
    const refusal = this.take(this.rows.end());
    if (refusal !== null) return refusal;
    const read = this.list?.end(this.stated) ?? NO_HEADINGS;
    return read.ok ? ok([read.value]) : read;
  }

  private take(rows: Result<readonly Row[]>): Result<never> | null {
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      const refusal = this.list === null ? this.above(row) : this.below(this.list, row);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  private above({ cells }: Row): Result<never> | null {
    const columns = columnsOf(cells);
    if (columns !== null) {
      this.list = new CsvList(columns);
      return null;
    }
    this.stated = statedIn(cells, this.stated);
    this.rowsAbove += 1;
    return this.rowsAbove >= HEADINGS_WITHIN ? NO_HEADINGS : null;
  }

  private below(list: CsvList, row: Row): Result<never> | null {
    if (list.isLine(row)) return list.add(row);
    this.stated = statedIn(row.cells, this.stated);
    return null;
  }
}

const NO_HEADINGS = reject('statement.headings', 'CLR-13', '未找到表头：须有交易日期，以及借方、贷方发生额或交易金额', [
  'file',
]);
