import { beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { failedChecks, play, withPlatform, type PlayedMonth } from './months.js';

const MONTH = { seed: 42, claims: 240 };
const LONG_MS = 420_000;

let once: PlayedMonth;

beforeAll(async () => {
  once = await withPlatform({}, ({ layout }, folder) => play(layout as never, folder, MONTH));
}, LONG_MS);

const national = (): string[][] =>
  (once.tables.get('/national/annex-14.csv') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('a month from the hospitals to the notices', () => {
  it('passes every check of its own', () => {
    expect(failedChecks(once)).toEqual([]);
    expect(once.report.ok).toBe(true);
  });

  it('CLR-03: publishes annex 14, seven annexes and two notices for each of 32 units, and the lists', () => {
    expect(once.tables.size).toBe(4 + 2 + 1 + 32 * 9);
    for (const [path, text] of once.tables)
      expect([path, text.split(',').length > 1 && !text.startsWith('{')]).toEqual([path, true]);
  });

  it('CLR-15: annex 14 adds up along its lines and columns', () => {
    const [, ...rows] = national();
    const amounts = rows.map((row) => row.slice(1).map((cell) => (cell === '—' ? Money.zero : Money.of(cell))));
    for (const row of amounts) expect(String(Money.sum(row.slice(0, -1)))).toBe(String(row.at(-1)));
    const last = amounts.at(-1) ?? [];
    for (const [index, total] of last.entries()) {
      expect(String(Money.sum(amounts.slice(0, -1).map((row) => row[index] ?? Money.zero)))).toBe(String(total));
    }
  });

  it('CLR-05: what all units pay is what all collect, and both are annex 14', () => {
    const totalOf = (annex: string): string =>
      String(
        Money.sum(
          [...once.tables]
            .filter(([path]) => path.endsWith(`annex-${annex}.csv`))
            .map(([, text]) => Money.of(text.trimEnd().split('\n').at(-1)?.split(',')[1] ?? '')),
        ),
      );
    expect(totalOf('15')).toBe(totalOf('16'));
    expect(totalOf('15')).toBe(national().at(-1)?.at(-1));
  });

  it('AUD-01, PRE-05, REC-01: has holds, provinces at 70% and 90%, and every planted difference', () => {
    const { figures, outcome } = once.report;
    expect(figures.holds.opened).toBeGreaterThan(0);
    expect(figures.holds.investigated).toBeGreaterThan(0);
    expect(figures.yellow.length).toBeGreaterThan(0);
    expect(figures.red.length).toBeGreaterThanOrEqual(2);
    expect(outcome.planted.differences).toBeGreaterThan(0);
    expect(outcome.found).toEqual(outcome.planted);
  });

  it('replays captured hospital messages in the same month', () => {
    expect(once.report.outcome.replayedSamples.length).toBeGreaterThanOrEqual(12);
  });

  it(
    'gives the same tables, byte for byte, for the same seed, also with four processes; another seed gives others',
    async () => {
      const again = await withPlatform({ separate: true }, ({ layout }, folder) =>
        play(layout as never, folder, MONTH),
      );
      expect(failedChecks(again)).toEqual([]);
      expect(Object.fromEntries(again.tables)).toEqual(Object.fromEntries(once.tables));
      const other = await withPlatform({}, ({ layout }, folder) =>
        play(layout as never, folder, { seed: 43, claims: 60 }),
      );
      expect(Object.fromEntries(other.tables)).not.toEqual(Object.fromEntries(once.tables));
    },
    LONG_MS,
  );
});
