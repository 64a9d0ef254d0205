import { cell, option, paragraph, row, standing, tick, words, type Cell, type Paper, type Paragraph } from '#forms';
import type { ApprovedFiling, FilingFormFields } from './filing-form.js';

export type Kind = ApprovedFiling['kind'];

/** Size of the long texts, so that a form of ordinary length keeps to one page. */
export const NOTICE = { size: 9.5, indent: 0, space: 1 } as const;

export const heading = (title: string): Paper['blocks'][number] =>
  standing([words(title, true)], { size: 16, align: 'center', space: 8 });

/** A row of one cell with a long text, which may go over to the next page. */
export const longText = (paragraphs: readonly Paragraph[]): Paper['blocks'][number] =>
  row([cell(1, paragraphs)], { splits: 'anywhere' });

/** What is signed stands on one page with its signature, if a page can hold it. */
export const signed = (paragraphs: readonly Paragraph[]): Paper['blocks'][number] =>
  row([cell(1, paragraphs)], { splits: 'if-needed' });

/** A heading across the table. */
export const bar = (text: string): Paper['blocks'][number] =>
  row([cell(1, [paragraph([words(text, true)], { align: 'center' })])], { heads: true, minHeight: 20 });

/** Boxes one below the other; each names the kinds it stands for. */
export const boxes = (kind: Kind, choices: readonly (readonly [text: string, ...kinds: Kind[]])[]): Paragraph[] =>
  choices.map(([text, ...kinds]) => paragraph(option(kinds.includes(kind), text)));

/** 参保类别 as Henan prints it, boxes behind the words. */
export function schemeCell(share: number, scheme: FilingFormFields['scheme']): Cell {
  const behind = (on: boolean, text: string): Paragraph => paragraph([words(`${text} `), tick(on, text)]);
  return cell(share, [
    behind(scheme === 'employee', '1. 职工医保（离休）'),
    behind(scheme === 'resident', '2. 城乡居民医保'),
  ]);
}
