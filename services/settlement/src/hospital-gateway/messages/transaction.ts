import type { Result } from '#kernel';
import type { AnswerOutput, JsonObject } from './json.js';

/** 交易族 of the interface's chapters. */
export type TransactionFamily =
  'identity' | 'outpatient' | 'inpatient' | 'statement' | 'reversal' | 'declaration' | 'query' | 'catalogue' | 'file';

/**
 * What a transaction does to the books: `settle` writes a claim, `refund` a negative claim, `reverse` ends an in-doubt
 * call, `record` changes a visit without money, `read` changes nothing.
 */
export type TransactionEffect = 'read' | 'record' | 'settle' | 'refund' | 'reverse';

/** 交易 Transaction: the pure translation of one number, both ways. */
export interface Transaction<Request, Answer> {
  /** Chinese name in the interface. */
  readonly name: string;
  readonly family: TransactionFamily;
  readonly effect: TransactionEffect;
  /** Reads `input`; never throws. Citizen numbers (SET-21) and stateless identities (SET-05) are checked here. */
  parse(input: JsonObject): Result<Request>;
  /** Writes `output` with the interface's member names. */
  render(answer: Answer): AnswerOutput;
}

/** Answer of a transaction that has no output. */
export type NoAnswer = undefined;
export const renderNothing = (): AnswerOutput => ({});
