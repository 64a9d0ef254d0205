import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  businessDate,
  clearingMonth,
  compareDates,
  dayIn,
  dayOfMonth,
  daysBetween,
} from './index.js';
import {
  lastDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  parseBusinessDate,
  parseClearingMonth,
  previousMonth,
} from './index.js';
import { shanghaiDateOf, shiftMonth, startOfShanghaiDay, weekday, yearOf } from './index.js';

const anyDate = fc.integer({ min: -20_000, max: 20_000 }).map((offset) => addDays(businessDate('2025-01-01'), offset));

describe('BusinessDate', () => {
  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '20250101',
    '2025-04-31',
    '1849-12-31',
    '2025-01-01T00:00:00Z',
    '',
  ])('refuses %p', (text) => {
    expect(() => businessDate(text)).toThrow(RangeError);
    expect(parseBusinessDate(text, '入院日期')).toMatchObject({ ok: false, rejection: { fields: ['入院日期'] } });
  });

  it('accepts the leap day only in a leap year', () => {
    expect(businessDate('2024-02-29')).toBe('2024-02-29');
    expect(businessDate('2000-02-29')).toBe('2000-02-29');
    expect(() => businessDate('1900-02-29')).toThrow(RangeError);
  });

  it('turns an instant into the date of Asia/Shanghai', () => {
    expect(shanghaiDateOf(new Date('2025-08-31T15:59:59.999Z'))).toBe('2025-08-31');
    expect(shanghaiDateOf(new Date('2025-08-31T16:00:00.000Z'))).toBe('2025-09-01');
    expect(startOfShanghaiDay(businessDate('2025-09-01')).toISOString()).toBe('2025-08-31T16:00:00.000Z');
  });

  it('REG-07: six months after the end of a month is the last day of the shorter month', () => {
    expect(addMonths(businessDate('2025-08-31'), 6)).toBe('2026-02-28');
    expect(addMonths(businessDate('2025-01-15'), 6)).toBe('2025-07-15');
    expect(addMonths(businessDate('2025-03-31'), -1)).toBe('2025-02-28');
  });

  it('knows parts of a date', () => {
    const date = businessDate('2025-09-28');
    expect([yearOf(date), monthOf(date), dayOfMonth(date), weekday(date)]).toEqual([2025, '2025-09', 28, 0]);
    expect([
      compareDates(date, date),
      compareDates(date, addDays(date, 1)),
      compareDates(addDays(date, 1), date),
    ]).toEqual([0, -1, 1]);
  });

  it('property: adding days is undone by counting them', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const moved = addDays(date, days);
        expect(daysBetween(date, moved)).toBe(days);
        expect(addDays(moved, -days)).toBe(date);
        expect(compareDates(date, moved)).toBe(days === 0 ? 0 : days > 0 ? -1 : 1);
      }),
    );
  });
});

describe('ClearingMonth', () => {
  it('CLR-01: steps over the year end and knows its days', () => {
    expect(nextMonth(clearingMonth('2025-12'))).toBe('2026-01');
    expect(previousMonth(clearingMonth('2026-01'))).toBe('2025-12');
    expect(lastDayOf(clearingMonth('2024-02'))).toBe('2024-02-29');
    expect(dayIn(clearingMonth('2025-09'), 21)).toBe('2025-09-21');
    expect(() => dayIn(clearingMonth('2025-09'), 31)).toThrow(RangeError);
    expect(monthsBetween(clearingMonth('2025-11'), clearingMonth('2026-02'))).toBe(3);
  });

  it.each(['2025-00', '2025-13', '2025-1', '202501', ''])('refuses %p', (text) => {
    expect(() => clearingMonth(text)).toThrow(RangeError);
    expect(parseClearingMonth(text, '清算月').ok).toBe(false);
  });

  it('property: shifting is undone by shifting back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -600, max: 600 }), (months) => {
        const start = clearingMonth('2025-08');
        expect(shiftMonth(shiftMonth(start, months), -months)).toBe(start);
        expect(monthsBetween(start, shiftMonth(start, months))).toBe(months);
      }),
    );
  });
});
