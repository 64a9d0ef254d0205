import { grouped, mayBe, together } from './hypotheses.js';
import type { Hypothesis, OpenItem, OpenLine, Pool, Thoughts } from './open-items.js';
import { subsetsSumming, type Budget, type Part } from './subsets.js';

/** Steps for all sums of one unit and way; a crowd that needs more is left to people. */
const STEPS_OF_A_GROUP = 100_000;
/** Lines times items of one group: above it no sums are looked for. */
const LARGEST_GROUP = 40_000;

/**
 * 一对多、多对一 By sums between the same two units: one line that pays several items, several lines for one item. Where any line or item
 * of the two has two ways, or the search was cut short, nothing between them is certain.
 */
export function sumHypotheses(pool: Pool): Thoughts {
  const keyOf = ({ direction, counterparty }: OpenLine | OpenItem): string | null =>
    counterparty === null ? null : `${direction} ${counterparty}`;
  return together(grouped(pool, keyOf, keyOf).map(ofOneUnit));
}

const partOfLine = ({ lineId, amount }: OpenLine): Part => ({ id: lineId, fen: amount.toFen() });
const partOfItem = ({ itemId, amount }: OpenItem): Part => ({ id: itemId, fen: amount.toFen() });

function ofOneUnit({ lines, items }: Pool): Thoughts {
  const everything = [...lines.map(({ lineId }) => lineId), ...items.map(({ itemId }) => itemId)];
  if (lines.length * items.length > LARGEST_GROUP) return { hypotheses: [], contested: new Set(everything) };
  const budget: Budget = { left: STEPS_OF_A_GROUP };
  const hypotheses: Hypothesis[] = [];
  let unclear = false;
  const search = (target: bigint, parts: readonly Part[], of: (ids: readonly string[]) => Hypothesis): void => {
    const { found, cut } = subsetsSumming(target, parts, budget);
    hypotheses.push(...found.map(of));
    unclear ||= cut || found.length > 1;
  };
  for (const line of lines) {
    const parts = items.filter((item) => mayBe(line, item)).map(partOfItem);
    search(line.amount.toFen(), parts, (itemIds) => ({ lineIds: [line.lineId], itemIds, by: 'sum' }));
  }
  for (const item of items) {
    const parts = lines.filter((line) => mayBe(line, item)).map(partOfLine);
    search(item.amount.toFen(), parts, (lineIds) => ({ lineIds, itemIds: [item.itemId], by: 'sum' }));
  }
  return { hypotheses, contested: new Set(unclear ? everything : []) };
}
