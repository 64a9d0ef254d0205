import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FollowLoop } from './follow-loop.js';

/** Well below the polling time, well above a turn of the event loop. */
const SOON_MS = 60;
/** A little less than the polling time: a machine under load may be late, never early. */
const POLLS_AFTER_MS = 490;

const gapOf = ({ at: [first = 0, second = 0] }: { readonly at: readonly number[] }): number => second - first;

describe('the loop that follows the log', () => {
  let loop: FollowLoop;
  afterEach(() => loop.stop());

  const looping = (step: (n: number) => Promise<boolean>) => {
    const seen = { steps: 0, at: [] as number[], errors: [] as unknown[] };
    const taken = (): Promise<boolean> => {
      seen.at.push(performance.now());
      return step((seen.steps += 1));
    };
    loop = new FollowLoop({ step: taken, failed: (error) => seen.errors.push(error) });
    loop.start();
    return seen;
  };

  it('goes on at once while there is more, then rests', async () => {
    const seen = looping(async (n) => n < 5);
    await sleep(SOON_MS);
    expect(seen.steps).toBe(5);
  });

  it('goes on when it is called', async () => {
    const seen = looping(async () => false);
    await sleep(SOON_MS);
    loop.wake();
    await sleep(SOON_MS);
    expect(seen.steps).toBe(2);
  });

  it('a call during a step is not lost: it may be about what the step has not seen', async () => {
    const seen = looping(async (n) => {
      if (n === 1) setImmediate(() => loop.wake());
      await sleep(10);
      return false;
    });
    await sleep(SOON_MS);
    expect(seen.steps).toBe(2);
  });

  it('looks by itself from time to time: a call may be lost', async () => {
    const seen = looping(async () => false);
    while (seen.steps < 2) await sleep(SOON_MS);
    expect(gapOf(seen)).toBeGreaterThan(POLLS_AFTER_MS);
  });

  it('reports a failure and tries again later, however often it is called', async () => {
    const seen = looping(async (n) => {
      if (n === 1) throw new Error('not now');
      return false;
    });
    for (let n = 0; n < 10; n += 1) {
      await sleep(5);
      loop.wake();
    }
    while (seen.steps < 2) await sleep(SOON_MS);
    expect(seen.errors).toEqual([new Error('not now')]);
    expect(gapOf(seen)).toBeGreaterThan(POLLS_AFTER_MS);
  });

  it('stops after the step in hand, and can start again', async () => {
    let ended = false;
    const seen = looping(async () => {
      await sleep(20);
      ended = true;
      return true;
    });
    await loop.stop();
    expect([seen.steps, ended]).toEqual([1, true]);
    loop.start();
    await sleep(SOON_MS);
    expect(seen.steps).toBeGreaterThan(1);
  });
});
