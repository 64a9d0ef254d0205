import { columnGroups, MeasuredGrid } from './grid-marks.js';
import type { Grid } from './grid.js';
import type { Metrics } from './lines.js';
import type { Mark } from './marks.js';
import { PAPER_MARGINS, sizeOf, type Page } from './page.js';
import { paragraph, type Paper, type Paragraph, type Row } from './paper.js';
import { PADDING, rowHeight, rowMarks } from './row-marks.js';
import { heightOf, lineHeight, textLines, textMarks, type TextLine } from './text-marks.js';

const A_FEW_LINES = 60;
const { side: SIDE, top: TOP, bottom: BOTTOM } = PAPER_MARGINS;

/** 版面 Lays a paper out on as many pages as it needs; nothing stands outside the margins. Pure. */
export function layOut(paper: Paper, metrics: Metrics): readonly (readonly Mark[])[] {
  const sheet = new Sheet(metrics, paper.page);
  paper.blocks.forEach((block, index) => {
    if (block.kind === 'paragraph') sheet.flow([block], false);
    else if (block.kind === 'grid') sheet.grid(block.grid, paper.title);
    else if (sheet.mustSplit(block)) sheet.flow(paragraphsOf(block), true);
    else sheet.row(block, block.heads ? sheet.roomBelow(paper.blocks[index + 1]) : 0);
  });
  return sheet.numbered();
}

const paragraphsOf = ({ cells }: Row): readonly Paragraph[] => cells.flatMap(({ paragraphs }) => paragraphs);

/** Pages being filled from top to bottom. */
class Sheet {
  private readonly pages: Mark[][] = [[]];
  private readonly inner: number;
  private readonly floor: number;
  private y: number = TOP;

  constructor(
    private readonly metrics: Metrics,
    page: Page | undefined,
  ) {
    const { width, height } = sizeOf(page);
    this.inner = width - 2 * SIDE;
    this.floor = height - BOTTOM;
  }

  mustSplit({ splits, ...row }: Row): boolean {
    if (splits !== 'if-needed') return splits === 'anywhere';
    return rowHeight({ splits, ...row }, this.inner, this.metrics) > this.floor - TOP;
  }

  /** What a heading needs below it, so that it is not the last on its page. */
  roomBelow(next: Paper['blocks'][number] | undefined): number {
    if (next?.kind !== 'row' || this.mustSplit(next)) return A_FEW_LINES;
    return rowHeight(next, this.inner, this.metrics);
  }

  row(row: Row, below: number): void {
    const height = rowHeight(row, this.inner, this.metrics);
    if (this.y > TOP && this.y + height + below > this.floor) this.turn();
    this.print(rowMarks(row, { x: SIDE, y: this.y, width: this.inner }, { height, metrics: this.metrics }));
    this.y += height;
  }

  /** Lines one below the other, over as many pages as they need; framed, each page has its own frame. */
  flow(paragraphs: readonly Paragraph[], framed: boolean): void {
    const inset = framed ? PADDING : 0;
    const width = this.inner - 2 * inset;
    let rest = textLines(paragraphs, width, this.metrics);
    while (rest.length > 0) {
      const count = this.fittingCount(rest, this.floor - this.y - 2 * inset);
      if (count === 0) {
        this.turn();
        continue;
      }
      const now = rest.slice(0, count);
      const height = heightOf(now) + 2 * inset;
      this.print(textMarks(now, { x: SIDE + inset, y: this.y + inset, width }));
      if (framed) this.print([{ kind: 'frame', x: SIDE, y: this.y, width: this.inner, height }]);
      this.y += height;
      rest = rest.slice(count);
    }
  }

  /** A table row by row; each page has its head, and says of what it is the continuation. */
  grid(grid: Grid, title: string): void {
    columnGroups(grid).forEach((columns, group) => {
      const measured = new MeasuredGrid(grid, columns, this.inner, this.metrics);
      if (group > 0) this.turnTo(title);
      this.gridRows(measured, 0, measured.headRows);
      let row = measured.headRows;
      while (row < measured.rowCount) {
        if (row > measured.headRows) {
          this.turnTo(title);
          this.gridRows(measured, 0, measured.headRows);
        }
        const until = this.lastRow(measured, row);
        this.gridRows(measured, row, until);
        row = until;
      }
    });
  }

  private gridRows(measured: MeasuredGrid, from: number, until: number): void {
    this.print(measured.marks({ from, until }, { x: SIDE, y: this.y }));
    this.y += measured.height(from, until);
  }

  /** As many rows as there is room for, one at least. */
  private lastRow(measured: MeasuredGrid, from: number): number {
    let until = from + 1;
    while (until < measured.rowCount && this.y + measured.height(from, until + 1) <= this.floor) until += 1;
    return until;
  }

  /** The pages, with their numbers where there is more than one. */
  numbered(): readonly (readonly Mark[])[] {
    if (this.pages.length === 1) return this.pages;
    return this.pages.map((marks, index) => {
      const text = paragraph(`第 ${index + 1} 页，共 ${this.pages.length} 页`, { size: 9, align: 'center' });
      const place = { x: SIDE, y: this.floor + 12, width: this.inner };
      return [...marks, ...textMarks(textLines([text], this.inner, this.metrics), place)];
    });
  }

  /** How many lines fit; a single one is not left behind where more are to come. */
  private fittingCount(lines: readonly TextLine[], room: number): number {
    let height = 0;
    const end = lines.findIndex((line) => (height += lineHeight(line)) > room);
    if (end < 0) return lines.length;
    return end < 2 && room < this.floor - TOP - 2 * PADDING ? 0 : Math.max(end, 1);
  }

  private print(marks: readonly Mark[]): void {
    this.pages.at(-1)?.push(...marks);
  }

  private turn(): void {
    this.pages.push([]);
    this.y = TOP;
  }

  private turnTo(title: string): void {
    this.turn();
    this.flow([paragraph(`${title}（续）`, { size: 9, align: 'center', space: 3 })], false);
  }
}
