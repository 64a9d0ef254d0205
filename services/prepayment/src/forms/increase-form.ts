import { filledIn, line, running, UPRIGHT, type Form } from '#forms';
import { Money } from '#kernel';
import { paperColumn } from '../advance/domain/paper-unit.js';
import type { IncreaseLine } from '../increase/queries/increases/increases.js';
import { INCREASE_TEXTS } from './annex-texts.js';

export const INCREASE_ANNEXES = ['8', '9'] as const;
export type IncreaseAnnex = (typeof INCREASE_ANNEXES)[number];

/** Whose paper it is: annex 8 goes to who pays, annex 9 to who asked. */
export const ownerOf = (annex: IncreaseAnnex): 'payer' | 'receiver' => (annex === '8' ? 'payer' : 'receiver');

/** 附件8、9 of a granted increase (PRE-06), in 万元; null while it is not granted. */
export function increaseForm(annex: IncreaseAnnex, increase: IncreaseLine): Form | null {
  const { granted, grantedOn, payBy, payer, receiver } = increase;
  if (granted === null || grantedOn === null || payBy === null) return null;
  const text = INCREASE_TEXTS[annex];
  const [unit, other] = annex === '8' ? [payer, receiver] : [receiver, payer];
  const amount = paperColumn([Money.of(granted)]).total;
  return {
    annex,
    title: text.title.map((part) => filledIn(part, { unit })),
    above: [line(text.addressee), running(filledIn(text.asks, { other, day: payBy, amount }))],
    grid: null,
    below: text.below.map((part) => line(filledIn(part, { day: grantedOn }), 'right')),
    page: UPRIGHT,
  };
}
