import { Money } from '#kernel';
import type { PairToSet } from './set-levels.js';

const pairKey = ({ receiver, payer }: Pick<PairToSet, 'receiver' | 'payer'>): string => `${receiver}/${payer}`;

/** A level that is not what the rule gives. Yuan as text. */
export type Deviation = {
  readonly payer: string;
  readonly receiver: string;
  readonly amount: string;
  /** What the rule of PRE-01 gives. */
  readonly rule: string;
  /** The level less the rule's. */
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
