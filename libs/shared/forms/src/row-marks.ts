import type { Metrics } from './lines.js';
import type { Mark } from './marks.js';
import type { Cell, Row } from './paper.js';
import { heightOf, textLines, textMarks, type Place } from './text-marks.js';

export const PADDING = 4;

function cellHeight(cell: Cell, width: number, metrics: Metrics): number {
  if (cell.rows.length > 0) return cell.rows.reduce((total, row) => total + rowHeight(row, width, metrics), 0);
  return heightOf(textLines(cell.paragraphs, width - 2 * PADDING, metrics)) + 2 * PADDING;
}

export function rowHeight(row: Row, width: number, metrics: Metrics): number {
  const heights = widthsOf(row, width).map(([cell, cellWidth]) => cellHeight(cell, cellWidth, metrics));
  return Math.max(row.minHeight, ...heights);
}

function widthsOf({ cells }: Row, width: number): readonly (readonly [cell: Cell, width: number])[] {
  const whole = cells.reduce((total, { share }) => total + share, 0);
  return cells.map((cell) => [cell, (width * cell.share) / whole]);
}

export interface Drawing {
  readonly height: number;
  readonly metrics: Metrics;
}

export function rowMarks(row: Row, { x, y, width }: Place, drawing: Drawing): readonly Mark[] {
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
