import { clearingUnit, unitName } from '#kernel';
import { grouped } from './grid.js';

/** What the blanks of an annex are filled in with; a blank whose value is not given stays as it is printed. */
export interface Blanks {
  /** Code of the unit the form belongs to. */
  readonly unit?: string | null;
  /** Code of the unit on the other side, where the text names one. */
  readonly other?: string;
  /** `2025-08`. */
  readonly month?: string;
  readonly year?: number;
  /** Day of the signature, `2025-09-30`. */
  readonly day?: string | null;
  /** Decimal text, in the unit the annex prints. */
  readonly amount?: string;
}

/** The unit's own place in a title or a line, as the annexes write it. */
const UNIT = /(?:_+ ?)?(?:XX )?省(?:[(（]区、市[)）])?(?=跨省|$)/u;
const AMOUNT = /(?:_{5}|XXXX)(?= ?[万]?元)/u;

/** The text of an annex with its blanks filled in: unit, year, month, day and amount. */
export function filledIn(text: string, { unit, other, month, year, day, amount }: Blanks): string {
  let filled = text;
  if (unit != null) filled = filled.replace(UNIT, unitName(clearingUnit(unit)));
  if (other !== undefined) filled = filled.replace(/ ?XX ?省/u, unitName(clearingUnit(other)));
  if (day != null) filled = filled.replace(/XXXX ?年 ?XX ?月 ?XX ?日/u, dayOf(day));
  if (month !== undefined) filled = filled.replace(/XXXX ?年 ?XX ?月(?! ?XX ?日)/u, monthOf(month));
  if (year !== undefined) filled = filled.replaceAll(/XXXX ?年(?! ?XX ?月 ?XX ?日)/gu, `${year} 年`);
  if (amount !== undefined) filled = filled.replace(AMOUNT, grouped(amount));
  return filled;
}

const monthOf = (text: string): string => {
  const [year, month] = text.split('-');
  return `${year} 年 ${month} 月`;
};
/** `2025 年 09 月 30 日`, as the annexes write days. */
export const dayOf = (text: string): string => {
  const [year, month, day] = text.split('-');
  return `${year} 年 ${month} 月 ${day} 日`;
};
