import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { playYear, worldLink, type Layout, type YearReport } from '#platform';
import { filesOf, withPlatform } from './months.js';

const YEAR = { seed: 42, claims: 24 };
const LONG_MS = 900_000;

let year: YearReport;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  await withPlatform({}, async ({ layout }, folder) => {
    const out = join(folder, 'published');
    year = await playYear(worldLink(layout as Layout), { ...YEAR, out, onProgress: () => undefined });
    files = await filesOf(out);
  });
}, LONG_MS);

describe('a year from the levels of January to the end of the next March', () => {
  it('passes every check of its own, verify among them', () => {
    expect(year.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(year.ok).toBe(true);
    expect(year.figures.months.map(({ month }) => month)).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`),
      ...['2026-01', '2026-02'],
    ]);
  });

  it('CLR-02: names who is late after two months and at the end of March, as planted', () => {
    const last = year.figures.months.at(-1);
    expect(last?.endOfMarch.length).toBe(year.outcome.neverReconciled.length);
    const listed = files.get('/2026-02/national/annex-overdue.csv') ?? '';
    expect(listed.split('\n').filter((line) => line.includes('跨年费用未在3月底前清算'))).toHaveLength(
      year.outcome.neverReconciled.length,
    );
  });

  it('CLR-08: one pair turned round by a refund, with "*" on both sides', () => {
    const { returned } = year.outcome;
    expect(returned).not.toBeNull();
    expect(year.figures.returned).toEqual({ payment: returned?.amount, collection: returned?.amount });
    expect(year.figures.months.find(({ month }) => month === returned?.month)?.returned).toBe(1);
  });

  it('PRE-02, PRE-06: papers of both Januaries and of the one increase', () => {
    const papers = [...files.keys()].filter((path) => path.startsWith('/advances/'));
    for (const annex of ['annex-5-2025', 'annex-5-2026', `annex-8-${year.outcome.increase?.increaseId}`]) {
      expect(papers.filter((path) => path.includes(annex))).toHaveLength(2);
    }
    for (const annex of ['annex-3-2025', 'annex-4-2025', 'annex-6-2026', 'annex-7-2026']) {
      expect(papers.filter((path) => path.includes(annex))).toHaveLength(64);
    }
  });
});
