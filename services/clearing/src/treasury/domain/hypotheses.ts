import { Money } from '#kernel';
import type { Hypothesis, OpenItem, OpenLine, Pool, Thoughts } from './open-items.js';

/** More pairs of equal amount than this are not written out one by one. */
const MOST_PAIRS = 100;

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Same way, day within what the item allows, and no other unit on the other side. */
export const mayBe = (line: OpenLine, item: OpenItem): boolean =>
  line.direction === item.direction &&
  line.bookedOn >= item.earliest &&
  (item.latest === null || line.bookedOn <= item.latest) &&
  (line.counterparty === null || item.counterparty === null || line.counterparty === item.counterparty);

interface Group {
  readonly lines: OpenLine[];
  readonly items: OpenItem[];
}

/** Lines and items under a common key; those without a key or without the other side fall out. */
export function grouped(
  { lines, items }: Pool,
  keyOfLine: (line: OpenLine) => string | null,
  keyOfItem: (item: OpenItem) => string | null,
): readonly Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (key: string): Group => {
    const known = groups.get(key) ?? { lines: [], items: [] };
    groups.set(key, known);
    return known;
  };
  for (const item of items) {
    const key = keyOfItem(item);
    if (key !== null) groupOf(key).items.push(item);
  }
  for (const line of lines) {
    const key = keyOfLine(line);
    if (key !== null && groups.has(key)) groups.get(key)?.lines.push(line);
  }
  return [...groups.values()].filter((group) => group.lines.length > 0);
}

export const together = (thoughts: readonly Thoughts[]): Thoughts => ({
  hypotheses: thoughts.flatMap(({ hypotheses }) => hypotheses),
  contested: new Set(thoughts.flatMap(({ contested }) => [...contested])),
});

/** Every line of a group with every item it may be. */
function pairsOf({ lines, items }: Group, by: Hypothesis['by']): Thoughts {
  if (lines.length * items.length > MOST_PAIRS) {
    const contested = new Set([...lines.map(({ lineId }) => lineId), ...items.map(({ itemId }) => itemId)]);
    return { hypotheses: [], contested };
  }
  const hypotheses = lines.flatMap((line) =>
    items
      .filter((item) => mayBe(line, item))
      .map((item): Hypothesis => ({ lineIds: [line.lineId], itemIds: [item.itemId], by })),
  );
  return { hypotheses, contested: new Set() };
}

const yuanOf = (amount: Money): string => amount.toString();
const sumOf = (parts: readonly { readonly amount: Money }[]): Money => Money.sum(parts.map(({ amount }) => amount));

/** By 流水号: a line and an item of the same number and amount; else all of a number, where one side is a single one and the sums agree. */
export function numberHypotheses(pool: Pool): Thoughts {
  const keyOf = ({ direction, serialNumber }: OpenLine | OpenItem): string | null =>
    serialNumber === null ? null : `${direction} ${serialNumber}`;
  return together(grouped(pool, keyOf, keyOf).map(ofOneNumber));
}

function ofOneNumber(group: Group): Thoughts {
  const pairs = together(
    grouped(
      group,
      ({ amount }) => yuanOf(amount),
      ({ amount }) => yuanOf(amount),
    ).map((equal) => pairsOf(equal, 'serial')),
  );
  const { lines, items } = group;
  if (pairs.hypotheses.length > 0 || (lines.length > 1 && items.length > 1)) return pairs;
  const allFit = lines.every((line) => items.every((item) => mayBe(line, item)));
  if (!allFit || !sumOf(lines).eq(sumOf(items))) return pairs;
  const all = { lineIds: lines.map(({ lineId }) => lineId), itemIds: items.map(({ itemId }) => itemId) };
  return { hypotheses: [{ ...all, by: 'serial' }], contested: pairs.contested };
}

/** By counterparty and amount, where the bank names the other side. */
export function pairHypotheses(pool: Pool): Thoughts {
  const keyOf = ({ direction, counterparty, amount }: OpenLine | OpenItem): string | null =>
    counterparty === null ? null : `${direction} ${counterparty} ${yuanOf(amount)}`;
  return together(grouped(pool, keyOf, keyOf).map((group) => pairsOf(group, 'counterparty')));
}

/** Equal amount and way, but nobody knows the other side: never a match by itself. */
export function strangers(pool: Pool): readonly Hypothesis[] {
  const keyOf = ({ direction, amount }: OpenLine | OpenItem): string => `${direction} ${yuanOf(amount)}`;
  const unnamed = { ...pool, lines: pool.lines.filter(({ counterparty }) => counterparty === null) };
  return grouped(unnamed, keyOf, keyOf).flatMap((group) => pairsOf(group, 'counterparty').hypotheses);
}
