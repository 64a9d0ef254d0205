import { z } from 'zod';
import { Refused } from '#http';
import {
  Money,
  parseClearingMonth,
  parseClearingUnit,
  type ClearingMonth,
  type ClearingUnit,
  type Result,
} from '#kernel';

/** Value of an accepted reading; a rejection becomes the problem of the answer. */
function accept<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.rejection);
}

export const monthOfPath = (text: string): ClearingMonth => accept(parseClearingMonth(text, '月份(month)'));
export const unitOfPath = (text: string): ClearingUnit => accept(parseClearingUnit(text, '清算单位(unit)'));

export const unitInput = z
  .string()
  .refine((text) => parseClearingUnit(text, 'unit').ok, { error: '不是32个清算单位之一' });
export const dateInput = z.iso.date({ error: '须为日期 YYYY-MM-DD' });
export const yuanInput = z.string().refine((text) => Money.parse(text, '金额').ok, '须为最多两位小数的金额文本');
/** Why, in words; kept with the event and shown to both sides, so without names and numbers of persons. */
export const reasonInput = z.string().trim().min(1, '须说明理由').max(200, '不超过200个字');
export const nothing = z.strictObject({});
