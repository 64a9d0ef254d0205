import { compareText, numberHypotheses, pairHypotheses, strangers } from './hypotheses.js';
import type { Hypothesis, Matching, OpenItem, OpenLine, Pool, Thoughts } from './open-items.js';
import type { Pairing } from './special-account.js';
import { sumHypotheses } from './sum-hypotheses.js';

const STEPS: readonly ((pool: Pool) => Thoughts)[] = [numberHypotheses, pairHypotheses, sumHypotheses];

/**
 * 流水勾对 (CLR-13): lines of the bank and items of the books by serial number, counterparty, amount and date; one to one, one line for
 * several items, several lines for one item. Stronger evidence first: serial number, then counterparty and amount, then sums. A match
 * is made only where it is the only thing its lines and items can be; whatever fits in two ways, or may be money that came back, is a
 * candidate, never a guess. The order of lines and items does not matter, and the work is bounded.
 */
export function matchStatement(lines: readonly OpenLine[], items: readonly OpenItem[]): Matching {
  let pool: Pool = {
    lines: [...lines].sort((a, b) => compareText(a.lineId, b.lineId)),
    items: [...items].sort((a, b) => compareText(a.itemId, b.itemId)),
  };
  let open: readonly Hypothesis[] = [];
  const contested = new Set<string>();
  const isForPeople = returnsOf(pool);
  const matches: Hypothesis[] = [];
  for (const step of STEPS) {
    const thoughts = step(pool);
    for (const id of thoughts.contested) contested.add(id);
    const decided = onlyPossible(distinct([...open, ...thoughts.hypotheses]), contested, isForPeople);
    matches.push(...decided.certain);
    open = decided.open;
    pool = without(pool, decided.certain);
  }
  return { matches, candidates: distinct([...open, ...strangers(pool)]) };
}

const idsOf = ({ lineIds, itemIds }: Pairing): readonly string[] => [...lineIds, ...itemIds];

/** 退汇、冲正 is never booked as a receipt by itself, unless the item is money going back, or the slip of a doubtful one has its number. */
function returnsOf({ lines, items }: Pool): (hypothesis: Hypothesis) => boolean {
  const reasons = new Map(lines.map(({ lineId, takesBack }) => [lineId, takesBack]));
  const goingBack = new Set(items.filter(({ goesBack }) => goesBack).map(({ itemId }) => itemId));
  return ({ lineIds, itemIds, by }) => {
    const found = new Set(lineIds.map((id) => reasons.get(id) ?? null));
    if (found.has('reversed')) return true;
    const isDoubted = found.has('named') || (found.has('perhaps') && by !== 'serial');
    return isDoubted && !itemIds.every((id) => goingBack.has(id));
  };
}

/** Hypotheses that share nothing with any other one are certain. */
function onlyPossible(
  hypotheses: readonly Hypothesis[],
  contested: ReadonlySet<string>,
  isForPeople: (hypothesis: Hypothesis) => boolean,
): { readonly certain: readonly Hypothesis[]; readonly open: readonly Hypothesis[] } {
  const claims = new Map<string, number>();
  for (const id of hypotheses.flatMap(idsOf)) claims.set(id, (claims.get(id) ?? 0) + 1);
  const isCertain = (hypothesis: Hypothesis): boolean =>
    idsOf(hypothesis).every((id) => claims.get(id) === 1 && !contested.has(id)) && !isForPeople(hypothesis);
  const certain: Hypothesis[] = [];
  const open: Hypothesis[] = [];
  for (const hypothesis of hypotheses) (isCertain(hypothesis) ? certain : open).push(hypothesis);
  return { certain, open };
}

/** The same lines and items thought of twice, for two reasons, are one hypothesis with the stronger reason. */
function distinct(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  const known = new Map<string, Hypothesis>();
  for (const hypothesis of hypotheses) {
    const key = JSON.stringify([hypothesis.lineIds, hypothesis.itemIds]);
    if (!known.has(key)) known.set(key, hypothesis);
  }
  return [...known.values()];
}

function without({ lines, items }: Pool, matches: readonly Hypothesis[]): Pool {
  const gone = new Set(matches.flatMap(idsOf));
  return {
    lines: lines.filter(({ lineId }) => !gone.has(lineId)),
    items: items.filter(({ itemId }) => !gone.has(itemId)),
  };
}
