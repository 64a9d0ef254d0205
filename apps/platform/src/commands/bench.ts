import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { databaseUrl } from '#event-store';
import { shanghaiDateOf } from '#kernel';
import { measureAppends } from '../bench/appends.js';
import { CLOSED_CLAIMS, measureClose } from '../bench/close-month.js';
import { rate, time, type Figure } from '../bench/figures.js';
import { measureImports } from '../bench/imports.js';
import { measureHandOver } from '../bench/hand-over.js';
import { measureReconciliation } from '../bench/reconciliation.js';
import { HOUR_CLAIMS, measureSettle } from '../bench/settle.js';
import { bareTransactions } from '../infrastructure/bare-database.js';
import { ensureDatabases, startEmbeddedPostgres } from '../infrastructure/embedded-postgres.js';
import { PROJECT_ROOT } from '../platform/project-root.js';
import { withTemporaryPlatform } from '../platform/temporary.js';
import { playMonth } from './month.js';
import { print } from './shared.js';
import { worldLink } from './world-link.js';

export interface BenchOptions {
  readonly seconds: number;
  /** Claims of the month that `close-month` closes, or of the memory measurement of `settle`. */
  readonly claims?: number;
  /** Of the settlement service in `settle`. */
  readonly processes: number;
  /** One part alone, printed; `close-month` and `settle`, which take long, are written, each to a file of its own. */
  readonly part?: BenchPart;
  readonly json: boolean;
}

export const BENCH_PARTS = ['import', 'reconcile', 'close-month', 'settle'] as const;
type BenchPart = (typeof BENCH_PARTS)[number];
const CLAIMS = 2000;
const SEED = 20_250_801;
const CALLERS = 64;

/** Measures what issues ask for and writes docs/benchmarks/<date>.json, the limit of the same run beside each figure. */
export async function bench(options: BenchOptions): Promise<void> {
  const { seconds, claims, part, json } = options;
  if (part === 'close-month') return benchClose(claims ?? CLOSED_CLAIMS, json);
  if (part === 'settle') return benchSettle(options);
  if (part !== undefined) {
    const measured = part === 'import' ? await measureImports(seconds) : await measureReconciliation();
    return print(json, { figures: measured }, () => measured.map(line).join('\n'));
  }
  const figures: Figure[] = [];
  const serverStart = await timeServerStart();
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-bench-'));
  const begun = performance.now();
  try {
    await withTemporaryPlatform({ folder }, async (supervisor) => {
      const { layout } = supervisor;
      if (layout === null) throw new Error('the platform did not start');
      const ready = performance.now() - begun;
      const serverUrl = layout.environment['KUASHENG_DATABASE_URL'] ?? '';
      figures.push(await measureAppends(serverUrl, seconds));
      figures.push(...(await measureHandOver(layout, serverUrl)));
      const month = await measureMonth(layout, serverUrl, seconds, join(folder, 'tables'));
      figures.push(...month.figures);
      figures.push(
        time({
          name: 'start to first settled claim',
          value: ready + month.firstSettledMs,
          limit: { what: 'a new database server made and started', value: serverStart },
        }),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  figures.push(...(await measureImports(seconds)), ...(await measureReconciliation()));
  const file = await write({ seconds, figures });
  print(json, { file, figures }, () => [...figures.map(line), file].join('\n'));
}

async function benchClose(claims: number, json: boolean): Promise<void> {
  const [before] = loadavg();
  const figures = await measureClose(claims);
  const command = `npm run bench -- close-month --claims ${claims}`;
  const file = await writeFigures('-close-month', { command, load: { before, after: loadavg()[0] }, figures });
  print(json, { file, figures }, () => [...figures.map(line), file].join('\n'));
}

async function benchSettle({ seconds, claims = HOUR_CLAIMS, processes, json }: BenchOptions): Promise<void> {
  const [before] = loadavg();
  const onProgress = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const figures = await measureSettle({ seconds, claims, processes, onProgress });
  const command = `npm run bench -- settle --seconds ${seconds} --claims ${claims} --processes ${processes}`;
  const file = await writeFigures('-settle', { command, load: { before, after: loadavg()[0] }, figures });
  print(json, { file, figures }, () => [...figures.map(line), file].join('\n'));
}

async function timeServerStart(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-bench-start-'));
  const begun = performance.now();
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres') });
  const took = performance.now() - begun;
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  return took;
}

async function measureMonth(
  layout: Parameters<typeof worldLink>[0],
  serverUrl: string,
  seconds: number,
  out: string,
): Promise<{ figures: readonly Figure[]; firstSettledMs: number }> {
  await ensureDatabases(serverUrl, ['bench_bare']);
  const bare = await bareTransactions(databaseUrl(serverUrl, 'bench_bare'), CALLERS, seconds);
  const { outcome, ok } = await playMonth(worldLink(layout), {
    claims: CLAIMS,
    seed: SEED,
    out,
    onProgress: () => undefined,
  });
  if (!ok) throw new Error('the measured month did not pass its checks');
  const inSeconds = outcome.claimMs / 1000;
  const perClaim = outcome.messages / outcome.settled;
  const limit = { what: 'messages as bare transactions of five statements', value: bare };
  return {
    firstSettledMs: outcome.firstSettledMs ?? Number.NaN,
    figures: [
      rate({ name: 'hospital messages answered', value: outcome.messages / inSeconds, limit }),
      rate({
        name: 'claims settled end to end',
        value: outcome.settled / inSeconds,
        limit: { what: `${limit.what}, ${perClaim.toFixed(1)} a claim`, value: bare / perClaim },
      }),
    ],
  };
}

const line = ({ name, value, unit, limit, ratio }: Figure): string =>
  `${name.padEnd(48)} ${value.padStart(8)} ${unit.padEnd(4)} limit ${limit.value.padStart(8)} (${limit.what})  ratio ${ratio}`;

const write = ({ seconds, figures }: { seconds: number; figures: readonly Figure[] }): Promise<string> =>
  writeFigures('', {
    command: `npm run bench -- --seconds ${seconds}`,
    month: { claims: CLAIMS, seed: SEED },
    figures,
  });

async function writeFigures(suffix: string, measured: Readonly<Record<string, unknown>>): Promise<string> {
  const date = shanghaiDateOf(new Date());
  const folder = join(PROJECT_ROOT, 'docs', 'benchmarks');
  const file = join(folder, `${date}${suffix}.json`);
  await mkdir(folder, { recursive: true });
  const machine = { cores: cpus().length, processor: cpus()[0]?.model ?? '', node: process.version };
  await writeFile(file, `${JSON.stringify({ date, machine, ...measured }, null, 2)}\n`);
  return file;
}
