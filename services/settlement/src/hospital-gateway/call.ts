import type { Rejection } from '#kernel';
import type { Decision, EventMetadata, IdempotencyKey, Json } from '#event-store';
import type { Institution } from './directory/directory.js';
import { baseTransaction, type Envelope } from './messages/index.js';

/** One checked message of a hospital: signature verified, envelope and payload read, institution known. */
export interface CheckedCall<Request = unknown> {
  readonly envelope: Envelope;
  readonly institution: Institution;
  readonly request: Request;
  /** Chinese name of the transaction, the reason of what it causes. */
  readonly transactionName: string;
  readonly businessDate: string;
  /** `YYYY-MM-DD HH:mm:ss` in Asia/Shanghai. */
  readonly receivedAt: string;
}

/** Who, when, on whose behalf and why, for every event a message causes (SEC-03). */
export function metadataOf(call: CheckedCall): EventMetadata {
  const { envelope, institution } = call;
  return {
    actor: `hospital:${institution.code}/${envelope.operator ?? '-'}`,
    onBehalfOf: `institution:${institution.code}`,
    reason: `${envelope.transaction} ${call.transactionName}`,
    businessDate: call.businessDate,
    correlationId: envelope.idempotencyKey,
    causationId: null,
  };
}

/** Message numbers of one hospital and transaction, under whichever of its spellings a reversal may name it. */
export const messageScope = (institutionCode: string, transaction: string): string =>
  `hospital/${institutionCode}/${baseTransaction(transaction)}`;

/** The same message again gets the same answer; another body under its number is refused (SET-15). */
export function idempotencyOf({ envelope }: CheckedCall): IdempotencyKey {
  return {
    scope: messageScope(envelope.institutionCode, envelope.transaction),
    key: envelope.messageId,
    bodyHash: envelope.bodyHash,
  };
}

export const refused = (rejection: Rejection): Decision<never> => ({ kind: 'refused', rejection });

export const accepted = <A extends Json>(
  answer: A,
  events: Extract<Decision<A>, { kind: 'accepted' }>['events'],
): Decision<A> => ({ kind: 'accepted', answer, events });
