import { Money } from '#kernel';
import type { PairToSet } from './set-levels.js';

/** 测算额度 What PRE-01 gives for a year, by pair; a pair that is not named cleared nothing and needs no advance. */
export type RuleLevels = ReadonlyMap<string, Money>;

export const pairKey = ({ receiver, payer }: Pick<PairToSet, 'receiver' | 'payer'>): string => `${receiver}/${payer}`;

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

/** 与测算不同的额度: the rule holds in principle (原则上), so a level may differ, but never unseen by the two who set it. */
export function deviationsFrom(rule: RuleLevels, pairs: readonly PairToSet[]): readonly Deviation[] {
  return pairs.flatMap(({ payer, receiver, amount }) => {
    const [level, ruled] = [Money.of(amount), rule.get(pairKey({ receiver, payer })) ?? Money.zero];
    if (level.eq(ruled)) return [];
    return [{ payer, receiver, amount, rule: ruled.toString(), difference: level.minus(ruled).toString() }];
  });
}
