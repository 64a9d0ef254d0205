import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, shanghaiDateOf } from '#kernel';
import { type BusinessDateStore, SimulatedClock, SystemClock } from './clock.js';

/** A store that remembers, and may refuse. */
class Memory implements BusinessDateStore {
  refuses = false;
  writes = 0;

  constructor(public kept: string | null = null) {}

  read(): Promise<string | null> {
    return Promise.resolve(this.kept);
  }

  async write(date: string): Promise<void> {
    if (this.refuses) throw new Error('the database is away');
    this.writes += 1;
    this.kept = date;
  }
}

const FIRST = businessDate('2025-08-01');
const dates = fc
  .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
  .map((instant) => businessDate(instant.toISOString().slice(0, 10)));

describe('the clock of the world', () => {
  it('gives the date of Shanghai, not of Greenwich', () => {
    const clock = new SystemClock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    expect(clock.businessDate()).toBe(shanghaiDateOf(new Date()));
    expect(shanghaiDateOf(new Date('2025-08-01T16:30:00.000Z'))).toBe('2025-08-02');
  });
});

describe('a simulated clock', () => {
  it('begins with the first day where none was kept, else with the one kept', async () => {
    expect((await SimulatedClock.open(new Memory(), FIRST)).businessDate()).toBe('2025-08-01');
    expect((await SimulatedClock.open(new Memory('2025-09-20'), FIRST)).businessDate()).toBe('2025-09-20');
  });

  it('gives instants within its date, whatever the date and the time of day', async () => {
    await fc.assert(
      fc.asyncProperty(dates, async (date) => {
        const clock = await SimulatedClock.open(new Memory(), FIRST);
        await clock.setBusinessDate(date);
        expect(clock.businessDate()).toBe(date);
        expect(shanghaiDateOf(clock.now())).toBe(date);
      }),
    );
  });

  it('keeps instants of one day in order', async () => {
    const clock = await SimulatedClock.open(new Memory(), FIRST);
    const before = clock.now().getTime();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now().getTime()).toBeGreaterThan(before);
  });

  it('goes on with its day after a restart', async () => {
    const memory = new Memory();
    const clock = await SimulatedClock.open(memory, FIRST);
    await clock.setBusinessDate(businessDate('2025-08-15'));
    expect((await SimulatedClock.open(memory, FIRST)).businessDate()).toBe('2025-08-15');
  });

  it('does not move to a day that could not be kept', async () => {
    const memory = new Memory();
    const clock = await SimulatedClock.open(memory, FIRST);
    memory.refuses = true;
    await expect(clock.setBusinessDate(businessDate('2025-08-02'))).rejects.toThrow('the database is away');
    expect(clock.businessDate()).toBe('2025-08-01');
  });

  it('writes nothing for the day it is already', async () => {
    const memory = new Memory();
    const clock = await SimulatedClock.open(memory, FIRST);
    await clock.setBusinessDate(FIRST);
    expect(memory.writes).toBe(0);
  });
});
