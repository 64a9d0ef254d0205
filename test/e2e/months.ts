import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePorts,
  playMonth,
  Supervisor,
  worldLink,
  type Layout,
  type MonthReport,
  type SupervisorOptions,
} from '#platform';

export interface PlayedMonth {
  readonly report: MonthReport;
  /** Every published table by its path. */
  readonly tables: ReadonlyMap<string, string>;
}

/** A platform in a folder of its own for the length of one task; the folder goes away at the end. */
export async function withPlatform<T>(
  options: Partial<SupervisorOptions>,
  task: (supervisor: Supervisor, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-month-'));
  const base = { bus: 'postgres', jobs: 'postgres', separate: false, logLevel: 'info' } as const;
  const supervisor = new Supervisor({ ...base, ports: await freePorts(), ...options, folder });
  try {
    await supervisor.start();
    return await task(supervisor, folder);
  } finally {
    await supervisor.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export interface MonthOf {
  readonly seed: number;
  readonly claims: number;
  readonly onStep?: () => void;
}

/** Plays a month against a running platform and reads the tables it published. */
export async function play(layout: Layout, folder: string, { seed, claims, onStep }: MonthOf): Promise<PlayedMonth> {
  const out = join(folder, 'published');
  const report = await playMonth(worldLink(layout), { seed, claims, out, onProgress: () => onStep?.() });
  return { report, tables: await filesOf(out) };
}

export async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(folder.length), await readFile(file, 'utf8')] as const),
  );
  return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The check that failed, for a test's message; empty if all passed. */
export const failedChecks = ({ report }: PlayedMonth): readonly string[] =>
  report.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}：${detail}`);
