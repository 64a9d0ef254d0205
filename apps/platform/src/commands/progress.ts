import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { MonthProgress } from '#simulator';

/** Shows how far a month has come: bars on a terminal, lines elsewhere, nothing for programs. */
export interface ProgressView {
  show(progress: MonthProgress): void;
  end(): void;
}

const silent: ProgressView = { show: () => undefined, end: () => undefined };

export function progressView(json: boolean): ProgressView {
  if (json) return silent;
  return process.stderr.isTTY ? bars() : lines();
}

function bars(): ProgressView {
  const format = '{phase} {bar} {percentage}% {value}/{total}';
  const multi = new MultiBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  const shown = new Map<string, SingleBar>();
  return {
    show({ phase, done, of }) {
      const bar = shown.get(phase) ?? multi.create(of, 0, { phase: phase.padEnd(8, '　') });
      shown.set(phase, bar);
      bar.setTotal(of);
      bar.update(done);
    },
    end: () => multi.stop(),
  };
}

/** Between two lines of a phase that takes long. */
const LINE_EVERY_MS = 30_000;

/** For logs: a phase is told when it ends and, while it takes long, twice a minute. */
export function lines(write = (line: string): unknown => process.stderr.write(line), now = Date.now): ProgressView {
  const told = new Map<string, number>();
  return {
    show({ phase, done, of }) {
      const before = told.get(phase) ?? now();
      const isTold = done >= of ? before < Infinity : now() - before >= LINE_EVERY_MS;
      if (isTold) write(`${phase} ${done}/${of}\n`);
      told.set(phase, done >= of ? Infinity : isTold ? now() : before);
    },
    end: () => undefined,
  };
}
