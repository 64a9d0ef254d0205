import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Supervisor } from '../platform/supervisor.js';
import { freePorts } from '../platform/temporary.js';
import { playMonth, type MonthReport } from './month.js';
import { monthText } from './month-text.js';
import { progressView } from './progress.js';
import { print } from './shared.js';
import { worldLink } from './world-link.js';

export interface DemoOptions {
  readonly claims: number;
  readonly seed: number;
  readonly out?: string;
  readonly data?: string;
  readonly keep: boolean;
  readonly bus: 'postgres' | 'kafka';
  readonly jobs: 'postgres' | 'redis';
  readonly separate: boolean;
  readonly logLevel: string;
  readonly json: boolean;
}

const DEFAULT_OUT = 'out/demo';

/**
 * A platform of its own, one month on it, a summary. On a folder that was given the data stay, and the same command goes
 * on where an interrupted one ended; otherwise only the published tables stay.
 */
export async function demo(options: DemoOptions): Promise<MonthReport> {
  const { bus, jobs, separate, logLevel, claims, seed, json } = options;
  const folder = options.data ?? (await mkdtemp(join(tmpdir(), 'kuasheng-demo-')));
  const stays = options.data !== undefined || options.keep;
  const distributed = separate || bus === 'kafka' || jobs === 'redis';
  const supervisor = new Supervisor({ folder, bus, jobs, separate: distributed, ports: await freePorts(), logLevel });
  const view = progressView(json);
  const removeInterrupt = onInterrupt(supervisor);
  let report: MonthReport;
  try {
    view.show({ phase: '启动平台', done: 0, of: 1 });
    const layout = await supervisor.start();
    view.show({ phase: '启动平台', done: 1, of: 1 });
    const out = resolve(options.out ?? DEFAULT_OUT);
    report = await playMonth(worldLink(layout), { claims, seed, out, onProgress: view.show });
  } finally {
    view.end();
    removeInterrupt();
    await supervisor.stop();
    if (!stays) await rm(folder, { recursive: true, force: true });
  }
  const place = stays ? `\n平台数据与日志：${resolve(folder)}` : '';
  print(json, report, () => `${monthText(report)}${place}`);
  return report;
}

/** Ctrl-C stops the platform before the program ends, so that a folder that stays can be gone on with. */
function onInterrupt(supervisor: Supervisor): () => void {
  const stop = (): void => {
    void supervisor.stop().then(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}
