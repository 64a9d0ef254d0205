import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { EventMetadata, WriteRequest } from '#event-store';
import { decideReported, reportedMovementsRef } from '../domain/reported-movement.js';

/** 预付金收付、利息 enter the books of the special account, so that their lines of the bank find them (CLR-13). */
export const movementsHandler: DecidingHandler = {
  types: [CONTRACTS.specialAccountMoved.type],
  async requests(_tx, messages) {
    return messages.map(requestOf);
  },
};

function requestOf(message: DeliveredMessage): WriteRequest {
  const moved = CONTRACTS.specialAccountMoved.schema.parse(message.data) satisfies SpecialAccountMoved;
  const stream = reportedMovementsRef(moved.unit);
  const metadata = message.metadata as unknown as EventMetadata;
  return {
    streams: [stream],
    idempotency: null,
    metadata: {
      ...metadata,
      actor: 'system:clearing.treasury',
      reason: '预付金收付记账 (CLR-13)',
      causationId: message.id,
    },
    decide: (states) => ({
      kind: 'accepted',
      answer: moved.movementId,
      events: decideReported(moved, states.of(stream)).map((event) => ({ streamId: stream.id, event })),
    }),
  };
}
