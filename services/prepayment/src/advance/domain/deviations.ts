import { Money } from '#kernel';
import { byOfficialOrder } from './official-order.js';
import type { PairToSet } from './set-levels.js';

const pairKey = ({ receiver, payer }: Pick<PairToSet, 'receiver' | 'payer'>): string => `${receiver}/${payer}`;

/** A level that is not what the rule gives, or is not given at all. Yuan as text. */
export type Deviation = {
  readonly payer: string;
  readonly receiver: string;
  /** Null: the list leaves the pair out. */
  readonly amount: string | null;
  /** What the rule of PRE-01 gives. */
  readonly rule: string;
  /** The level less the rule's; of a pair that is left out, all the rule gives. */
  readonly difference: string;
};

/**
 * 与测算不同的额度: the rule holds in principle (原则上), so a level may differ, but never unseen by the two who set it. A pair the rule
 * does not name cleared nothing and needs no advance.
 */
export function deviationsFrom(ruled: readonly PairToSet[], pairs: readonly PairToSet[]): readonly Deviation[] {
  const rule = new Map(ruled.map((pair) => [pairKey(pair), Money.of(pair.amount)]));
  return pairs.flatMap(({ payer, receiver, amount }) => {
    const [level, given] = [Money.of(amount), rule.get(pairKey({ receiver, payer })) ?? Money.zero];
    if (level.eq(given)) return [];
    return [{ payer, receiver, amount, rule: given.toString(), difference: level.minus(given).toString() }];
  });
}

/**
 * Pairs to which the rule gives a level, that are not in the list and for which none of the year was set before, in the official order:
 * a list may come in parts, but whoever is left out is seen by the two who set it (PRE-01, SEC-04).
 */
export function omittedFrom(
  ruled: readonly PairToSet[],
  pairs: readonly PairToSet[],
  isSet: (pair: PairToSet) => boolean,
): readonly Deviation[] {
  const listed = new Set(pairs.map(pairKey));
  return ruled
    .filter((pair) => Money.of(pair.amount).isPositive() && !listed.has(pairKey(pair)) && !isSet(pair))
    .toSorted((a, b) => byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer))
    .map(({ payer, receiver, amount }) => ({ payer, receiver, amount: null, rule: amount, difference: `-${amount}` }));
}
