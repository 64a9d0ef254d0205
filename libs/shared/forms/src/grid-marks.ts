import { grouped, placedCells, type Grid, type GridCell, type PlacedCell } from './grid.js';
import type { Metrics } from './lines.js';
import type { Mark } from './marks.js';
import { paragraph, words } from './paper.js';
import { heightOf, textLines, textMarks, type Place, type TextLine } from './text-marks.js';

const PADDING = 3;
const LARGEST = 9;
const SMALLEST = 4;
const STEP = 0.25;
const AIR = 0.6;

/** Columns of one printed page: a grid too wide for one is printed on several, its first columns on each. */
export function columnGroups({ widths, lead, perPage }: Grid): readonly (readonly number[])[] {
  const all = widths.map((_width, column) => column);
  if (perPage === null) return [all];
  const [first, rest] = [all.slice(0, lead), all.slice(lead)];
  const groups = Math.ceil(rest.length / perPage);
  return Array.from({ length: groups }, (_one, group) => [
    ...first,
    ...rest.slice(group * perPage, (group + 1) * perPage),
  ]);
}

interface Band {
  readonly from: number;
  readonly until: number;
}

/** A grid's columns of one page, measured: heights are its own, marks are asked for row by row. */
export class MeasuredGrid {
  readonly headRows: number;
  readonly rowCount: number;
  private readonly cells: readonly PlacedCell[];
  private readonly edges: ReadonlyMap<number, number>;
  private readonly size: number;
  private readonly heights: readonly number[];

  constructor(
    grid: Grid,
    private readonly columns: readonly number[],
    private readonly width: number,
    private readonly metrics: Metrics,
  ) {
    this.headRows = grid.head.length;
    this.rowCount = grid.head.length + grid.body.length;
    const whole = columns.reduce((total, column) => total + (grid.widths[column] ?? 0), 0);
    let left = 0;
    this.edges = new Map(
      columns.map((column) => {
        const edge = [column, left] as const;
        left += ((grid.widths[column] ?? 0) * width) / whole;
        return edge;
      }),
    );
    this.cells = placedCells(grid).filter((placed) => this.columnsOf(placed).length > 0);
    this.size = this.fittingSize();
    this.heights = this.measuredHeights();
  }

  /** Height of rows from `from` on, `until` not included. */
  height(from: number, until: number): number {
    return this.heights.slice(from, until).reduce((total, height) => total + height, 0);
  }

  /** Rows of one page; a cell over several rows is drawn as far as it reaches into them. */
  marks(band: Band, { x, y }: Pick<Place, 'x' | 'y'>): readonly Mark[] {
    return this.cells.flatMap((placed) => {
      const from = Math.max(placed.row, band.from);
      const until = Math.min(placed.row + placed.cell.rows, band.until);
      if (from >= until) return [];
      const box = this.boxOf(placed);
      const frame = {
        ...{ x: x + box.x, y: y + this.height(band.from, from) },
        ...{ width: box.width, height: this.height(from, until) },
      };
      return [{ kind: 'frame' as const, ...frame }, ...this.textOf(placed.cell, frame)];
    });
  }

  private textOf(cell: GridCell, frame: Place & { readonly height: number }): readonly Mark[] {
    const lines = this.linesOf(cell, frame.width);
    const top = frame.y + (frame.height - heightOf(lines)) / 2;
    return textMarks(lines, { x: frame.x + PADDING, y: top, width: frame.width - 2 * PADDING });
  }

  private linesOf({ kind, text, bold, align }: GridCell, width: number): readonly TextLine[] {
    const shown = kind === 'amount' ? grouped(text) : text;
    const style = paragraph([words(shown, bold)], { size: this.size, align });
    return textLines([style], width - 2 * PADDING, this.metrics);
  }

  private columnsOf({ cell, column }: PlacedCell): readonly number[] {
    return this.columns.filter((one) => one >= column && one < column + cell.columns);
  }

  private boxOf(placed: PlacedCell): { readonly x: number; readonly width: number } {
    const own = this.columnsOf(placed);
    const edgeAfter = this.columns[this.columns.indexOf(own.at(-1) ?? 0) + 1];
    const x = this.edges.get(own[0] ?? 0) ?? 0;
    return { x, width: (edgeAfter === undefined ? this.width : (this.edges.get(edgeAfter) ?? 0)) - x };
  }

  /** The largest size at which no amount is broken. */
  private fittingSize(): number {
    const fits = (size: number): boolean =>
      this.cells.every(
        ({ cell, ...placed }) =>
          cell.kind === 'text' ||
          this.metrics.width(grouped(cell.text), size, cell.bold) <=
            this.boxOf({ cell, ...placed }).width - 2 * PADDING,
      );
    let size = LARGEST;
    while (size > SMALLEST && !fits(size)) size -= STEP;
    return size;
  }

  private measuredHeights(): readonly number[] {
    const heights = Array.from({ length: this.rowCount }, () => 0);
    for (const placed of this.cells) {
      if (placed.cell.rows > 1) continue;
      const needed = heightOf(this.linesOf(placed.cell, this.boxOf(placed).width)) + 2 * AIR;
      heights[placed.row] = Math.max(heights[placed.row] ?? 0, needed);
    }
    return heights;
  }
}
