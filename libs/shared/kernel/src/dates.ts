import { ok, reject } from './result.js';
import type { Result } from './result.js';

declare const dateBrand: unique symbol;
declare const monthBrand: unique symbol;

/** 业务日期 Business date `YYYY-MM-DD` in Asia/Shanghai. Texts sort as dates do. */
export type BusinessDate = string & { readonly [dateBrand]: true };

/** 清算月 Clearing month `YYYY-MM`. Texts sort as months do. */
export type ClearingMonth = string & { readonly [monthBrand]: true };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MS_PER_DAY = 86_400_000;
/** China has used one offset without summer time since 1991-09-15; business dates begin after that. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const EARLIEST_YEAR = 1850;
/** What is told from outside begins or ends no later: days and months are counted on from it, and years have four digits. */
export const LAST_DAY = '2199-12-31';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const dayNumber = (date: BusinessDate): number => Date.parse(date) / MS_PER_DAY;
const ofDayNumber = (day: number): BusinessDate =>
  new Date(day * MS_PER_DAY).toISOString().slice(0, 10) as BusinessDate;
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** True for a real date of the calendar from 1850 on. */
export const isBusinessDate = (text: unknown): text is BusinessDate => {
  const match = typeof text === 'string' ? DATE.exec(text) : null;
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= EARLIEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};

/** Reads a date, throwing RangeError for anything but a real `YYYY-MM-DD`. */
export const businessDate = (text: string): BusinessDate => {
  if (!isBusinessDate(text)) throw new RangeError(`日期须为真实存在的YYYY-MM-DD：${text}`);
  return text;
};

/** Reads a date that comes from outside; the rejection names the field. */
export const parseBusinessDate = (text: unknown, field: string): Result<BusinessDate> =>
  isBusinessDate(text) ? ok(text) : reject('date.malformed', 'FORMAT', `${field}须为日期YYYY-MM-DD`, [field]);

/** Calendar days later (or earlier, when `days` is negative). */
export const addDays = (date: BusinessDate, days: number): BusinessDate => ofDayNumber(dayNumber(date) + days);

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: BusinessDate, to: BusinessDate): number => dayNumber(to) - dayNumber(from);

/** Months later; a day the month lacks becomes its last day (2025-08-31 plus 6 months is 2026-02-28). */
export const addMonths = (date: BusinessDate, months: number): BusinessDate => {
  const target = shiftMonth(monthOf(date), months);
  const last = dayOfMonth(lastDayOf(target));
  return dayIn(target, Math.min(dayOfMonth(date), last));
};

export const compareDates = (a: BusinessDate, b: BusinessDate): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);
export const monthOf = (date: BusinessDate): ClearingMonth => date.slice(0, 7) as ClearingMonth;
export const yearOf = (date: BusinessDate): number => Number(date.slice(0, 4));
export const dayOfMonth = (date: BusinessDate): number => Number(date.slice(8));
/** 0 for Sunday to 6 for Saturday. */
export const weekday = (date: BusinessDate): number => new Date(Date.parse(date)).getUTCDay();

/** The business date of an instant: the date in Asia/Shanghai. */
export const shanghaiDateOf = (instant: Date): BusinessDate =>
  new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as BusinessDate;

/** The instant at which a business date begins in Asia/Shanghai. */
export const startOfShanghaiDay = (date: BusinessDate): Date => new Date(Date.parse(date) - SHANGHAI_OFFSET_MS);

/** Reads a month, throwing RangeError for anything but `YYYY-MM`. */
export const clearingMonth = (text: string): ClearingMonth => {
  if (!MONTH.test(text)) throw new RangeError(`月份须为YYYY-MM：${text}`);
  return text as ClearingMonth;
};

/** Reads a month that comes from outside; the rejection names the field. */
export const parseClearingMonth = (text: unknown, field: string): Result<ClearingMonth> =>
  typeof text === 'string' && MONTH.test(text)
    ? ok(text as ClearingMonth)
    : reject('month.malformed', 'FORMAT', `${field}须为月份YYYY-MM`, [field]);

/** Months later (or earlier, when `months` is negative). */
export const shiftMonth = (month: ClearingMonth, months: number): ClearingMonth => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${pad(Math.floor(index / 12), 4)}-${pad((((index % 12) + 12) % 12) + 1, 2)}` as ClearingMonth;
};

export const nextMonth = (month: ClearingMonth): ClearingMonth => shiftMonth(month, 1);
export const previousMonth = (month: ClearingMonth): ClearingMonth => shiftMonth(month, -1);

/** Months from `from` to `to`; negative when `to` is earlier. */
export const monthsBetween = (from: ClearingMonth, to: ClearingMonth): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5));

export const lastDayOf = (month: ClearingMonth): BusinessDate =>
  `${month}-${pad(daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5))), 2)}` as BusinessDate;

/** The given day of a month; throws RangeError when the month has no such day. */
export const dayIn = (month: ClearingMonth, day: number): BusinessDate => businessDate(`${month}-${pad(day, 2)}`);
