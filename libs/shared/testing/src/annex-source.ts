import { readFileSync } from 'node:fs';

/** One annex as the source prints it. */
export interface SourceAnnex {
  /** Everything outside its table, from the title to the last line. */
  readonly texts: readonly string[];
  /** Lines of its table, each with its cells. */
  readonly table: readonly (readonly string[])[];
}

const HEADING = /^(?:## )?附件 ?(\d+(?:-\d)?)$/u;
const plain = (line: string): string =>
  line
    .replaceAll('\\_', '_')
    .replaceAll('**', '')
    .replace(/^(?:## |- )/u, '')
    .trim();

/** Annexes of a file of the source's text, by their number. */
export function sourceAnnexes(file: string | URL): ReadonlyMap<string, SourceAnnex> {
  const annexes = new Map<string, { texts: string[]; table: string[][] }>();
  let current: { texts: string[]; table: string[][] } | undefined;
  for (const raw of readFileSync(file, 'utf8').split('\n')) {
    const number = HEADING.exec(raw)?.[1];
    if (number !== undefined) {
      current = { texts: [], table: [] };
      annexes.set(number, current);
    } else if (raw.includes('\t')) current?.table.push(raw.split('\t').map((cell) => cell.trim()));
    else if (plain(raw) !== '') current?.texts.push(plain(raw));
  }
  return annexes;
}

/** Blanks of the annexes: unit, day, month, year, amount. */
const BLANKS = [
  String.raw`_+ ?省[(（]区、市[)）]`,
  String.raw`^省[(（]区、市[)）](?=跨省)`,
  String.raw`XX ?省(?:[(（]区、市[)）])?`,
  'XXXX ?年 ?XX ?月 ?XX ?日',
  'XXXX ?年 ?XX ?月',
  'XXXX ?年',
  '_{5}',
  'XXXX',
].join('|');
const BLANK = new RegExp(BLANKS, 'gu');
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/gu, '');

/** What a form must read like, character by character but for white space: the source's words with something in every blank. */
export function patternOf({ texts }: SourceAnnex): RegExp {
  const parts = texts.map((text) => {
    const fixed = text.split(BLANK).map(escaped);
    const signature = /^制表日期[:：]$/u.test(text) ? '(?:\\d{4}年\\d\\d月\\d\\d日)?' : '';
    return `${fixed.join('[^：:（）]+?')}${signature}`;
  });
  return new RegExp(`^${parts.join('')}$`, 'u');
}
