import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '#contracts';
import { playMonth, worldLink, type MonthReport } from '#platform';
import { startServiceForTest, testEnvironment } from '#testing';
import type { WorldLink } from '../src/index.js';

const MONTH = { seed: 7, claims: 100 };
const LONG_MS = 400_000;
/** Days on which the world outside is broken off: between claims, and after the cut-off and the second frozen list. */
const BREAKS = ['2025-08-27', '2025-09-30'];
const BROKEN_OFF = 'broken off';

interface Played {
  readonly report: MonthReport;
  readonly tables: Readonly<Record<string, string>>;
}

/** All four services on databases of their own. */
async function withServices<T>(task: (link: WorldLink) => Promise<T>): Promise<T> {
  const { environment, drop } = await testEnvironment();
  const services = [];
  try {
    for (const name of SERVICES) services.push([name, await startServiceForTest(name, environment)] as const);
    const urls = Object.fromEntries(services.map(([name, { url }]) => [name, url])) as WorldLink['urls'];
    return await task(worldLink({ urls }));
  } finally {
    for (const [, service] of services) await service.stop();
    await drop();
  }
}

async function played(link: WorldLink): Promise<Played> {
  const out = await mkdtemp(join(tmpdir(), 'kuasheng-resume-'));
  try {
    const report = await playMonth(link, { ...MONTH, out, onProgress: () => undefined });
    const entries = await readdir(out, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const texts = files.map(async (file) => [file.slice(out.length), await readFile(file, 'utf8')] as const);
    return { report, tables: Object.fromEntries(await Promise.all(texts)) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** A link on which the month ends before the jobs of a day. */
const brokenOffOn = (link: WorldLink, day: string): WorldLink => ({
  ...link,
  runJobs: (date) => (date >= day ? Promise.reject(new Error(BROKEN_OFF)) : link.runJobs(date)),
});

const failedChecks = ({ report }: Played): readonly string[] =>
  report.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}：${detail}`);

describe('a month that is broken off and begun again', () => {
  it(
    'SET-15: gets the same answers, keeps every planted fault and ends with the same tables as one that was not',
    async () => {
      const undisturbed = await withServices(played);
      expect(failedChecks(undisturbed)).toEqual([]);
      const disturbed = await withServices(async (link) => {
        for (const day of BREAKS) await expect(played(brokenOffOn(link, day))).rejects.toThrow(BROKEN_OFF);
        return played(link);
      });
      expect(failedChecks(disturbed)).toEqual([]);
      expect(disturbed.tables).toEqual(undisturbed.tables);
      const { claimMs: _ms, firstSettledMs: _first, holds: _holds, ...outcome } = undisturbed.report.outcome;
      expect(disturbed.report.outcome).toMatchObject(outcome);
      expect(disturbed.report.figures).toEqual(undisturbed.report.figures);
    },
    LONG_MS,
  );
});
