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

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Doubling waits with an upper limit; `attempt` counts from 0. */
export function backoff(firstMs: number, attempt: number): number {
  return Math.min(firstMs * 2 ** attempt, LONGEST_WAIT_MS);
}
