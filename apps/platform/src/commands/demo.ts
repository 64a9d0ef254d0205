import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onInterrupt } from '../platform/interrupt.js';
import { Supervisor } from '../platform/supervisor.js';
import { freePorts } from '../platform/temporary.js';
import type { WorldLink } from '#simulator';
import { playMonth, type MonthPlan } from './month.js';
import { monthText } from './month-text.js';
import { progressView } from './progress.js';
import { print } from './shared.js';
import { worldLink } from './world-link.js';
import { playYear } from './year.js';
import { yearText } from './year-text.js';

export interface DemoOptions {
  /** Of the month, or with `year` of each month. */
  readonly claims?: number;
  /** A whole year and its clearing instead of one month. */
  readonly year: boolean;
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
const CLAIMS_OF_A_MONTH = { month: 4_000, year: 40 };

/**
 * A platform of its own, one month or a year on it, a summary. On a folder that was given the data stay, and the command of a month
 * goes on where an interrupted one ended; otherwise only the published tables stay.
 */
export async function demo(options: DemoOptions): Promise<{ readonly ok: boolean }> {
  const { bus, jobs, separate, logLevel, json } = options;
  const folder = options.data ?? (await mkdtemp(join(tmpdir(), 'kuasheng-demo-')));
  const stays = options.data !== undefined || options.keep;
  const distributed = separate || bus === 'kafka' || jobs === 'redis';
  const supervisor = new Supervisor({ folder, bus, jobs, separate: distributed, ports: await freePorts(), logLevel });
  const view = progressView(json);
  const removeInterrupt = onInterrupt(() => supervisor.stop());
  let played: Played;
  try {
    view.show({ phase: '启动平台', done: 0, of: 1 });
    const layout = await supervisor.start();
    view.show({ phase: '启动平台', done: 1, of: 1 });
    played = await playedOn(worldLink(layout), options, view.show);
  } finally {
    view.end();
    await removeInterrupt();
    await supervisor.stop();
    if (!stays) await rm(folder, { recursive: true, force: true });
  }
  const place = stays ? `\n平台数据与日志：${resolve(folder)}` : '';
  print(json, played.report, () => `${played.text()}${place}`);
  return played.report;
}

function playedOn(
  link: WorldLink,
  { year, claims, seed, out = DEFAULT_OUT }: DemoOptions,
  onProgress: MonthPlan['onProgress'],
): Promise<Played> {
  const plan = { claims: claims ?? CLAIMS_OF_A_MONTH[year ? 'year' : 'month'], seed, out: resolve(out), onProgress };
  return year ? yearOn(link, plan) : monthOn(link, plan);
}

interface Played {
  readonly report: { readonly ok: boolean };
  text(): string;
}

async function monthOn(link: WorldLink, plan: MonthPlan): Promise<Played> {
  const report = await playMonth(link, plan);
  return { report, text: () => monthText(report) };
}

async function yearOn(link: WorldLink, plan: MonthPlan): Promise<Played> {
  const report = await playYear(link, plan);
  return { report, text: () => yearText(report) };
}
