import { linesOf, type Line, type Metrics, type Part } from './lines.js';
import type { Mark } from './marks.js';
import type { Paragraph } from './paper.js';

export const LEADING = 1.45;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface TextLine {
  readonly line: Line;
  readonly style: Paragraph;
  readonly before: number;
  readonly after: number;
}

export const lineHeight = ({ style, before, after }: TextLine): number => style.size * LEADING + before + after;
export const heightOf = (lines: readonly TextLine[]): number =>
  lines.reduce((total, line) => total + lineHeight(line), 0);

export function textLines(paragraphs: readonly Paragraph[], width: number, metrics: Metrics): readonly TextLine[] {
  return paragraphs.flatMap((style) => {
    const lines = linesOf(style, width, metrics);
    return lines.map((line, index) => ({
      ...{ line, style, before: index === 0 ? style.space : 0 },
      after: index === lines.length - 1 ? style.space : 0,
    }));
  });
}

export function textMarks(lines: readonly TextLine[], { x, y, width }: Place): readonly Mark[] {
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
