import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CALENDAR_YEARS, CalendarYearMissing, addDays, businessDate, dayIn, clearingMonth } from './index.js';
import { WorkingCalendar, lastDayOf, workingCalendar as calendar } from './index.js';

const AFTER: readonly (readonly [string, string, string, string, string, string])[] = [
  ['2025-01-24', '2025-01-26', '2025-01-27', '2025-02-05', '2025-02-07', '2025-02-13'],
  ['2025-01-27', '2025-02-05', '2025-02-06', '2025-02-07', '2025-02-10', '2025-02-17'],
  ['2025-04-25', '2025-04-27', '2025-04-28', '2025-04-29', '2025-05-06', '2025-05-13'],
  ['2025-09-26', '2025-09-28', '2025-09-29', '2025-09-30', '2025-10-10', '2025-10-16'],
  ['2025-09-30', '2025-10-09', '2025-10-10', '2025-10-11', '2025-10-14', '2025-10-21'],
  ['2026-02-13', '2026-02-14', '2026-02-24', '2026-02-25', '2026-02-27', '2026-03-05'],
  ['2026-02-27', '2026-02-28', '2026-03-02', '2026-03-03', '2026-03-05', '2026-03-12'],
  ['2026-05-08', '2026-05-09', '2026-05-11', '2026-05-12', '2026-05-14', '2026-05-21'],
  ['2026-09-18', '2026-09-20', '2026-09-21', '2026-09-22', '2026-09-24', '2026-10-09'],
  ['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10', '2026-10-13', '2026-10-20'],
];

const NOTICES: readonly (readonly [string, string, string, string])[] = [
  ['2025-01', '2025-02-10', '2025-02-24', '2025-03-03'],
  ['2025-02', '2025-03-07', '2025-03-21', '2025-03-28'],
  ['2025-03', '2025-04-08', '2025-04-22', '2025-04-28'],
  ['2025-04', '2025-05-12', '2025-05-26', '2025-06-03'],
  ['2025-05', '2025-06-09', '2025-06-23', '2025-06-30'],
  ['2025-06', '2025-07-07', '2025-07-21', '2025-07-28'],
  ['2025-07', '2025-08-07', '2025-08-21', '2025-08-28'],
  ['2025-08', '2025-09-05', '2025-09-19', '2025-09-26'],
  ['2025-09', '2025-10-14', '2025-10-28', '2025-11-04'],
  ['2025-10', '2025-11-07', '2025-11-21', '2025-11-28'],
  ['2025-11', '2025-12-05', '2025-12-19', '2025-12-26'],
  ['2025-12', '2026-01-08', '2026-01-22', '2026-01-29'],
  ['2026-01', '2026-02-06', '2026-02-27', '2026-03-05'],
  ['2026-02', '2026-03-06', '2026-03-20', '2026-03-27'],
  ['2026-03', '2026-04-08', '2026-04-22', '2026-04-29'],
  ['2026-04', '2026-05-11', '2026-05-25', '2026-06-01'],
  ['2026-05', '2026-06-05', '2026-06-22', '2026-06-29'],
  ['2026-06', '2026-07-07', '2026-07-21', '2026-07-28'],
  ['2026-07', '2026-08-07', '2026-08-21', '2026-08-28'],
  ['2026-08', '2026-09-07', '2026-09-20', '2026-09-28'],
  ['2026-09', '2026-10-13', '2026-10-27', '2026-11-03'],
  ['2026-10', '2026-11-06', '2026-11-20', '2026-11-27'],
  ['2026-11', '2026-12-07', '2026-12-21', '2026-12-28'],
];

const PER_MONTH: Readonly<Record<number, readonly number[]>> = {
  2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
  2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
};

describe('WorkingCalendar', () => {
  it.each(AFTER)('CLR-06: counts 1, 2, 3, 5 and 10 working days after %s', (from, ...expected) => {
    const found = [1, 2, 3, 5, 10].map((count) => calendar.addWorkingDays(businessDate(from), count));
    expect(found).toEqual(expected);
  });

  it.each(NOTICES)('CLR-06: a notice of the end of %s falls due 5, 10 and 5 working days on', (month, ...expected) => {
    const toFinance = calendar.addWorkingDays(lastDayOf(clearingMonth(month)), 5);
    const paid = calendar.addWorkingDays(toFinance, 10);
    expect([toFinance, paid, calendar.addWorkingDays(paid, 5)]).toEqual(expected);
  });

  it.each([2025, 2026])('has the published number of working days in each month of %i', (year) => {
    const counts = PER_MONTH[year]?.map((_, index) => {
      const last = lastDayOf(clearingMonth(`${year}-${String(index + 1).padStart(2, '0')}`));
      const days = Array.from({ length: 31 }, (_day, day) => addDays(last, -day)).filter(
        (d) => d.slice(0, 7) === last.slice(0, 7),
      );
      return days.filter((day) => calendar.isWorkingDay(day)).length;
    });
    expect(counts).toEqual(PER_MONTH[year]);
    expect(counts?.reduce((sum, count) => sum + count, 0)).toBe(248);
  });

  it('refuses a year without a published notice instead of guessing by weekday', () => {
    const yearEnd = businessDate('2026-12-31');
    expect(() => calendar.addWorkingDays(yearEnd, 1)).toThrow(CalendarYearMissing);
    expect(() => calendar.isWorkingDay(businessDate('2027-01-01'))).toThrow('2027年');
    expect(() => calendar.isWorkingDay(businessDate('2024-12-31'))).toThrow('2024年');
    expect(calendar.addWorkingDays(yearEnd, 0)).toBe(yearEnd);
    expect(calendar.tryAddWorkingDays(yearEnd, 1)).toMatchObject({
      ok: false,
      rejection: { code: 'calendar.year-missing', rule: 'CLR-06' },
    });
    expect(calendar.tryAddWorkingDays(dayIn(clearingMonth('2026-12'), 30), 1)).toEqual({ ok: true, value: yearEnd });
  });

  it('names the notice each year rests on', () => {
    expect(CALENDAR_YEARS.map((year) => year.url)).toEqual(
      expect.arrayContaining([expect.stringContaining('content_6986382'), expect.stringContaining('content_7047091')]),
    );
    expect(new WorkingCalendar([]).hasYear(2025)).toBe(false);
  });

  it.each([-1, 1.5, 1001])('refuses to count %p working days', (count) => {
    expect(() => calendar.addWorkingDays(businessDate('2025-03-03'), count)).toThrow(RangeError);
  });

  it('property: workingDaysBetween undoes addWorkingDays and the result is a working day', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.integer({ min: 1, max: 60 }), (offset, count) => {
        const from = addDays(businessDate('2025-01-01'), offset);
        const to = calendar.addWorkingDays(from, count);
        expect(calendar.isWorkingDay(to)).toBe(true);
        expect(calendar.workingDaysBetween(from, to)).toBe(count);
        expect(calendar.workingDaysBetween(to, from)).toBe(-count);
      }),
    );
  });
});
