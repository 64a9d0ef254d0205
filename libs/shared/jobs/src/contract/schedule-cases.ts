import { expect, it, jest } from '@jest/globals';
import { eventually, type Process, Recording } from './harness.js';
import type { ContractSuite } from './suite.js';

const DAY_MS = 86_400_000;

/** The instants the schedule will fire at. */
const dueAt = async ({ native }: Process): Promise<number[]> =>
  (await native.getDelayed()).map(({ timestamp, delay }) => timestamp + delay);

/** Time passes: what waits for its hour is due. */
async function hourComes({ native }: Process): Promise<void> {
  for (const waiting of await native.getDelayed()) await waiting.promote();
}

/** Daily schedules. */
export function describeSchedule(suite: ContractSuite): void {
  const opened = async (recording: Recording, time = '01:30'): Promise<Process> => {
    const process = await suite.process();
    process.jobs.register(recording);
    await process.jobs.scheduleDaily(recording.job, time);
    return process;
  };

  it('fires at its time of day in Shanghai within the next twenty-four hours', async () => {
    const process = await opened(new Recording('daily'), '01:30');
    const [at, ...more] = await dueAt(process);
    expect(more).toEqual([]);
    // Delay and time stamp of a job are taken at two moments: the instant is right to the second.
    const second = Math.round((at ?? 0) / 1000) * 1000;
    expect(new Date(second).toISOString()).toMatch(/T17:30:00\.000Z$/);
    expect((at ?? 0) - Date.now()).toBeGreaterThan(0);
    expect((at ?? 0) - Date.now()).toBeLessThanOrEqual(DAY_MS);
  });

  it('survives a restart and is not doubled by scheduling again, also at another time', async () => {
    const before = await opened(new Recording('daily'));
    await before.jobs.start();
    await before.stop();
    const recording = new Recording('daily');
    const after = await opened(recording);
    await after.jobs.start();
    expect(await dueAt(after)).toHaveLength(1);
    await after.jobs.scheduleDaily('daily', '02:15');
    expect((await dueAt(after)).map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(['18:15']);
    await hourComes(after);
    await eventually(
      () => recording.ran,
      (ran) => ran.length > 0,
    );
    expect(recording.ran).toEqual(['2025-08-01']);
    expect(await dueAt(after)).toHaveLength(1);
  });

  it('makes up once what was missed for days, with the date of the day it runs, and goes on the next day', async () => {
    const longAgo = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 4 * DAY_MS);
    const before = await opened(new Recording('daily'));
    longAgo.mockRestore();
    expect((await dueAt(before))[0]).toBeLessThan(Date.now());
    await before.stop();
    suite.clock.set('2025-08-05');
    const recording = new Recording('daily');
    const after = await opened(recording);
    await after.jobs.start();
    await eventually(
      () => recording.ran,
      (ran) => ran.length > 0,
    );
    suite.clock.set('2025-08-06');
    expect(await dueAt(after)).toHaveLength(1);
    await hourComes(after);
    await eventually(
      () => recording.ran,
      (ran) => ran.length > 1,
    );
    expect(recording.ran).toEqual(['2025-08-05', '2025-08-06']);
  });

  it('makes up what was missed also when the worker is there before the schedule is given again', async () => {
    const longAgo = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 4 * DAY_MS);
    const before = await opened(new Recording('daily'));
    longAgo.mockRestore();
    await before.stop();
    const recording = new Recording('daily');
    const after = await suite.process();
    after.jobs.register(recording);
    await after.jobs.start();
    await eventually(
      () => recording.ran,
      (ran) => ran.length > 0,
    );
    await after.jobs.scheduleDaily('daily', '01:30');
    expect(await dueAt(after)).toHaveLength(1);
    expect(recording.ran).toEqual(['2025-08-01']);
  });
}
