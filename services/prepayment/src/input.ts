import { z } from 'zod';
import { Refused } from '#http';
import { parseBusinessDate, parseClearingMonth, parseClearingUnit, type ClearingMonth, type Result } from '#kernel';

/** Value of an accepted reading; a rejection becomes the problem of the answer. */
export function accept<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.rejection);
}

export const monthOfPath = (text: string): ClearingMonth => accept(parseClearingMonth(text, '月份(month)'));

const YEAR = /^20\d{2}$/;
export const yearInput = z.string().regex(YEAR, '年度须为四位数字');

export const unitInput = z
  .string()
  .refine((text) => parseClearingUnit(text, 'unit').ok, { error: '不是32个清算单位之一' });
export const monthInput = z
  .string()
  .refine((text) => parseClearingMonth(text, 'month').ok, { error: '须为月份YYYY-MM' });
export const dateInput = z
  .string()
  .refine((text) => parseBusinessDate(text, 'date').ok, { error: '须为日期YYYY-MM-DD' });
/** Why, in words; kept with the event and shown to both sides, so without names and numbers of persons. */
export const reasonInput = z.string().trim().min(1, '须说明理由').max(200, '不超过200个字');

export const unitQuery = z.strictObject({ unit: unitInput.optional() });
