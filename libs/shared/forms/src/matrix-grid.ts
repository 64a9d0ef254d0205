import { fitted, headCell, type Grid, type GridCell } from './grid.js';

export interface Matrix {
  /** Heading over the names at the left. */
  readonly corner: string;
  /** What the columns are, and what the lines are. */
  readonly across: string;
  readonly down: string;
  readonly columns: readonly string[];
  /** Lines that begin with their name. */
  readonly body: readonly (readonly GridCell[])[];
  /** The line of sums: beside the word for the lines, or across it. */
  readonly sums: { readonly cells: readonly GridCell[]; readonly beside: boolean };
  readonly perPage: number;
}

const WIDTHS = { down: 4, name: 12, figure: 15 } as const;

/** 收款省 × 付款省 of annexes 5 and 14: names down and across, words for both at the edges, the one above on every page. */
export function matrixGrid({ corner, across, down, columns, body, sums, perPage }: Matrix): Grid {
  const [name = headCell(''), ...amounts] = sums.cells;
  const pages = Array.from({ length: Math.ceil(columns.length / perPage) }, (_one, page) =>
    columns.slice(page * perPage, (page + 1) * perPage),
  );
  const rows = body.length + (sums.beside ? 1 : 0);
  return fitted({
    widths: [WIDTHS.down, WIDTHS.name, ...columns.map(() => WIDTHS.figure)],
    head: [
      [headCell(corner, { columns: 2, rows: 2 }), ...pages.map((held) => headCell(across, { columns: held.length }))],
      columns.map((column) => headCell(column)),
    ],
    body: [
      ...body.map((row, index) => (index === 0 ? [headCell(down, { rows }), ...row] : row)),
      [sums.beside ? name : { ...name, columns: 2 }, ...amounts],
    ],
    ...{ lead: 2, perPage },
  });
}
