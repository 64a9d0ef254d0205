import type { Grid } from './grid.js';
import type { Page } from './page.js';

/** What stands in a line: words, what was filled in, a box to tick, an underlined blank. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly bold: boolean; readonly filled: boolean }
  | { readonly kind: 'tick'; readonly on: boolean; readonly of: string }
  | { readonly kind: 'blank'; readonly text: string | null; readonly width: number };

export interface Paragraph {
  readonly inlines: readonly Inline[];
  readonly size: number;
  readonly align: 'left' | 'center' | 'right';
  /** Indent of the first line, in characters. */
  readonly indent: number;
  /** Points of air above and below. */
  readonly space: number;
}

export interface Cell {
  /** Share of the row; the shares of a row are relative to each other. */
  readonly share: number;
  readonly paragraphs: readonly Paragraph[];
  /** Rows within the cell, in place of paragraphs. */
  readonly rows: readonly Row[];
}

export interface Row {
  readonly kind: 'row';
  readonly cells: readonly Cell[];
  readonly minHeight: number;
  readonly border: boolean;
  /** Whether it goes over to the next page line by line; only rows of one cell with paragraphs do. */
  readonly splits: 'never' | 'if-needed' | 'anywhere';
  /** A heading: never the last on its page. */
  readonly heads: boolean;
}

/** 表单 One paper, as it reads; where everything stands on the page is the layout's. */
export interface Paper {
  readonly title: string;
  /** A4 upright where nothing is said. */
  readonly page?: Page;
  readonly blocks: readonly (({ readonly kind: 'paragraph' } & Paragraph) | Row | GridBlock)[];
}

export interface GridBlock {
  readonly kind: 'grid';
  readonly grid: Grid;
}

export const words = (text: string, bold = false): Inline => ({ kind: 'text', text, bold, filled: false });
/** A value of the filing; nothing where it is not known. */
export const filled = (text: string | null): Inline => ({ kind: 'text', text: text ?? '', bold: false, filled: true });
export const tick = (on: boolean, of: string): Inline => ({ kind: 'tick', on, of });
export const blank = (text: string | null, width: number): Inline => ({ kind: 'blank', text, width });

type ParagraphStyle = Partial<Omit<Paragraph, 'inlines'>>;

export const paragraph = (inlines: readonly Inline[] | string, style: ParagraphStyle = {}): Paragraph => ({
  ...{ size: 10.5, align: 'left', indent: 0, space: 0 },
  ...style,
  inlines: typeof inlines === 'string' ? [words(inlines)] : inlines,
});
export const standing = (inlines: readonly Inline[] | string, style: ParagraphStyle = {}): Paper['blocks'][number] => ({
  kind: 'paragraph',
  ...paragraph(inlines, style),
});

/** A cell with the name of a field, one line each. */
export const label = (share: number, ...lines: readonly string[]): Cell => ({
  ...{ share, rows: [] },
  paragraphs: lines.map((line) => paragraph(line, { align: 'center' })),
});
/** A cell with a value of the filing. */
export const value = (share: number, text: string | null): Cell => ({
  ...{ share, rows: [] },
  paragraphs: [paragraph([filled(text)], { align: 'center' })],
});
export const cell = (share: number, paragraphs: readonly Paragraph[]): Cell => ({ share, rows: [], paragraphs });
export const nested = (share: number, rows: readonly Row[]): Cell => ({ share, rows, paragraphs: [] });

export const row = (cells: readonly Cell[], style: Partial<Omit<Row, 'cells' | 'kind'>> = {}): Row => ({
  ...{ kind: 'row', minHeight: 26, border: true, splits: 'never', heads: false },
  ...style,
  cells,
});

/** One box with its words, ticked or not; the form of Henan has some boxes behind their words. */
export const option = (on: boolean, text: string): Inline[] => [tick(on, text), words(text)];

export const numbered = (texts: readonly string[], style: ParagraphStyle): Paragraph[] =>
  texts.map((text, index) => paragraph(`${index + 1}. ${text}`, style));

/** `2025 年 8 月 1 日`; room to write where the day is not known. */
export function dayInWords(day: string | null): string {
  if (day === null) return '　　年　　月　　日';
  const [year, month, date] = day.split('-').map(Number);
  return `${year} 年 ${month} 月 ${date} 日`;
}
