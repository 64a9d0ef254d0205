import { CALENDAR_YEARS } from './calendar-data.js';
import type { CalendarYear } from './calendar-data.js';
import { addDays, businessDate, daysBetween, weekday, yearOf } from './dates.js';
import type { BusinessDate } from './dates.js';
import { ok, reject } from './result.js';
import type { Result } from './result.js';

/** Raised when a working-day question touches a year whose notice is not published: never answered by guessing. */
export class CalendarYearMissing extends Error {
  override readonly name = 'CalendarYearMissing';
  constructor(readonly year: number) {
    super(`${year}年的法定节假日安排尚未录入，不能计算工作日`);
  }
}

/** No deadline of the rules is longer; a larger count is a defect of the caller. */
const LONGEST_SPAN_WORKING_DAYS = 1000;

/**
 * 工作日历 Working calendar of China with the make-up days. Deadlines in 工作日 count by it (CLR-06, PRE-03).
 * A date of a year without published data throws CalendarYearMissing.
 */
export class WorkingCalendar {
  /** Per year, one entry a day from 1 January: 1 when worked. */
  readonly #years: ReadonlyMap<number, Uint8Array>;

  constructor(years: readonly CalendarYear[] = CALENDAR_YEARS) {
    this.#years = new Map(years.map((year) => [year.year, workedDays(year)]));
  }

  hasYear(year: number): boolean {
    return this.#years.has(year);
  }

  isWorkingDay(date: BusinessDate): boolean {
    const year = yearOf(date);
    const days = this.#years.get(year);
    if (!days) throw new CalendarYearMissing(year);
    return days[daysBetween(firstDayOf(year), date)] === 1;
  }

  /** The n-th working day after the date, the date itself not counted. Zero gives the date back. */
  addWorkingDays(date: BusinessDate, count: number): BusinessDate {
    if (!Number.isInteger(count) || count < 0 || count > LONGEST_SPAN_WORKING_DAYS) {
      throw new RangeError(`工作日数须为0到${LONGEST_SPAN_WORKING_DAYS}的整数`);
    }
    let day = date;
    for (let left = count; left > 0;) {
      day = addDays(day, 1);
      if (this.isWorkingDay(day)) left -= 1;
    }
    return day;
  }

  /** As `addWorkingDays`, with a missing year as a rejection. */
  tryAddWorkingDays(date: BusinessDate, count: number): Result<BusinessDate> {
    try {
      return ok(this.addWorkingDays(date, count));
    } catch (error) {
      if (!(error instanceof CalendarYearMissing)) throw error;
      return reject('calendar.year-missing', 'CLR-06', error.message, ['date']);
    }
  }

  /** Working days after `from` up to and including `to`, so that it undoes `addWorkingDays`; negative when `to` is earlier. */
  workingDaysBetween(from: BusinessDate, to: BusinessDate): number {
    if (to < from) return -this.workingDaysBetween(to, from);
    let count = 0;
    for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
      if (this.isWorkingDay(day)) count += 1;
    }
    return count;
  }
}

/** The calendar of all published years. */
export const workingCalendar = new WorkingCalendar();

function firstDayOf(year: number): BusinessDate {
  return businessDate(`${year}-01-01`);
}

function workedDays(data: CalendarYear): Uint8Array {
  const first = firstDayOf(data.year);
  const length = daysBetween(first, firstDayOf(data.year + 1));
  const index = (monthDay: string): number => daysBetween(first, businessDate(`${data.year}-${monthDay}`));
  const days = Uint8Array.from({ length }, (_, day) => (weekday(addDays(first, day)) % 6 === 0 ? 0 : 1));
  for (const [from, to] of data.off) days.fill(0, index(from), index(to) + 1);
  for (const day of data.madeUp) days[index(day)] = 1;
  return days;
}
