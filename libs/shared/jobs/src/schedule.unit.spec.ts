import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, clearingMonth, compareDates, type BusinessDate, type ClearingMonth } from '#kernel';
import { type BusinessStep, overdueSteps, runDueSteps, stepsDueBy } from './schedule.js';

const FIRST_MONTH = clearingMonth('2025-08');
const FIRST_DAY = businessDate('2025-08-01');
const LAST_OFFSET = 150;

/** Steps due on given days of the month, and what was done, in order. */
class World {
  readonly done: string[] = [];
  readonly ranOn: string[] = [];
  readonly steps: readonly BusinessStep[];

  constructor(days: readonly number[]) {
    this.steps = days.map((day, index) => ({
      name: `step-${index}`,
      dueOn: (month) => businessDate(`${month}-${String(day).padStart(2, '0')}`),
      isDone: (month) => Promise.resolve(this.done.includes(`${month} step-${index}`)),
      run: (month, asOf) => {
        this.done.push(`${month} step-${index}`);
        this.ranOn.push(asOf);
        return Promise.resolve();
      },
    }));
  }

  on(asOf: BusinessDate) {
    return runDueSteps(this.steps, asOf, FIRST_MONTH);
  }
}

const day = (offset: number): BusinessDate => addDays(FIRST_DAY, offset);
const daysOfMonth = fc.array(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 6 });
const horizon = fc.integer({ min: 0, max: LAST_OFFSET });
/** The days somebody was there; every other day was missed. */
const present = fc.uniqueArray(horizon, { maxLength: 40 }).map((offsets) => offsets.sort((a, b) => a - b));

async function everyDay(days: readonly number[], until: number): Promise<World> {
  const world = new World(days);
  for (let offset = 0; offset <= until; offset += 1) await world.on(day(offset));
  return world;
}

describe('steps due (CLR-15)', () => {
  it('after any missed days does the same, in the same order, as running every day', async () => {
    await fc.assert(
      fc.asyncProperty(daysOfMonth, present, horizon, async (days, offsets, last) => {
        const missing = new World(days);
        for (const offset of [...offsets.filter((one) => one < last), last]) await missing.on(day(offset));
        expect(missing.done).toEqual((await everyDay(days, last)).done);
      }),
      { numRuns: 60 },
    );
  });

  it('does nothing the second time on one day, nor when an earlier day is run again', async () => {
    await fc.assert(
      fc.asyncProperty(daysOfMonth, horizon, horizon, async (days, last, earlier) => {
        const world = new World(days);
        await world.on(day(last));
        const before = [...world.done];
        expect(await world.on(day(last))).toEqual([]);
        expect(await world.on(day(Math.min(earlier, last)))).toEqual([]);
        expect(world.done).toEqual(before);
      }),
    );
  });

  it('orders by due date, then by the order of the steps, and never takes one before its day', () => {
    fc.assert(
      fc.property(daysOfMonth, horizon, (days, last) => {
        const { steps } = new World(days);
        const due = stepsDueBy(steps, day(last), FIRST_MONTH);
        for (const [index, one] of due.entries()) {
          expect(compareDates(one.dueOn, day(last))).toBeLessThanOrEqual(0);
          const before = due[index - 1];
          if (before === undefined) continue;
          const order = compareDates(before.dueOn, one.dueOn);
          expect(order < 0 || (order === 0 && before.step < one.step)).toBe(true);
        }
      }),
    );
  });

  it('runs on the day it runs, and reports month and due date of what it made up', async () => {
    const world = new World([1, 20]);
    const ran = await world.on(businessDate('2025-09-25'));
    expect(ran).toEqual([
      { step: 'step-0', month: '2025-08', dueOn: '2025-08-01' },
      { step: 'step-1', month: '2025-08', dueOn: '2025-08-20' },
      { step: 'step-0', month: '2025-09', dueOn: '2025-09-01' },
      { step: 'step-1', month: '2025-09', dueOn: '2025-09-20' },
    ]);
    expect(new Set(world.ranOn)).toEqual(new Set(['2025-09-25']));
  });

  it('stops at a step that fails: nothing after it is done before it', async () => {
    const world = new World([1, 2, 3]);
    const [first, second, third] = world.steps as [BusinessStep, BusinessStep, BusinessStep];
    let broken = true;
    const failing: BusinessStep = {
      ...second,
      run: (month: ClearingMonth, asOf) => (broken ? Promise.reject(new Error('no')) : second.run(month, asOf)),
    };
    const steps = [first, failing, third];
    const asOf = businessDate('2025-08-05');
    await expect(runDueSteps(steps, asOf, FIRST_MONTH)).rejects.toThrow('no');
    expect(world.done).toEqual(['2025-08 step-0']);
    broken = false;
    await runDueSteps(steps, asOf, FIRST_MONTH);
    expect(world.done).toEqual(['2025-08 step-0', '2025-08 step-1', '2025-08 step-2']);
  });

  it('names what is overdue and not done, and nothing once it is', async () => {
    const world = new World([1, 20]);
    const asOf = businessDate('2025-08-19');
    expect(await overdueSteps(world.steps, asOf, FIRST_MONTH)).toEqual([
      { step: 'step-0', month: '2025-08', dueOn: '2025-08-01' },
    ]);
    await world.on(asOf);
    expect(await overdueSteps(world.steps, asOf, FIRST_MONTH)).toEqual([]);
  });

  it('knows nothing before its first month', () => {
    expect(stepsDueBy(new World([1]).steps, businessDate('2025-07-31'), FIRST_MONTH)).toEqual([]);
  });
});
