import { performance } from 'node:perf_hooks';
import { percentile } from './figures.js';
import type { LoadReport } from './load-protocol.js';
import { Wire } from './wire.js';

/** One unit of load over one connection: a session or a message. `due` is when it was to begin, in ms. */
export type Task = (wire: Wire, due: number, load: Load) => Promise<void>;
/** The next task, or null when there are no more. */
export type NextTask = () => Task | null;

const TICK_MS = 1;
const MS = 1000;

/** Load on one service: connections, how long answers took, and what was not answered as it must be. */
export class Load {
  private readonly took: number[] = [];
  private readonly unexpected = new Map<string, number>();
  private done = 0;

  private constructor(private readonly wires: readonly Wire[]) {}

  /** Runs `body` with so many connections and tells what came of it. */
  static async over(
    ports: readonly number[],
    connections: number,
    body: (load: Load) => Promise<void>,
  ): Promise<LoadReport> {
    const wires = await Promise.all(
      Array.from({ length: connections }, (_, index) => Wire.open(ports[index % ports.length] as number)),
    );
    const load = new Load(wires);
    const begun = performance.now();
    await body(load);
    const seconds = (performance.now() - begun) / MS;
    for (const wire of wires) wire.close();
    const { done, took, unexpected } = load;
    return { done, seconds, p50: percentile(took, 0.5), p99: percentile(took, 0.99), unexpected: [...unexpected] };
  }

  /** An answer came. */
  answered(since: number): void {
    this.took.push(performance.now() - since);
  }

  surprised(sentence: string): void {
    this.unexpected.set(sentence, (this.unexpected.get(sentence) ?? 0) + 1);
  }

  /** 闭环: every connection begins its next task when it has ended one, until the time is up or there are no more. */
  async closed(next: NextTask, seconds = Number.POSITIVE_INFINITY): Promise<void> {
    const until = performance.now() + seconds * MS;
    const client = async (wire: Wire): Promise<void> => {
      for (let task = next(); task !== null && performance.now() < until; task = next()) await this.run(task, wire);
    };
    await Promise.all(this.wires.map(client));
  }

  /** 开环: tasks come at random times of a mean rate and wait for a connection if none is free; the wait counts. */
  async open(next: NextTask, rate: number, seconds = Number.POSITIVE_INFINITY): Promise<void> {
    const idle = [...this.wires];
    const late: { readonly task: Task; readonly due: number }[] = [];
    const running = new Set<Promise<void>>();
    const start = (): void => {
      while (late.length > 0 && idle.length > 0) {
        const { task, due } = late.shift() as (typeof late)[number];
        const wire = idle.pop() as Wire;
        const run = this.run(task, wire, due).finally(() => {
          idle.push(wire);
          running.delete(run);
          start();
        });
        running.add(run);
      }
    };
    const until = performance.now() + seconds * MS;
    let due = performance.now();
    for (let task = next(); task !== null && due < until; task = next()) {
      late.push({ task, due });
      start();
      due += gapMs(rate);
      while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    while (running.size > 0 || late.length > 0) await Promise.all(running);
  }

  private async run(task: Task, wire: Wire, due = performance.now()): Promise<void> {
    await task(wire, due, this);
    this.done += 1;
  }
}

/** Between two arrivals of a Poisson process. */
const gapMs = (rate: number): number => (-Math.log(1 - Math.random()) / rate) * MS;
