import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, dayOfMonth, Money } from '#kernel';
import { forecastOf, type SettledDay } from './forecast.js';

const FIRST = businessDate('2025-09-01');
const yuan = (text: string): Money => Money.of(text);
const days = (...amounts: readonly string[]): readonly SettledDay[] =>
  amounts.map((amount, index) => ({ day: addDays(FIRST, index), amount: yuan(amount) }));
const forecast = (advance: string, ...amounts: readonly string[]) =>
  forecastOf({ asOf: addDays(FIRST, amounts.length - 1), advance: yuan(advance), settled: days(...amounts) });

describe('forecast within the month', () => {
  it('PRE-09: goes on with the mean of the days so far and names the expected day of crossing', () => {
    // 10.00 a day: 70.00 on the 7th, 90.00 on the 9th, 300.00 at the end of September
    const { projected, projectedPercent, yellow, red } = forecast('100.00', '10.00', '10.00');
    expect([projected.toString(), projectedPercent]).toEqual(['300.00', '300.00']);
    expect(yellow).toEqual({ on: '2025-09-07', reached: false });
    expect(red).toEqual({ on: '2025-09-09', reached: false });
  });

  it('PRE-09: a mark that was reached is told with its day, to the cent', () => {
    expect(forecast('100.00', '69.99', '0.01', '0.00').yellow).toEqual({ on: '2025-09-02', reached: true });
    expect(forecast('100.00', '70.00').yellow).toEqual({ on: '2025-09-01', reached: true });
    expect(forecast('100.00', '69.99').yellow).toEqual({ on: '2025-09-02', reached: false });
  });

  it('PRE-09: a refund that takes the month below the mark again takes the crossing back', () => {
    expect(forecast('100.00', '70.00', '-10.00', '11.00').yellow).toEqual({ on: '2025-09-03', reached: true });
    expect(forecast('100.00', '70.00', '-10.00').yellow).toEqual({ on: '2025-09-03', reached: false });
  });

  it('PRE-09: no crossing where the month ends before it, nothing was settled, or no advance is held', () => {
    // 3.00 a day is 90.00 on the last day of September, 2.99 is 89.70
    expect(forecast('100.00', '3.00').red).toEqual({ on: '2025-09-30', reached: false });
    expect(forecast('100.00', '2.99').red).toBeNull();
    expect(forecast('100.00', '0.00')).toMatchObject({ yellow: null, projectedPercent: '0.00' });
    expect(forecast('0.00', '5.00')).toMatchObject({ yellow: null, red: null, projectedPercent: null });
  });

  it('PRE-09: on the expected day the course is at the mark, and on the day before it is not', () => {
    const fen = fc.bigInt(1n, 10n ** 9n);
    fc.assert(
      fc.property(fc.array(fen, { minLength: 1, maxLength: 30 }), fen, (amounts, advanceFen) => {
        const advance = Money.fromFen(advanceFen);
        const settled = amounts.map((each, index) => ({ day: addDays(FIRST, index), amount: Money.fromFen(each) }));
        const { red, settled: sum } = forecastOf({ asOf: addDays(FIRST, amounts.length - 1), advance, settled });
        if (red === null || red.reached) return;
        const at = (day: number): bigint => sum.toFen() * BigInt(day) * 100n;
        const mark = advanceFen * 90n * BigInt(amounts.length);
        expect(at(dayOfMonth(red.on)) >= mark).toBe(true);
        expect(at(dayOfMonth(red.on) - 1) < mark).toBe(true);
      }),
    );
  });
});
