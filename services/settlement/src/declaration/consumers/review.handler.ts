import { CONTRACTS, type DeclarationReviewed } from '#contracts';
import type { DecidingHandler } from '#event-bus';
import type { EventMetadata } from '#event-store';
import { declarationRef, recordReview } from '../domain/declaration.js';

/** Keeps what the place of insurance came to, so that 2502, 2504 and 2506 know (REG-05). */
export const reviewHandler: DecidingHandler = {
  types: [CONTRACTS.declarationReviewed.type],
  async requests(_tx, messages) {
    return messages.map((message) => {
      const review = message.data as unknown as DeclarationReviewed;
      const ref = declarationRef(review.declarationNo);
      return {
        streams: [ref],
        idempotency: null,
        metadata: { ...(message.metadata as unknown as EventMetadata), causationId: message.id },
        decide: (states) => ({
          kind: 'accepted' as const,
          answer: review.declarationNo,
          events: recordReview(review, states.of(ref)).map((event) => ({ streamId: ref.id, event })),
        }),
      };
    });
  },
};
