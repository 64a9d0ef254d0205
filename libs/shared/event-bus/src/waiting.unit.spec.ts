import { describe, expect, it } from '@jest/globals';
import { LONGEST_WAIT_MS } from './limits.js';
import { Alarm, backoff, Progress, sleep, Turns } from './waiting.js';

describe('Alarm', () => {
  it('ends a wait at a ring', async () => {
    const alarm = new Alarm();
    const started = Date.now();
    setTimeout(() => alarm.ring(), 10);
    await alarm.wait(60_000);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('keeps a ring that came while nobody waited, once', async () => {
    const alarm = new Alarm();
    alarm.ring();
    alarm.ring();
    await alarm.wait(60_000);
    const started = Date.now();
    await alarm.wait(30);
    expect(Date.now() - started).toBeGreaterThanOrEqual(25);
  });
});

describe('Progress', () => {
  it('tells those whose point is reached, at once if it was before, and the others when their time is over', async () => {
    const progress = new Progress<number>(5);
    const waits = [5, 6, 7, 8].map((point) => progress.until(point, 200));
    progress.advance(7);
    expect(await Promise.all(waits)).toEqual([true, true, true, false]);
    expect(progress.isAwaited).toBe(false);
  });

  it('never goes back', async () => {
    const progress = new Progress<string>('b');
    progress.advance('a');
    expect(progress.at).toBe('b');
    expect(await progress.until('b', 0)).toBe(true);
  });
});

describe('Turns', () => {
  it('runs acts one after another in the order they were asked for, whatever the one before came to', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const act =
      (name: string, ms: number, fails = false) =>
      async (): Promise<string> => {
        log.push(`${name} begins`);
        await sleep(ms);
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([
      turns.take(act('a', 20)),
      turns.take(act('b', 5, true)),
      turns.take(act('c', 1)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});

describe('backoff', () => {
  it('doubles up to its limit', () => {
    expect([0, 1, 2].map((attempt) => backoff(200, attempt))).toEqual([200, 400, 800]);
    expect(backoff(200, 1000)).toBe(LONGEST_WAIT_MS);
  });
});
