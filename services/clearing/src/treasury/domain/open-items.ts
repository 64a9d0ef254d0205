import type { Money } from '#kernel';
import type { Direction } from './bookings.js';
import type { MatchedBy, Pairing } from './special-account.js';

/** A line of the bank that nothing has ended yet. Amounts in yuan, positive. */
export interface OpenLine {
  readonly lineId: string;
  readonly bookedOn: string;
  readonly direction: Direction;
  readonly amount: Money;
  /** The clearing unit on the other side; null where the bank's text names none. */
  readonly counterparty: string | null;
  readonly serialNumber: string | null;
  readonly takesBack: TakesBack | null;
}

/**
 * Why a line may take back another one (退汇、冲正) instead of paying an item: the bank marks it as a reversal, its text names a return,
 * or money of the same amount went to the same unit shortly before.
 */
export type TakesBack = 'reversed' | 'named' | 'perhaps';

/** An item of the books that nothing has ended yet: what a notice lets move, or what was reported as moved. */
export interface OpenItem {
  readonly itemId: string;
  readonly direction: Direction;
  readonly amount: Money;
  /** The unit on the other side; null for interest, which no unit pays. */
  readonly counterparty: string | null;
  readonly serialNumber: string | null;
  /** First and last day on which the bank may have moved it; null: no last day. */
  readonly earliest: string;
  readonly latest: string | null;
  /** Money that goes back by itself: "*" of a notice, an advance returned. */
  readonly goesBack: boolean;
}

/** What may belong together, and why one thinks so. */
export interface Hypothesis extends Pairing {
  readonly by: Exclude<MatchedBy, 'hand'>;
}

export interface Matching {
  readonly matches: readonly Hypothesis[];
  /** Fits in more than one way, or without a name on the other side: for a person to decide. */
  readonly candidates: readonly Hypothesis[];
}

/** What remains open after a step, and what has been thought of so far. */
export interface Pool {
  readonly lines: readonly OpenLine[];
  readonly items: readonly OpenItem[];
}

export interface Thoughts {
  readonly hypotheses: readonly Hypothesis[];
  /** Lines and items that fit in so many ways that they are not written out, or could not be looked at to the end. */
  readonly contested: ReadonlySet<string>;
}
