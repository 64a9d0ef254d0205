import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '#infra/ports.mjs';
import { SupervisedChild } from '../platform/child.js';
import type { Layout } from '../platform/layout.js';
import { PROJECT_ROOT } from '../platform/project-root.js';
import type { LoadOrder, LoadReport } from './load-protocol.js';

/** Units of load a second. */
export const perSecond = ({ done, seconds }: LoadReport): number => done / seconds;

export interface MoreProcess {
  readonly child: SupervisedChild;
  readonly url: string;
}

/** Further processes of the settlement service beside the platform's own, on the same database. */
export async function moreProcesses(layout: Layout, count: number): Promise<readonly MoreProcess[]> {
  const started: MoreProcess[] = [];
  for (let number = 2; number < count + 2; number += 1) {
    const port = await freePort();
    const environment = { ...layout.environment, KUASHENG_SETTLEMENT_PORT: String(port) };
    const main = join(PROJECT_ROOT, 'dist/services/settlement/src/main.js');
    const logFile = join(tmpdir(), `kuasheng-bench-settlement-${number}.log`);
    const child = new SupervisedChild({ name: `settlement ${number}`, script: main, environment, logFile });
    const url = `http://127.0.0.1:${port}`;
    while (!(await isReady(url))) await new Promise((resolve) => setTimeout(resolve, 200));
    started.push({ child, url });
  }
  return started;
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The service of bare transactions. */
export class BareService {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(url: string): Promise<BareService> {
    const port = await freePort();
    const child = fork(script('./bare-service.js'), [url, String(port)]);
    await once(child, 'message');
    return new BareService(child, port);
  }

  end(): void {
    this.child.disconnect();
  }
}

/** The load generator. */
export class LoadProcess {
  private readonly ended: Promise<never>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly onProgress: (sentence: string) => void,
  ) {
    this.ended = once(child, 'exit').then(() => Promise.reject(new Error('the load process ended')));
    this.ended.catch(() => undefined);
  }

  static async start(claims: number, onProgress: (sentence: string) => void): Promise<LoadProcess> {
    const child = fork(script('./load-process.js'), [String(claims)], { execArgv: ['--max-old-space-size=4096'] });
    await once(child, 'message');
    return new LoadProcess(child, onProgress);
  }

  /** Throws if an answer was not what it must be: a load that is refused is no load. */
  async run(order: LoadOrder): Promise<LoadReport> {
    const reported = new Promise<LoadReport>((resolve) => this.child.once('message', resolve));
    this.child.send(order);
    const report = await Promise.race([reported, this.ended]);
    const { done, seconds, p50, p99, unexpected } = report;
    this.onProgress(
      `${JSON.stringify(order)}: ${done} in ${seconds.toFixed(1)} s, ${perSecond(report).toFixed(0)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    );
    if (unexpected.length > 0) throw new Error(`${order.kind}: ${unexpected.map((one) => one.join(' ×')).join('；')}`);
    return report;
  }

  end(): void {
    this.child.disconnect();
  }
}
