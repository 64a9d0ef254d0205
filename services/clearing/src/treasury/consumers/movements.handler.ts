import { CONTRACTS } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { EventMetadata, WriteRequest } from '#event-store';
import { decideReported, decideWithdrawn, reportedMovementsRef } from '../domain/reported-movement.js';
import { specialAccountRef } from '../domain/special-account.js';

const { specialAccountMoved, specialAccountWithdrawn } = CONTRACTS;

/**
 * 预付金收付、利息 enter the books of the special account, so that their lines of the bank find them (CLR-13); a slip that was taken back
 * leaves them, and lines of the bank that were matched to it are open again (PRE-07, PRE-08).
 */
export const movementsHandler: DecidingHandler = {
  types: [specialAccountMoved.type, specialAccountWithdrawn.type],
  async requests(_tx, messages) {
    return messages.map((message) =>
      message.type === specialAccountMoved.type ? reportedBy(message) : withdrawnBy(message),
    );
  },
};

function reportedBy(message: DeliveredMessage): WriteRequest {
  const moved = specialAccountMoved.schema.parse(message.data);
  const stream = reportedMovementsRef(moved.unit);
  return {
    ...{ streams: [stream], idempotency: null },
    metadata: metadataOf(message, '预付金收付记账 (CLR-13)'),
    decide: (states) => ({
      kind: 'accepted',
      answer: moved.movementId,
      events: decideReported(moved, states.of(stream)).map((event) => ({ streamId: stream.id, event })),
    }),
  };
}

function withdrawnBy(message: DeliveredMessage): WriteRequest {
  const withdrawn = specialAccountWithdrawn.schema.parse(message.data);
  const [movements, account] = [reportedMovementsRef(withdrawn.unit), specialAccountRef(withdrawn.unit)];
  return {
    ...{ streams: [movements, account], idempotency: null },
    metadata: metadataOf(message, `撤回预付金收付：${withdrawn.reason} (PRE-07)`),
    decide: (states) => {
      const { told, ended } = decideWithdrawn(withdrawn, states.of(movements));
      const events = [
        ...told.map((event) => ({ streamId: movements.id, event })),
        ...ended.map((event) => ({ streamId: account.id, event })),
      ];
      return { kind: 'accepted', answer: withdrawn.movementId, events };
    },
  };
}

const metadataOf = (message: DeliveredMessage, reason: string): EventMetadata => ({
  ...(message.metadata as unknown as EventMetadata),
  ...{ actor: 'system:clearing.treasury', reason, causationId: message.id },
});
