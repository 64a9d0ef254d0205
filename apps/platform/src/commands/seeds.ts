import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASES } from '#service';
import { runSeed, SeedPlatform, type SeedReport } from '#simulator';
import { ensureDatabases, startEmbeddedPostgres } from '../infrastructure/embedded-postgres.js';
import { developmentSecrets } from '../platform/development.js';
import { onInterrupt } from '../platform/interrupt.js';
import { PROJECT_ROOT } from '../platform/project-root.js';
import { progressView } from './progress.js';
import { print } from './shared.js';

export interface SeedsOptions {
  readonly seeds: readonly number[];
  readonly json: boolean;
}

export interface SeedsReport {
  readonly ok: boolean;
  readonly seeds: number;
  readonly claims: number;
  readonly crashes: number;
  /** Messages that were delivered again. */
  readonly repeated: number;
  readonly failed: readonly SeedReport[];
  readonly seconds: string;
}

/** Platforms side by side: while one waits for its database another one computes. */
const LANES = 3;
const prefixOf = (lane: number): string => `seeds${lane}_`;

/** Plays months by seed against clearing and prepayment, on a database server of its own that leaves nothing behind. */
export async function simulateSeeds({ seeds, json }: SeedsOptions): Promise<SeedsReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-seeds-'));
  const view = progressView(json);
  const starting = startEmbeddedPostgres({ folder, durable: false });
  const end = async (): Promise<void> => {
    view.end();
    const postgres = await starting.catch(() => null);
    await postgres?.stop();
    for (const one of [folder, postgres?.folder ?? folder]) await rm(one, { recursive: true, force: true });
  };
  const removeInterrupt = onInterrupt(end);
  try {
    const postgres = await starting;
    const platforms: SeedPlatform[] = [];
    for (let lane = 0; lane < Math.min(LANES, seeds.length); lane += 1) {
      await ensureDatabases(
        postgres.url,
        DATABASES.map((owner) => `${prefixOf(lane)}${owner}`),
      );
      platforms.push(await SeedPlatform.open(environmentOf({ url: postgres.url, folder, lane })));
    }
    const report = await playAll(platforms, seeds, (done, last) => {
      view.show({ phase: '种子', done, of: seeds.length });
      // Named at once: a thousand seeds take an hour.
      if (!json && last.failures.length > 0) process.stderr.write(`${failureText(last)}\n`);
    });
    for (const platform of platforms) await platform.close();
    view.end();
    print(json, report, () => seedsText(report));
    return report;
  } finally {
    await removeInterrupt();
    await end();
  }
}

interface Place {
  readonly url: string;
  readonly folder: string;
  readonly lane: number;
}

const environmentOf = ({ url, folder, lane }: Place): Readonly<Record<string, string>> => ({
  ...developmentSecrets(),
  KUASHENG_DATABASE_URL: url,
  KUASHENG_DATABASE_PREFIX: prefixOf(lane),
  // What a crash leaves in the logs was meant to be there.
  KUASHENG_LOG_LEVEL: 'silent',
  KUASHENG_POLICIES: join(PROJECT_ROOT, 'policies'),
  // Not what it is by default: a limit written down anywhere else would show (SEC-04).
  KUASHENG_SECOND_PERSON_FROM: '99999.99',
  KUASHENG_DOCUMENTS: `file:${join(folder, 'documents')}`,
});

async function playAll(
  platforms: readonly SeedPlatform[],
  seeds: readonly number[],
  onDone: (done: number, last: SeedReport) => void,
): Promise<SeedsReport> {
  const begun = performance.now();
  const reports: SeedReport[] = [];
  const waiting = seeds.values();
  const play = async (platform: SeedPlatform): Promise<void> => {
    for (const seed of waiting) {
      const report = await runSeed(platform, seed);
      reports.push(report);
      onDone(reports.length, report);
    }
  };
  await Promise.all(platforms.map(play));
  reports.sort((a, b) => a.seed - b.seed);
  const sum = (count: (report: SeedReport) => number): number => reports.reduce((all, one) => all + count(one), 0);
  const failed = reports.filter(({ failures }) => failures.length > 0);
  return {
    ...{ ok: failed.length === 0, seeds: seeds.length, failed },
    ...{ claims: sum(({ claims }) => claims), crashes: sum(({ crashes }) => crashes) },
    ...{ repeated: sum(({ repeated }) => repeated), seconds: ((performance.now() - begun) / 1000).toFixed(1) },
  };
}

const LISTED = 10;

function seedsText({ seeds, claims, crashes, repeated, failed, seconds, ok }: SeedsReport): string {
  return [
    `种子 ${seeds} 个，费用 ${claims} 笔，中断 ${crashes} 次，重复投递 ${repeated} 条，用时 ${seconds} 秒`,
    ...failed.map(failureText),
    ok ? '全部通过' : '未通过',
  ].join('\n');
}

const failureText = ({ seed, failures }: SeedReport): string =>
  [`✗ 种子 ${seed}：${failures.length}处不符`, ...failures.slice(0, LISTED).map((failure) => `    ${failure}`)].join(
    '\n',
  );
