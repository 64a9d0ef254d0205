import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import { matchStatement } from './match.js';
import type { Matching, OpenItem, OpenLine } from './open-items.js';

const line = (lineId: string, amount: string, over: Partial<OpenLine> = {}): OpenLine => ({
  ...{ lineId, amount: Money.of(amount), bookedOn: '2025-10-20', direction: 'out', counterparty: '31' },
  ...{ serialNumber: null, takesBack: null, ...over },
});
const item = (itemId: string, amount: string, over: Partial<OpenItem> = {}): OpenItem => ({
  ...{ itemId, amount: Money.of(amount), direction: 'out', counterparty: '31', serialNumber: null },
  ...{ earliest: '2025-09-30', latest: null, goesBack: false, ...over },
});
const pairs = ({ matches }: Matching) =>
  matches.map(({ lineIds, itemIds, by }) => `${lineIds.join('+')}=${itemIds.join('+')} ${by}`).sort();
const candidates = ({ candidates: open }: Matching) =>
  open.map(({ lineIds, itemIds }) => `${lineIds.join('+')}=${itemIds.join('+')}`).sort();

describe('matching a statement', () => {
  it('CLR-13: one to one by counterparty and amount; another unit, way, amount or day is none', () => {
    expect(pairs(matchStatement([line('l', '5.00')], [item('i', '5.00')]))).toEqual(['l=i counterparty']);
    for (const other of [
      { counterparty: '33' },
      { direction: 'in' as const },
      { amount: Money.of('5.01') },
      { bookedOn: '2025-09-29' },
    ]) {
      expect(matchStatement([line('l', '5.00', other)], [item('i', '5.00')])).toEqual({ matches: [], candidates: [] });
    }
    expect(pairs(matchStatement([line('l', '5.00')], [item('i', '5.00', { latest: '2025-10-19' })]))).toEqual([]);
    expect(pairs(matchStatement([line('l', '5.00')], [item('i', '5.00', { latest: '2025-10-20' })]))).toHaveLength(1);
  });

  it('CLR-13: the serial number finds the line where the bank names nobody, and decides between equal amounts', () => {
    const unnamed = line('l', '5.00', { counterparty: null, serialNumber: 'S1' });
    const items = [item('i', '5.00', { serialNumber: 'S1' }), item('j', '5.00', { serialNumber: 'S2' })];
    expect(pairs(matchStatement([unnamed], items))).toEqual(['l=i serial']);
    expect(pairs(matchStatement([{ ...unnamed, counterparty: '33' }], items))).toEqual([]);
  });

  it('CLR-13: one line for several items, several lines for one item; by serial number and by sum', () => {
    const batch = line('l', '12.00', { counterparty: null, serialNumber: 'S1' });
    const ofBatch = [item('i', '5.00', { serialNumber: 'S1' }), item('j', '7.00', { serialNumber: 'S1' })];
    expect(pairs(matchStatement([batch], ofBatch))).toEqual(['l=i+j serial']);
    const items = [item('i', '5.00'), item('j', '7.00'), item('k', '9.00')];
    expect(pairs(matchStatement([line('l', '12.00'), line('m', '9.00')], items))).toEqual([
      'l=i+j sum',
      'm=k counterparty',
    ]);
    const parts = [line('l', '5.00'), line('m', '7.00'), line('n', '11.00')];
    expect(pairs(matchStatement(parts, [item('i', '12.00')]))).toEqual(['l+m=i sum']);
  });

  it('CLR-13: what fits in two ways is listed, never guessed', () => {
    const twoItems = matchStatement([line('l', '5.00')], [item('i', '5.00'), item('j', '5.00')]);
    expect([pairs(twoItems), candidates(twoItems)]).toEqual([[], ['l=i', 'l=j']]);
    const twoLines = matchStatement([line('l', '5.00'), line('m', '5.00')], [item('i', '5.00')]);
    expect([pairs(twoLines), candidates(twoLines)]).toEqual([[], ['l=i', 'm=i']]);
    // 12 = 5 + 7 = 4 + 8
    const items = [item('a', '5.00'), item('b', '7.00'), item('c', '4.00'), item('d', '8.00')];
    const twoSums = matchStatement([line('l', '12.00')], items);
    expect([pairs(twoSums), candidates(twoSums)]).toEqual([[], ['l=a+b', 'l=c+d']]);
    const unnamed = matchStatement([line('l', '5.00', { counterparty: null })], [item('i', '5.00')]);
    expect([pairs(unnamed), candidates(unnamed)]).toEqual([[], ['l=i']]);
  });

  it('CLR-13: money that came back is proposed for an equal receivable, never matched to it', () => {
    const receivable = item('i', '5.00', { direction: 'in' });
    const back = (over: Partial<OpenLine>) => line('l', '5.00', { direction: 'in', ...over });
    for (const takesBack of ['reversed', 'named', 'perhaps'] as const) {
      const found = matchStatement([back({ takesBack })], [receivable]);
      expect([pairs(found), candidates(found)]).toEqual([[], ['l=i']]);
    }
    // An advance that is returned is money going back itself; a reversal of the bank is not even that.
    const returned = { ...receivable, goesBack: true };
    expect(pairs(matchStatement([back({ takesBack: 'named' })], [returned]))).toEqual(['l=i counterparty']);
    expect(pairs(matchStatement([back({ takesBack: 'reversed' })], [returned]))).toEqual([]);
    // The slip of a receipt names its serial number.
    const slip = { serialNumber: 'S1' };
    const [doubtful, named] = [back({ takesBack: 'perhaps', ...slip }), back({ takesBack: 'named', ...slip })];
    expect(pairs(matchStatement([doubtful], [{ ...receivable, ...slip }]))).toEqual(['l=i serial']);
    expect(pairs(matchStatement([named], [{ ...receivable, ...slip }]))).toEqual([]);
    const parts = [back({ takesBack: 'named' }), line('m', '7.00', { direction: 'in' })];
    expect(pairs(matchStatement(parts, [item('j', '12.00', { direction: 'in' })]))).toEqual([]);
  });

  it('CLR-13: a sum is not made of an item that another line may be', () => {
    const found = matchStatement(
      [line('l', '5.00'), line('m', '5.00'), line('n', '12.00')],
      [item('i', '5.00'), item('j', '7.00')],
    );
    expect(pairs(found)).toEqual([]);
    expect(candidates(found)).toEqual(['l=i', 'm=i', 'n=i+j']);
  });

  it('CLR-13: a crowd of equal amounts or of parts ends in bounded time, unmatched', () => {
    const many = Array.from({ length: 120 }, (_, index) => index);
    const equal = matchStatement(
      many.map((n) => line(`l${n}`, '5.00')),
      many.map((n) => item(`i${n}`, '5.00')),
    );
    expect(equal.matches).toEqual([]);
    const odd = matchStatement(
      many.map((n) => line(`l${n}`, `${2 * n + 1}.01`)),
      many.map((n) => item(`i${n}`, `${2 * n + 2}.02`)),
    );
    expect(odd.matches).toEqual([]);
  });
});

const UNITS = ['31', '33', '44'] as const;
const someLine = fc.record({
  amount: fc.integer({ min: 1, max: 40 }).map((fen) => Money.fromFen(BigInt(fen))),
  bookedOn: fc.constantFrom('2025-10-01', '2025-10-20', '2025-11-20'),
  direction: fc.constantFrom('in' as const, 'out' as const),
  counterparty: fc.constantFrom(...UNITS, null),
  serialNumber: fc.constantFrom('S1', 'S2', null),
  takesBack: fc.constantFrom(null, 'reversed' as const, 'named' as const, 'perhaps' as const),
});
const someItem = fc.record({
  amount: fc.integer({ min: 1, max: 40 }).map((fen) => Money.fromFen(BigInt(fen))),
  direction: fc.constantFrom('in' as const, 'out' as const),
  counterparty: fc.constantFrom(...UNITS, null),
  serialNumber: fc.constantFrom('S1', 'S2', null),
  earliest: fc.constantFrom('2025-09-30', '2025-10-31'),
  latest: fc.constantFrom('2025-10-31', null),
  goesBack: fc.boolean(),
});
const pools = fc.record({
  lines: fc.array(someLine, { maxLength: 12 }).map((all) => all.map((one, n) => ({ lineId: `l${n}`, ...one }))),
  items: fc.array(someItem, { maxLength: 12 }).map((all) => all.map((one, n) => ({ itemId: `i${n}`, ...one }))),
});

describe('laws of matching', () => {
  it('CLR-13: every line and item is in one match at most, and the sums of a match are equal', () => {
    fc.assert(
      fc.property(pools, ({ lines, items }) => {
        const { matches } = matchStatement(lines, items);
        const used = matches.flatMap(({ lineIds, itemIds }) => [...lineIds, ...itemIds]);
        expect(new Set(used).size).toBe(used.length);
        for (const { lineIds, itemIds } of matches) {
          const bank = lines.filter(({ lineId }) => lineIds.includes(lineId));
          const books = items.filter(({ itemId }) => itemIds.includes(itemId));
          expect(Money.sum(bank.map(({ amount }) => amount)).toString()).toBe(
            Money.sum(books.map(({ amount }) => amount)).toString(),
          );
          expect(new Set([...bank, ...books].map(({ direction }) => direction)).size).toBe(1);
          expect(Math.min(lineIds.length, itemIds.length)).toBe(1);
          const isReturn = bank.some(({ takesBack }) => takesBack === 'reversed' || takesBack === 'named');
          expect(isReturn && !books.every(({ goesBack }) => goesBack)).toBe(false);
          expect(bank.map(({ takesBack }) => takesBack)).not.toContain('reversed');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('CLR-13: the order of lines and items does not matter', () => {
    const shuffled = pools.chain(({ lines, items }) =>
      fc.record({
        lines: fc.constant(lines),
        items: fc.constant(items),
        otherLines: fc.shuffledSubarray(lines, { minLength: lines.length }),
        otherItems: fc.shuffledSubarray(items, { minLength: items.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ lines, items, otherLines, otherItems }) => {
        expect(matchStatement(otherLines, otherItems)).toEqual(matchStatement(lines, items));
      }),
      { numRuns: 300 },
    );
  });

  it('CLR-13: planted pairings are found, all of them and no others', () => {
    // Powers of two: no sum of some amounts is a sum of others.
    const plants = fc.array(fc.constantFrom('one', 'line-of-two', 'item-of-two'), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(plants, fc.boolean(), (kinds, named) => {
        const lines: OpenLine[] = [];
        const items: OpenItem[] = [];
        const expected: string[] = [];
        for (const [n, kind] of kinds.entries()) {
          const [small, large] = [2n ** BigInt(2 * n), 2n ** BigInt(2 * n + 1)];
          const side = named ? { counterparty: UNITS[n % 3] ?? null } : { serialNumber: `S${n}`, counterparty: null };
          const one = (fen: bigint) => ({ amount: Money.fromFen(fen), ...side });
          const [whole, parts] = [[one(small + large)], [one(small), one(large)]];
          const [bank, books] =
            kind === 'one' ? [whole, whole] : kind === 'line-of-two' ? [whole, parts] : [parts, whole];
          lines.push(...bank.map((facts, at) => ({ ...line(`l${n}.${at}`, '1.00'), ...facts })));
          items.push(...books.map((facts, at) => ({ ...item(`i${n}.${at}`, '1.00'), ...facts })));
          expected.push(
            `${bank.map((_, at) => `l${n}.${at}`).join('+')}=${books.map((_, at) => `i${n}.${at}`).join('+')}`,
          );
        }
        const found = matchStatement(lines, items).matches.map(
          ({ lineIds, itemIds }) => `${lineIds.join('+')}=${itemIds.join('+')}`,
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 200 },
    );
  });

  it('CLR-13: 10,000 lines against 10,000 items in seconds', () => {
    const amount = (n: number): Money => Money.fromFen(BigInt(1_000_000 + 37 * n));
    const side = (n: number) => ({ counterparty: UNITS[n % 3] ?? '31', amount: amount(n) });
    const numbers = Array.from({ length: 10_000 }, (_, n) => n);
    const begun = performance.now();
    const { matches } = matchStatement(
      numbers.map((n) => ({ ...line(`l${n}`, '1.00'), ...side(n) })),
      numbers.map((n) => ({ ...item(`i${n}`, '1.00'), ...side(n) })),
    );
    expect(matches).toHaveLength(10_000);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
