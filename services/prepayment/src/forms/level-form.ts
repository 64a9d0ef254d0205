import {
  amountCell,
  beside,
  dayOf,
  filledIn,
  fitted,
  headCell,
  line,
  matrixGrid,
  running,
  textCell,
  UPRIGHT,
  type Form,
  type FormLine,
  type Grid,
  type GridCell,
} from '#forms';
import { CLEARING_UNITS, Money, ok, reject, type Result } from '#kernel';
import { paperColumn } from '../advance/domain/paper-unit.js';
import { ADDRESSEE, LEVEL_TEXTS, NATIONAL_TEXT, raisedNote } from './annex-texts.js';
import { adjustmentLines, firstLines, raisedLevels, type PaperLine } from './level-lines.js';
import type { YearLevels } from './year-levels.js';

export const LEVEL_ANNEXES = ['3', '4', '5', '6', '7'] as const;
export type LevelAnnex = (typeof LEVEL_ANNEXES)[number];
type Notice = keyof typeof LEVEL_TEXTS;

const TOTAL = '合 计';
const PER_PAGE = 11;

/** 附件3 … 7 of a year, in 万元 (CLR-14): first levels in the first year, adjustments in every later one. */
export function levelForm(annex: LevelAnnex, unit: string | null, year: YearLevels): Result<Form> {
  if (annex === '5') {
    return unit === null
      ? ok(nationalForm(year))
      : reject('form.national', 'PRE-02', '附件5是全国表，不分单位', ['unit']);
  }
  if (unit === null) return reject('form.unit', 'PRE-02', '该通知书按单位出具，须指明清算单位', ['unit']);
  const first = annex === '3' || annex === '4';
  if (first !== year.first) {
    const right = year.first ? '首次核定额度的年度，通知书为附件3、4' : '额度调整的年度，通知书为附件6、7';
    return reject('form.unknown', 'PRE-02', `${year.year}年是${right}`, ['annex']);
  }
  return ok(noticeForm(annex, unit, year));
}

function noticeForm(annex: Notice, unit: string, { year, signedOn, levels }: YearLevels): Form {
  const text = LEVEL_TEXTS[annex];
  const blanks = { unit, year };
  const fill = (part: string): string => filledIn(part, blanks);
  const side = annex === '3' || annex === '6' ? 'payer' : 'receiver';
  const lines = annex === '3' || annex === '4' ? firstLines(levels, unit, side) : adjustmentLines(levels, unit, side);
  return {
    annex,
    title: text.title.map(fill),
    above: [
      line(ADDRESSEE[annex]),
      running(fill(text.asks)),
      line(text.heading, 'center'),
      ...text.above.map((part) => line(fill(part), part.startsWith('单位') ? 'right' : 'left')),
    ],
    grid: noticeGrid(text.columns, lines),
    below: text.below.flatMap((part) => {
      const isNote = part.startsWith('注');
      const own = line(filledIn(part, { day: signedOn }), isNote ? 'left' : 'right');
      return isNote ? [own, ...raisedNotes(levels, unit)] : [own];
    }),
    page: UPRIGHT,
  };
}

/** Of annex 6, the one with a note of the levels. */
const raisedNotes = (levels: YearLevels['levels'], unit: string): readonly FormLine[] =>
  raisedLevels(levels, unit).map(({ name, raised }) => running(raisedNote(name, paperColumn([raised]).total)));

/** A column is rounded line by line; its sum is the sum of the printed lines. */
function noticeGrid(columns: readonly string[], lines: readonly PaperLine[]): Grid {
  const printed = columns
    .slice(1)
    .map((_name, column) => printedColumn(lines.map(({ amounts }) => amounts[column] ?? null)));
  const body = lines.map(({ name }, index) => [
    textCell(name),
    ...printed.map(({ cells }) => cells[index] ?? textCell('')),
  ]);
  return fitted({
    widths: [columns.length > 2 ? 20 : 30, ...columns.slice(1).map(() => (columns.length > 2 ? 18 : 40))],
    head: [columns.map((name) => headCell(name))],
    body: [...body, [textCell(TOTAL, { bold: true }), ...printed.map(({ total }) => total)]],
    ...{ lead: 1, perPage: null },
  });
}

interface PrintedColumn {
  readonly cells: readonly GridCell[];
  readonly total: GridCell;
}

/** Amounts in yuan as 万元; null is no figure of this column. */
function printedColumn(amounts: readonly (Money | null)[], none = '—'): PrintedColumn {
  const paper = paperColumn(amounts.map((amount) => amount ?? Money.zero));
  const cells = amounts.map((amount, index) =>
    amount === null ? textCell(none) : amountCell(paper.lines[index] ?? ''),
  );
  return { cells, total: amountCell(paper.total, { bold: true }) };
}

function nationalForm({ year, signedOn, levels }: YearLevels): Form {
  const text = NATIONAL_TEXT;
  const made = `${text.below.at(-1)}${dayOf(signedOn)}`;
  const above: readonly FormLine[] = text.above.map((part) =>
    line(filledIn(part, { year }), part.startsWith('单位') ? 'right' : 'left'),
  );
  return {
    ...{ annex: '5', title: [text.title], above, below: [beside(...text.below.slice(0, -1), made)] },
    grid: nationalGrid(levels),
    page: { size: 'A3', landscape: true },
  };
}

function nationalGrid(levels: YearLevels['levels']): Grid {
  const approved = new Map(levels.map((level) => [`${level.payer}/${level.receiver}`, Money.of(level.approved)]));
  const columns = CLEARING_UNITS.map(({ code: payer }) =>
    printedColumn(
      CLEARING_UNITS.map(({ code }) => (code === payer ? null : (approved.get(`${payer}/${code}`) ?? Money.zero))),
      NATIONAL_TEXT.none,
    ),
  );
  return matrixGrid({
    ...{ corner: NATIONAL_TEXT.corner, across: NATIONAL_TEXT.across, down: NATIONAL_TEXT.down, perPage: PER_PAGE },
    columns: CLEARING_UNITS.map(({ shortName }) => shortName),
    body: CLEARING_UNITS.map(({ shortName }, index) => [
      textCell(shortName),
      ...columns.map(({ cells }) => cells[index] ?? textCell('')),
    ]),
    sums: {
      cells: [textCell(NATIONAL_TEXT.total, { bold: true }), ...columns.map(({ total }) => total)],
      beside: true,
    },
  });
}
