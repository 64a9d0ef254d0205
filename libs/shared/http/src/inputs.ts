import { z } from 'zod';
import {
  isBusinessDate,
  LAST_DAY,
  Money,
  parseClearingMonth,
  parseClearingUnit,
  type BusinessDate,
  type ClearingMonth,
  type ClearingUnit,
  type Result,
} from '#kernel';
import { BadRequest, Refused } from './failures.js';

/** Value of an accepted reading; a rejection becomes the problem of the answer. */
export function accept<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Refused(result.rejection);
}

export const monthOfPath = (text: string): ClearingMonth => accept(parseClearingMonth(text, '月份(month)'));
export const unitOfPath = (text: string): ClearingUnit => accept(parseClearingUnit(text, '清算单位(unit)'));

export const unitInput = z
  .string()
  .refine((text) => parseClearingUnit(text, 'unit').ok, { error: '不是32个清算单位之一' });
/** 定点医药机构编号 fixmedins_code. */
export const institutionInput = z.string().regex(/^[HP]\d{11}$/, '须为H或P加11位数字');
export const yearInput = z.string().regex(/^20\d{2}$/, '年度须为四位数字');
export function yearOfPath(text: string): number {
  if (!yearInput.safeParse(text).success) throw new BadRequest('年度(year)须为四位数字', ['year']);
  return Number(text);
}
export const monthInput = z
  .string()
  .refine((text) => parseClearingMonth(text, 'month').ok, { error: '须为月份YYYY-MM' });
/** 长期 As systems of the field write that something has no end. */
export const NO_END = '9999-12-31';
/** A real date, of a year in which something here can happen. */
export const isDateInput = (text: string): text is BusinessDate => isBusinessDate(text) && text <= LAST_DAY;
export const dateInput = z.iso
  .date({ error: '须为日期YYYY-MM-DD', abort: true })
  .refine(isDateInput, { error: '日期的年份须在1850至2199之间' });
/** A last day; `9999-12-31` says that there is none. */
export const endInput = z.union([z.literal(NO_END).transform(() => null), dateInput.nullable()], {
  error: `须为日期YYYY-MM-DD，无截止日期的填${NO_END}或null`,
});
export const yuanInput = z.string().refine((text) => Money.parse(text, '金额').ok, '须为最多两位小数的金额文本');
/** 银行回单 in a body: the bank's name, never an account, and its serial number (CLR-06, PRE-07). */
export const bankSlip = {
  bank: z.string().trim().min(1, '银行名称必填').max(60),
  serialNumber: z.string().trim().min(1, '交易流水号必填').max(60),
};
/** Why, in words; kept with the event and shown to both sides, so without names and numbers of persons. */
export const reasonInput = z.string().trim().min(1, '须说明理由').max(200, '不超过200个字');
/** A body with nothing to say. */
export const nothing = z.strictObject({});
/** One unit's part of a question; the nation may leave it out. */
export const unitQuery = z.strictObject({ unit: unitInput.optional() });
