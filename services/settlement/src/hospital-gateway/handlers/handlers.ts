import type { CheckedCall } from '../call.js';
import type { TransactionHandlers, TransactionNumber } from '../messages/index.js';

/** What a handler gets besides its request. */
export type CallFacts = Omit<CheckedCall, 'request'>;

/** The handlers of some transactions. */
export type HandlersOf<N extends TransactionNumber> = Pick<TransactionHandlers<CallFacts>, N>;
