/** One part of a sum, in whole cents (分). */
export interface Part {
  readonly id: string;
  readonly fen: bigint;
}

/** Steps of one search; a search that needs more says so instead of guessing. */
export interface Budget {
  left: number;
}

export interface Subsets {
  /** At most two: a second one shows that the first is not the only one. */
  readonly found: readonly (readonly string[])[];
  /** The budget ended before everything was looked at. */
  readonly cut: boolean;
}

const ENOUGH = 2;
const FEWEST = 2;

interface Search {
  readonly parts: readonly Part[];
  /** Sum of the parts from an index on. */
  readonly rest: readonly bigint[];
  readonly budget: Budget;
  readonly found: (readonly string[])[];
  cut: boolean;
}

/** Sets of at least two parts whose sum is exactly `target`; bounded by the budget. Parts are positive, in any order. */
export function subsetsSumming(target: bigint, parts: readonly Part[], budget: Budget): Subsets {
  const sorted = parts
    .filter(({ fen }) => fen < target)
    .sort((a, b) => (a.fen === b.fen ? (a.id < b.id ? -1 : 1) : a.fen > b.fen ? -1 : 1));
  const rest = [0n];
  for (const { fen } of sorted.toReversed()) rest.unshift((rest[0] ?? 0n) + fen);
  const search: Search = { parts: sorted, rest, budget, found: [], cut: false };
  look(search, { from: 0, missing: target, taken: [] });
  return { found: search.found, cut: search.cut };
}

interface Place {
  readonly from: number;
  readonly missing: bigint;
  readonly taken: readonly string[];
}

function look(search: Search, { from, missing, taken }: Place): void {
  if (missing === 0n) {
    if (taken.length >= FEWEST) search.found.push([...taken].sort());
    return;
  }
  // What is left must still be able to come to what is missing.
  for (let index = from; !isOver(search) && (search.rest[index] ?? 0n) >= missing; index += 1) {
    step(search, { from: index, missing, taken });
  }
}

const isOver = ({ found, cut }: Search): boolean => found.length >= ENOUGH || cut;

function step(search: Search, { from, missing, taken }: Place): void {
  const part = search.parts[from];
  if (search.budget.left <= 0 || part === undefined) {
    search.cut = true;
    return;
  }
  search.budget.left -= 1;
  if (part.fen > missing) return;
  look(search, { from: from + 1, missing: missing - part.fen, taken: [...taken, part.id] });
}
