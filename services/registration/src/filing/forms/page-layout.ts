import { linesOf, type Line, type Metrics, type Part } from './lines.js';
import { paragraph, type Cell, type Paper, type Paragraph, type Row } from './paper.js';

/** What is printed where, in points from the upper left corner. `y` of a text is its baseline. */
export type Mark =
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly text: string;
      readonly size: number;
      readonly bold: boolean;
    }
  | { readonly kind: 'rule'; readonly x: number; readonly y: number; readonly width: number }
  | {
      readonly kind: 'frame';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'tick';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly on: boolean;
      readonly of: string;
    };

/** A4. */
export const PAGE = { width: 595.28, height: 841.89, side: 42, top: 36, bottom: 42 } as const;
const INNER = PAGE.width - 2 * PAGE.side;
const FLOOR = PAGE.height - PAGE.bottom;
const PADDING = 4;
const LEADING = 1.45;
const A_FEW_LINES = 60;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** 版面 Lays a paper out on as many pages as it needs; nothing stands outside the margins. Pure. */
export function layOut(paper: Paper, metrics: Metrics): readonly (readonly Mark[])[] {
  const sheet = new Sheet(metrics);
  paper.blocks.forEach((block, index) => {
    if (block.kind === 'paragraph') sheet.flow([block], false);
    else if (mustSplit(block, metrics)) sheet.flow(paragraphsOf(block), true);
    else sheet.row(block, block.heads ? roomBelow(paper.blocks[index + 1], metrics) : 0);
  });
  return sheet.numbered();
}

const paragraphsOf = ({ cells }: Row): readonly Paragraph[] => cells.flatMap(({ paragraphs }) => paragraphs);

const mustSplit = (row: Row, metrics: Metrics): boolean =>
  row.splits === 'anywhere' || (row.splits === 'if-needed' && rowHeight(row, INNER, metrics) > FLOOR - PAGE.top);

/** What a heading needs below it, so that it is not the last on its page. */
function roomBelow(next: Paper['blocks'][number] | undefined, metrics: Metrics): number {
  if (next === undefined || next.kind === 'paragraph' || mustSplit(next, metrics)) return A_FEW_LINES;
  return rowHeight(next, INNER, metrics);
}

interface TextLine {
  readonly line: Line;
  readonly style: Paragraph;
  readonly before: number;
  readonly after: number;
}

/** Pages being filled from top to bottom. */
class Sheet {
  private readonly pages: Mark[][] = [[]];
  private y: number = PAGE.top;

  constructor(private readonly metrics: Metrics) {}

  row(row: Row, below: number): void {
    const height = rowHeight(row, INNER, this.metrics);
    if (this.y > PAGE.top && this.y + height + below > FLOOR) this.turn();
    this.print(rowMarks(row, { x: PAGE.side, y: this.y, width: INNER }, { height, metrics: this.metrics }));
    this.y += height;
  }

  /** Lines one below the other, over as many pages as they need; framed, each page has its own frame. */
  flow(paragraphs: readonly Paragraph[], framed: boolean): void {
    const inset = framed ? PADDING : 0;
    const width = INNER - 2 * inset;
    let rest = textLines(paragraphs, width, this.metrics);
    while (rest.length > 0) {
      const room = FLOOR - this.y - 2 * inset;
      const count = fittingCount(rest, room);
      if (count === 0) {
        this.turn();
        continue;
      }
      const now = rest.slice(0, count);
      const height = heightOf(now) + 2 * inset;
      this.print(textMarks(now, { x: PAGE.side + inset, y: this.y + inset, width }));
      if (framed) this.print([{ kind: 'frame', x: PAGE.side, y: this.y, width: INNER, height }]);
      this.y += height;
      rest = rest.slice(count);
    }
  }

  /** The pages, with their numbers where there is more than one. */
  numbered(): readonly (readonly Mark[])[] {
    if (this.pages.length === 1) return this.pages;
    return this.pages.map((marks, index) => {
      const text = paragraph(`第 ${index + 1} 页，共 ${this.pages.length} 页`, { size: 9, align: 'center' });
      const place = { x: PAGE.side, y: FLOOR + 12, width: INNER };
      return [...marks, ...textMarks(textLines([text], INNER, this.metrics), place)];
    });
  }

  private print(marks: readonly Mark[]): void {
    this.pages.at(-1)?.push(...marks);
  }

  private turn(): void {
    this.pages.push([]);
    this.y = PAGE.top;
  }
}

/** How many lines fit; a single one is not left behind where more are to come. */
function fittingCount(lines: readonly TextLine[], room: number): number {
  let height = 0;
  const end = lines.findIndex((line) => (height += lineHeight(line)) > room);
  if (end < 0) return lines.length;
  return end < 2 && room < FLOOR - PAGE.top - 2 * PADDING ? 0 : Math.max(end, 1);
}

const lineHeight = ({ style, before, after }: TextLine): number => style.size * LEADING + before + after;
const heightOf = (lines: readonly TextLine[]): number => lines.reduce((total, line) => total + lineHeight(line), 0);

function textLines(paragraphs: readonly Paragraph[], width: number, metrics: Metrics): readonly TextLine[] {
  return paragraphs.flatMap((style) => {
    const lines = linesOf(style, width, metrics);
    return lines.map((line, index) => ({
      ...{ line, style, before: index === 0 ? style.space : 0 },
      after: index === lines.length - 1 ? style.space : 0,
    }));
  });
}

function cellHeight(cell: Cell, width: number, metrics: Metrics): number {
  if (cell.rows.length > 0) return cell.rows.reduce((total, row) => total + rowHeight(row, width, metrics), 0);
  return heightOf(textLines(cell.paragraphs, width - 2 * PADDING, metrics)) + 2 * PADDING;
}

function rowHeight(row: Row, width: number, metrics: Metrics): number {
  const heights = widthsOf(row, width).map(([cell, cellWidth]) => cellHeight(cell, cellWidth, metrics));
  return Math.max(row.minHeight, ...heights);
}

function widthsOf({ cells }: Row, width: number): readonly (readonly [cell: Cell, width: number])[] {
  const whole = cells.reduce((total, { share }) => total + share, 0);
  return cells.map((cell) => [cell, (width * cell.share) / whole]);
}

interface Drawing {
  readonly height: number;
  readonly metrics: Metrics;
}

function rowMarks(row: Row, { x, y, width }: Place, drawing: Drawing): readonly Mark[] {
  let left = x;
  return widthsOf(row, width).flatMap(([cell, cellWidth]) => {
    const place = { x: left, y, width: cellWidth };
    left += cellWidth;
    const frame: readonly Mark[] = row.border ? [{ kind: 'frame', ...place, height: drawing.height }] : [];
    return [...frame, ...cellMarks(cell, place, drawing)];
  });
}

/** Text stands in the middle of its cell; rows within a cell share what room is left. */
function cellMarks(cell: Cell, { x, y, width }: Place, { height, metrics }: Drawing): readonly Mark[] {
  const left = height - cellHeight(cell, width, metrics);
  if (cell.rows.length === 0) {
    const place = { x: x + PADDING, y: y + PADDING + left / 2, width: width - 2 * PADDING };
    return textMarks(textLines(cell.paragraphs, place.width, metrics), place);
  }
  let top = y;
  return cell.rows.flatMap((row) => {
    const rowsHeight = rowHeight(row, width, metrics) + left / cell.rows.length;
    const place = { x, y: top, width };
    top += rowsHeight;
    return rowMarks(row, place, { height: rowsHeight, metrics });
  });
}

function textMarks(lines: readonly TextLine[], { x, y, width }: Place): readonly Mark[] {
  let top = y;
  return lines.flatMap((textLine) => {
    const { line, style } = textLine;
    const free = width - line.indent - line.width;
    const shift = style.align === 'left' ? 0 : style.align === 'right' ? free : free / 2;
    const box = style.size * LEADING;
    const baseline = top + textLine.before + box / 2 + style.size * MIDDLE;
    top += lineHeight(textLine);
    return lineMarks(line.parts, { x: x + line.indent + shift, y: baseline, width }, style.size);
  });
}

/** A Chinese character's middle stands this far above its baseline, in parts of its size. */
const MIDDLE = 0.36;
const RULE_BELOW = 2.5;

function lineMarks(parts: readonly Part[], { x, y }: Place, size: number): readonly Mark[] {
  let left = x;
  return runsOf(parts).flatMap((run): readonly Mark[] => {
    const { kind, text, bold, on, width } = run;
    const at = { x: left, y };
    left += width;
    if (kind === 'tick') return [{ kind: 'tick', ...at, size, on, of: text }];
    const written: readonly Mark[] = text.trim() === '' ? [] : [{ kind: 'text', ...at, width, text, size, bold }];
    return kind === 'text' ? written : [...written, { kind: 'rule', x: at.x, y: y + RULE_BELOW, width }];
  });
}

/** Parts of one kind side by side are printed in one go. */
function runsOf(parts: readonly Part[]): readonly Part[] {
  const runs: Part[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last !== undefined && last.kind !== 'tick' && last.kind === part.kind && last.bold === part.bold) {
      runs[runs.length - 1] = { ...last, text: last.text + part.text, width: last.width + part.width };
    } else {
      runs.push(part);
    }
  }
  return runs;
}
