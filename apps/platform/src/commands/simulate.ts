import { resolve } from 'node:path';
import type { ServiceName } from '#contracts';
import { readLayout, type Layout } from '../platform/layout.js';
import { playMonth, type MonthReport } from './month.js';
import { monthText } from './month-text.js';
import { progressView } from './progress.js';
import { PlatformRefused, print } from './shared.js';
import { worldLink } from './world-link.js';

export interface SimulateOptions {
  readonly claims: number;
  readonly seed: number;
  readonly target?: string;
  readonly data: string;
  readonly out?: string;
  readonly json: boolean;
}

/** Ports of the four services count up from the settlement service's in this order. */
const FROM_TARGET: readonly ServiceName[] = ['settlement', 'registration', 'clearing', 'prepayment'];
const DEFAULT_OUT = 'out/simulate';

/** One month against a platform that runs already. */
export async function simulate(options: SimulateOptions): Promise<MonthReport> {
  const { claims, seed, json, target, data } = options;
  const urls = target === undefined ? (await readLayout(data)).urls : urlsFrom(target);
  const view = progressView(json);
  const out = resolve(options.out ?? DEFAULT_OUT);
  try {
    const report = await playMonth(worldLink({ urls }), { claims, seed, out, onProgress: view.show });
    view.end();
    print(json, report, () => monthText(report));
    return report;
  } finally {
    view.end();
  }
}

function urlsFrom(target: string): Layout['urls'] {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || url.port === '') {
    throw new PlatformRefused(`--target 须为带端口的地址，例如 http://127.0.0.1:18101：${target}`);
  }
  const first = Number(url.port);
  const entries = FROM_TARGET.map((service, index) => [service, `${url.protocol}//${url.hostname}:${first + index}`]);
  return Object.fromEntries(entries) as Layout['urls'];
}
