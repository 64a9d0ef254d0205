import { LONGEST_WAIT_MS } from './limits.js';

/** A wait that can be cut short. A ring while nobody waits is kept: the next wait ends at once. */
export class Alarm {
  private rung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Ends after `ms` milliseconds or at the next ring. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = null;
    }
    this.rung = false;
  }
}

/** Acts that run one after another, in the order they were asked for; one that fails does not stop the next. */
export class Turns {
  private tail: Promise<unknown> = Promise.resolve();

  take<T>(act: () => Promise<T>): Promise<T> {
    const result = this.tail.then(act);
    this.tail = result.catch(() => undefined);
    return result;
  }
}

/** Something that only moves forward, and those who wait until it has come to a point. */
export class Progress<P extends number | string> {
  private readonly waiting = new Set<{ readonly point: P; readonly come: () => void }>();

  constructor(private reached: P) {}

  get at(): P {
    return this.reached;
  }

  get isAwaited(): boolean {
    return this.waiting.size > 0;
  }

  advance(to: P): void {
    if (to <= this.reached) return;
    this.reached = to;
    for (const { point, come } of this.waiting) if (point <= to) come();
  }

  /** Resolves true as soon as the point is reached, false after `withinMs` milliseconds. */
  async until(point: P, withinMs: number): Promise<boolean> {
    if (point <= this.reached) return true;
    return new Promise((resolve) => {
      const end = (came: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiter);
        resolve(came);
      };
      const timer = setTimeout(() => end(false), withinMs);
      const waiter = { point, come: () => end(true) };
      this.waiting.add(waiter);
    });
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Doubling waits with an upper limit; `attempt` counts from 0. */
export function backoff(firstMs: number, attempt: number): number {
  return Math.min(firstMs * 2 ** attempt, LONGEST_WAIT_MS);
}
