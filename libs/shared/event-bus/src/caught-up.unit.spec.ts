import { afterEach, describe, expect, it } from '@jest/globals';
import { CaughtUp } from './caught-up.js';
import type { BusMark } from './port.js';
import { sleep } from './waiting.js';

/** One partition that others publish to and a consumer follows, both by number. */
class CountedBus {
  published = 0;
  applied = 0;
  looks = 0;
  away = false;

  end = async (): Promise<readonly BusMark[]> => {
    this.looks += 1;
    if (this.away) throw new Error('the bus is away');
    return [{ topic: 't', partition: 0, offset: String(this.published) }];
  };

  hasPassed = async (_consumer: string, marks: readonly BusMark[]): Promise<boolean> => {
    if (this.away) throw new Error('the bus is away');
    return marks.every(({ offset }) => this.applied >= Number(offset));
  };
}

describe('CaughtUp', () => {
  const started: CaughtUp[] = [];
  const failures: unknown[] = [];
  const follow = (bus: CountedBus): CaughtUp => {
    const caughtUp = new CaughtUp({ bus, consumer: 'c', topics: ['t'], onLook: (failure) => failures.push(failure) });
    started.push(caughtUp);
    caughtUp.start();
    return caughtUp;
  };

  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
    failures.splice(0);
  });

  it('knows nothing before its first look, and says so instead of guessing', async () => {
    const bus = new CountedBus();
    bus.away = true;
    const caughtUp = follow(bus);
    expect(caughtUp.at).toBe(Number.NEGATIVE_INFINITY);
    expect(await caughtUp.until(0, 120)).toBe(false);
    expect(failures[0]).toMatchObject({ message: 'the bus is away' });
  });

  it('says an instant before the look at the end, never one after it', async () => {
    const before = performance.now();
    const caughtUp = follow(new CountedBus());
    expect(await caughtUp.until(before, 5_000)).toBe(true);
    expect(caughtUp.at).toBeGreaterThanOrEqual(before);
    expect(caughtUp.at).toBeLessThanOrEqual(performance.now());
  });

  it('stands still while a message is not applied, and moves as soon as it is', async () => {
    const bus = new CountedBus();
    const caughtUp = follow(bus);
    await caughtUp.until(performance.now(), 5_000);
    bus.published = 1;
    const told = performance.now();
    expect(await caughtUp.until(told, 400)).toBe(false);
    expect(caughtUp.at).toBeLessThan(told);
    bus.applied = 1;
    expect(await caughtUp.until(told, 5_000)).toBe(true);
  });

  it('is not kept back by a steady stream: an end once noted is passed although messages keep coming', async () => {
    const bus = new CountedBus();
    bus.published = 10;
    const caughtUp = follow(bus);
    const flow = setInterval(() => {
      bus.applied = bus.published;
      bus.published += 10;
    }, 5);
    try {
      expect(await caughtUp.until(performance.now(), 5_000)).toBe(true);
    } finally {
      clearInterval(flow);
    }
  });

  it('goes on when the bus is back', async () => {
    const bus = new CountedBus();
    bus.away = true;
    const caughtUp = follow(bus);
    await sleep(30);
    bus.away = false;
    expect(await caughtUp.until(performance.now(), 5_000)).toBe(true);
  });

  it('asks the bus a few times a second however many wait', async () => {
    const bus = new CountedBus();
    bus.published = 1;
    const caughtUp = follow(bus);
    const all = await Promise.all(Array.from({ length: 200 }, () => caughtUp.until(performance.now(), 300)));
    expect(all).not.toContain(true);
    expect(bus.looks).toBe(1);
  });
});
