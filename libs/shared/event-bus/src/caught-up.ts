import { CAUGHT_UP_AGAIN_MS, CAUGHT_UP_LOOK_MS } from './limits.js';
import type { BusMark, EventBus } from './port.js';
import { Alarm, Progress } from './waiting.js';

export interface CaughtUpOptions {
  readonly bus: Pick<EventBus, 'end' | 'hasPassed'>;
  readonly consumer: string;
  readonly topics: readonly string[];
  /** Called when an end is passed, before its instant holds: what must be read of the same state. A throw undoes the look. */
  readonly onPassed?: () => Promise<void>;
  /** Told after every look, failed or not. */
  readonly onLook?: (failure: unknown) => void;
}

/** Never, until the first look has succeeded. */
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * Until which instant everything published on these topics has been applied by a consumer, in whichever of its processes.
 * One loop for all who ask: it notes the instant and then the end of the topics, and once the consumer has passed that
 * end, the instant holds. A steady stream of messages does not keep it back, since an end once noted stands still.
 * Instants are milliseconds of `performance.now()`: the business date of a simulation and corrections of the wall clock
 * say nothing about what has been applied.
 */
export class CaughtUp {
  private readonly instant = new Progress<number>(NEVER);
  private readonly alarm = new Alarm();
  private noted: { readonly at: number; readonly end: readonly BusMark[] } | null = null;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: CaughtUpOptions) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    await this.running;
  }

  /** Everything published before this instant has been applied. */
  get at(): number {
    return this.instant.at;
  }

  /** Resolves true as soon as everything published before the instant is applied, false after `withinMs` milliseconds. */
  until(instant: number, withinMs: number): Promise<boolean> {
    return this.instant.until(instant, withinMs);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const failure = await this.look().catch((error: unknown) => error ?? new Error('unknown'));
      this.options.onLook?.(failure);
      const soon = this.noted !== null || this.instant.isAwaited;
      if (!this.stopping) await this.alarm.wait(soon ? CAUGHT_UP_AGAIN_MS : CAUGHT_UP_LOOK_MS);
    }
  }

  private async look(): Promise<void> {
    const { bus, consumer, topics } = this.options;
    if (this.noted === null) {
      const at = performance.now();
      this.noted = { at, end: await bus.end(topics) };
    }
    const { at, end } = this.noted;
    if (!(await bus.hasPassed(consumer, end))) return;
    await this.options.onPassed?.();
    this.noted = null;
    this.instant.advance(at);
  }
}
