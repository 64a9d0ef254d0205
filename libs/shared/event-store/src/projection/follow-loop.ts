import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 500;
/** From the beginning of one piece that took all there was to the next: pieces grow instead of each having a commit of its own. */
const GATHER_MS = 20;

export interface Followed {
  /** Does the next piece of work; true if there may be more at once. */
  step(): Promise<boolean>;
  /** The piece failed and will be tried again. */
  failed(error: unknown): void;
}

/** Calls `step` again and again: at once while there is more, else when woken, and from time to time in any case. */
export class FollowLoop {
  private stopping = false;
  private woken = false;
  private ring: () => void = () => undefined;
  private running: Promise<void> | null = null;

  constructor(private readonly followed: Followed) {}

  start(): void {
    this.stopping = false;
    this.running ??= this.run();
  }

  wake(): void {
    this.woken = true;
    this.ring();
  }

  /** Ends after the piece in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.ring();
    await this.running;
    this.running = null;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      // Cleared before the step: a call during it may be about something the step has not seen.
      this.woken = false;
      const begun = performance.now();
      const result = await this.stepSafely();
      if (result === 'more' || this.stopping) continue;
      // Calls do not hurry what has just failed.
      if (result === 'failed') await this.pause(false);
      else await this.gather(begun);
    }
  }

  private async gather(begun: number): Promise<void> {
    await sleep(Math.max(0, GATHER_MS - (performance.now() - begun)));
    if (!this.woken && !this.stopping) await this.pause(true);
  }

  private async stepSafely(): Promise<'more' | 'done' | 'failed'> {
    try {
      return (await this.followed.step()) ? 'more' : 'done';
    } catch (error) {
      if (!this.stopping) this.followed.failed(error);
      return 'failed';
    }
  }

  private pause(wakes: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.ring = () => {
        if (!wakes && !this.stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
