import type { Clock } from '../clock.js';
import { type ContractHarness, openProcess, type Process, SetClock, uniqueQueue } from './harness.js';

/** Limit of a test that waits for a dead worker's lock to run out. */
export const LONG_MS = 90_000;

/** What the cases of the contract work with: a queue of its own for every test. */
export class ContractSuite {
  harness!: ContractHarness;
  queue!: string;
  clock!: SetClock;
  private opened: Process[] = [];

  setUp(): void {
    this.queue = uniqueQueue();
    this.clock = new SetClock();
  }

  /** One more process of the same service. */
  async process(clock: Clock = this.clock): Promise<Process> {
    const opened = await openProcess(this.harness.backend, this.queue, clock);
    this.opened.push(opened);
    return opened;
  }

  /** Nothing stays on the server. */
  async tearDown(): Promise<void> {
    for (const one of this.opened.splice(0)) await one.stop();
    const last = await openProcess(this.harness.backend, this.queue, this.clock);
    await last.native.obliterate({ force: true });
    await last.stop();
  }
}
