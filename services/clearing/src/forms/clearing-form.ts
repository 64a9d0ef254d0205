import {
  amountCell,
  beside,
  dayOf,
  filledIn,
  fitted,
  headCell,
  line,
  running,
  textCell,
  UPRIGHT,
  type Blanks,
  type Form,
  type FormLine,
  type Grid,
  type Page,
} from '#forms';
import { CLEARING_UNITS } from '#kernel';
import type { Table } from '../tables/domain/table.js';
import { ADDRESSEE, NOTICE_TEXTS, TABLE_TEXTS, type AnnexText, type NoticeText } from './annex-texts.js';
import { employeeGrid, nationalGrid, residentGrid, schemeGrid } from './table-grids.js';

type GridOf = (table: Table, text: AnnexText) => Grid;

const ACROSS: Page = { size: 'A4', landscape: true };
const LARGE: Page = { size: 'A3', landscape: true };

const GRIDS: Readonly<Record<string, { readonly gridOf: GridOf; readonly page: Page }>> = {
  '14': { gridOf: nationalGrid, page: LARGE },
  '14-1': { gridOf: schemeGrid, page: UPRIGHT },
  '14-2': { gridOf: employeeGrid, page: ACROSS },
  '14-3': { gridOf: residentGrid, page: UPRIGHT },
  '14-4': { gridOf: schemeGrid, page: UPRIGHT },
  '14-5': { gridOf: employeeGrid, page: ACROSS },
  '14-6': { gridOf: residentGrid, page: UPRIGHT },
  '14-7': { gridOf: schemeGrid, page: UPRIGHT },
};

export const FORM_ANNEXES: readonly string[] = [...Object.keys(GRIDS), ...Object.keys(NOTICE_TEXTS)];

/** Days that stand on the papers; null before the step was done. */
export interface FormDays {
  readonly generatedOn: string | null;
  readonly publishedOn: string | null;
}

/**
 * 附件14 … 14-7, 15, 16 of a published table: its figures, line by line, under the source's own headings. No sum is made here
 * (CLR-03, CLR-05). Throws RangeError for a table that is no annex.
 */
export function clearingForm(table: Table, days: FormDays): Form {
  const notice = NOTICE_TEXTS[table.annex];
  if (notice !== undefined) return noticeForm(table, notice, days.publishedOn);
  const [text, shape] = [TABLE_TEXTS[table.annex], GRIDS[table.annex]];
  if (text === undefined || shape === undefined) throw new RangeError(`annex ${table.annex}`);
  const blanks: Blanks = { unit: table.unit, month: table.month };
  return {
    annex: table.annex,
    title: text.title.map((part) => filledIn(part, blanks)),
    above: linesAbove(text.above, blanks),
    grid: shape.gridOf(table, text),
    below: linesBelow(text.below, days.generatedOn),
    page: shape.page,
  };
}

/** The unit of money stands at the right, over the figures. */
const linesAbove = (texts: readonly string[], blanks: Blanks): readonly FormLine[] =>
  texts.map((text) => line(filledIn(text, blanks), text.startsWith('单位') ? 'right' : 'left'));

/** Notes one below the other, or places to sign with the day the table was made. */
function linesBelow(texts: readonly string[], generatedOn: string | null): readonly FormLine[] {
  const day = texts.at(-1)?.startsWith('制表日期') === true;
  if (!day) return texts.map((text) => line(text));
  const made = `${texts.at(-1)}${generatedOn === null ? '' : dayOf(generatedOn)}`;
  return [beside(...texts.slice(0, -1), made)];
}

function noticeForm(table: Table, text: NoticeText, publishedOn: string | null): Form {
  const { unit, month, rows } = table;
  const blanks: Blanks = { unit, month, day: publishedOn, amount: rows.at(-1)?.[1] ?? '' };
  const own = { unit, month };
  return {
    annex: table.annex,
    title: text.title.map((part) => filledIn(part, own)),
    above: [
      line(ADDRESSEE),
      running(filledIn(text.asks, { month, amount: blanks.amount ?? '' })),
      line(text.heading, 'center'),
      ...linesAbove(text.above, own),
    ],
    grid: noticeGrid(table, text),
    below: text.below.map((one) => line(filledIn(one, blanks), one.startsWith('签章') ? 'right' : 'left')),
    page: UPRIGHT,
  };
}

/** Every other unit has its line; those the notice does not name pay nothing. Marked lines stand after the unmarked. */
function noticeGrid({ unit, rows }: Table, { region, amount, total }: NoticeText): Grid {
  const named = rows.slice(0, -1);
  const linesOf = (shortName: string): readonly (readonly string[])[] => {
    const own = named.filter(([name]) => name === shortName || name === `*${shortName}`);
    return own.length === 0 ? [[shortName, '0.00']] : own;
  };
  const others = CLEARING_UNITS.filter(({ code }) => code !== unit);
  return fitted({
    widths: [30, 40],
    head: [[headCell(region), headCell(amount)]],
    body: [...others.flatMap(({ shortName }) => linesOf(shortName)), [total, rows.at(-1)?.[1] ?? '']].map(
      ([name = '', text = ''], index, all) => [
        textCell(name, { bold: index === all.length - 1 }),
        amountCell(text, { bold: index === all.length - 1 }),
      ],
    ),
    ...{ lead: 1, perPage: null },
  });
}
