import { isInfrastructureFailure } from '#event-store';
import type { Rejection } from '#kernel';

/** A decider refused what a message asks for. The message goes to the dead letters; nothing of it was recorded. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';

  constructor(rejection: Pick<Rejection, 'code' | 'rule' | 'message'>) {
    super(`${rejection.code} (${rejection.rule}): ${rejection.message}`);
  }
}

/** A handler wrote before it asked for decisions: the order of the log would be lost. A defect of the handler. */
export class WroteBeforeDeciding extends Error {
  override readonly name = 'WroteBeforeDeciding';
}

/** The record on the topic is not a message of ours. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** Another writer was in the way; a new transaction may not meet it again. */
export function isConflict(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  const code = codeOf(error);
  return (
    code === '40001' || code === '40P01' || (code === '23505' && constraint === 'events_stream_id_stream_version_key')
  );
}

/** Lock and statement timeouts are a sign of load: the message is not to blame. */
const LOAD = new Set(['55P03', '57014']);

/** True if the message is not to blame: it must neither be given up nor skipped. */
export function isNotTheMessage(error: unknown): boolean {
  const code = codeOf(error);
  return isInfrastructureFailure(error) || isConflict(error) || (typeof code === 'string' && LOAD.has(code));
}

/** The same again would end the same. */
export const isFinal = (error: unknown): boolean =>
  error instanceof MessageRefused || error instanceof UnreadableMessage;
