/** A cell of a grid, where it begins. `amount` is yuan or 万元 as decimal text and printed with two decimals. */
export interface GridCell {
  readonly kind: 'text' | 'amount';
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly align: 'left' | 'center' | 'right';
  readonly bold: boolean;
}

/** 表格 The table of a form. A row lists the cells that begin in it, from left to right. */
export interface Grid {
  /** Width of each column in characters of a workbook; on paper relative to each other. */
  readonly widths: readonly number[];
  readonly head: readonly (readonly GridCell[])[];
  readonly body: readonly (readonly GridCell[])[];
  /** Columns at the left that every printed page repeats. */
  readonly lead: number;
  /** How many of the other columns a printed page holds; null for all of them. */
  readonly perPage: number | null;
}

type CellStyle = Partial<Omit<GridCell, 'kind' | 'text'>>;

export const textCell = (text: string, style: CellStyle = {}): GridCell => ({
  ...{ kind: 'text', text, columns: 1, rows: 1, align: 'center', bold: false },
  ...style,
});
export const headCell = (text: string, style: CellStyle = {}): GridCell => textCell(text, { bold: true, ...style });
export const amountCell = (text: string, style: CellStyle = {}): GridCell => ({
  ...{ kind: 'amount', text, columns: 1, rows: 1, align: 'right', bold: false },
  ...style,
});

export interface PlacedCell {
  readonly cell: GridCell;
  readonly row: number;
  readonly column: number;
}

/**
 * Row and column of every cell, head and body counted through. Throws RangeError where a row has more or fewer columns than
 * the grid: a figure would stand under the wrong heading.
 */
export function placedCells({ widths, head, body }: Grid): readonly PlacedCell[] {
  const takenUntil = widths.map(() => 0);
  return [...head, ...body].flatMap((cells, row) => {
    const placed: PlacedCell[] = [];
    let column = 0;
    const skipTaken = (): void => {
      while (column < widths.length && (takenUntil[column] ?? 0) > row) column += 1;
    };
    for (const cell of cells) {
      skipTaken();
      placed.push({ cell, row, column });
      takenUntil.fill(row + cell.rows, column, column + cell.columns);
      column += cell.columns;
    }
    skipTaken();
    if (column !== widths.length) throw new RangeError(`row ${row + 1} of the grid has ${column} columns`);
    return placed;
  });
}

/** The grid with every column wide enough for its longest amount, so that a workbook shows no `###`. */
export function fitted(grid: Grid): Grid {
  const widths = [...grid.widths];
  for (const { cell, column } of placedCells(grid)) {
    if (cell.kind === 'amount')
      widths[column] = Math.max(widths[column] ?? 0, grouped(cell.text).length + AIR_CHARACTERS);
  }
  return { ...grid, widths };
}
const AIR_CHARACTERS = 2;

/** `1234567.80` as it is printed: `1,234,567.80`. */
export const grouped = (amount: string): string => amount.replace(/\B(?=(?:\d{3})+(?:\.|$))/g, ',');
