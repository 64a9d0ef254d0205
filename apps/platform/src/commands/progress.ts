import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { MonthProgress } from '#simulator';

/** Shows how far a month has come: bars on a terminal, one line a phase elsewhere, nothing for programs. */
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

function lines(): ProgressView {
  const ended = new Set<string>();
  return {
    show({ phase, done, of }) {
      if (done < of || ended.has(phase)) return;
      ended.add(phase);
      process.stderr.write(`${phase} ${done}/${of}\n`);
    },
    end: () => undefined,
  };
}
