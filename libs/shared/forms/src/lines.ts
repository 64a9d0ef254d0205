import type { Inline, Paragraph } from './paper.js';

/** What the layout must know of the fonts. */
export interface Metrics {
  /** Width in points of a text in one size. */
  width(text: string, size: number, bold: boolean): number;
  /** Whether the font has every character. */
  has(text: string): boolean;
}

export interface Part {
  readonly kind: 'text' | 'tick' | 'blank';
  readonly text: string;
  readonly bold: boolean;
  readonly on: boolean;
  readonly width: number;
  /** Never parted from what follows. */
  readonly glued: boolean;
}

export interface Line {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly indent: number;
}

/** A character with the punctuation that may not leave it (避头尾), or a run of letters and digits. */
const UNIT = /[（《“‘(〈【]*(?:[A-Za-z0-9.%/-]+|.)[，。、；：）》”’！？,;:)〉】]*/gsu;

/** Breaks a paragraph into lines no wider than `width`; a run without a place to break is broken anywhere. */
export function linesOf(paragraph: Paragraph, width: number, metrics: Metrics): readonly Line[] {
  const { size } = paragraph;
  const parts = paragraph.inlines.flatMap((inline) => partsOf(inline, size, metrics));
  const groups = groupsOf(parts).flatMap((group) => fitting(group, { width, size, metrics }));
  const lines: { parts: Part[]; width: number; indent: number }[] = [];
  let line = { parts: [] as Part[], width: 0, indent: paragraph.indent * size };
  for (const group of groups) {
    const groupWidth = sum(group);
    if (line.parts.length > 0 && line.indent + line.width + groupWidth > width) {
      lines.push(line);
      line = { parts: [], width: 0, indent: 0 };
    }
    const startsWithSpace = line.parts.length === 0 && lines.length > 0 && group.every(({ text }) => text === ' ');
    if (startsWithSpace) continue;
    line.parts.push(...group);
    line.width += groupWidth;
  }
  return [...lines, line];
}

const sum = (parts: readonly Part[]): number => parts.reduce((total, { width }) => total + width, 0);

function partsOf(inline: Inline, size: number, metrics: Metrics): Part[] {
  switch (inline.kind) {
    case 'tick':
      return [{ kind: 'tick', text: inline.of, bold: false, on: inline.on, width: size * TICK_EMS, glued: true }];
    case 'blank':
      return blankParts(inline, size, metrics);
    case 'text': {
      const { text, bold, filled } = inline;
      return filled && !metrics.has(text) ? [] : unitsOf(text, { kind: 'text', size, bold, metrics });
    }
    default:
      return inline satisfies never;
  }
}

/** A box is as wide as a character, with some air behind it. */
const TICK_EMS = 1.15;

/** The value on its rule, which is never shorter than the blank. */
function blankParts({ text, width }: Inline & { kind: 'blank' }, size: number, metrics: Metrics): Part[] {
  const known = text !== null && metrics.has(text) ? text : '';
  const parts = unitsOf(known, { kind: 'blank', size, bold: false, metrics });
  const rest = width - sum(parts);
  return rest <= 0 ? parts : [...parts, { kind: 'blank', text: '', bold: false, on: false, width: rest, glued: false }];
}

interface Style {
  readonly kind: 'text' | 'blank';
  readonly size: number;
  readonly bold: boolean;
  readonly metrics: Metrics;
}

const unitsOf = (text: string, { kind, size, bold, metrics }: Style): Part[] =>
  [...text.matchAll(UNIT)].map(([unit]) => ({
    ...{ kind, text: unit, bold, on: false, glued: false },
    width: metrics.width(unit, size, bold),
  }));

/** Parts that stay together on a line. */
function groupsOf(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  let open = false;
  for (const part of parts) {
    const last = groups.at(-1);
    if (open && last !== undefined) last.push(part);
    else groups.push([part]);
    open = part.glued;
  }
  return groups;
}

interface Measure {
  readonly width: number;
  readonly size: number;
  readonly metrics: Metrics;
}

function fitting(group: Part[], { width, size, metrics }: Measure): Part[][] {
  const [only] = group;
  if (group.length > 1 || only === undefined || only.width <= width) return [group];
  return [...only.text].map((text) => [{ ...only, text, width: metrics.width(text, size, only.bold) }]);
}
