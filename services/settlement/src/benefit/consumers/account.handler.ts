import { CONTRACTS, type PersonEnrolled } from '#contracts';
import type { DecidingHandler } from '#event-bus';
import type { EventMetadata } from '#event-store';
import { accountRef } from '../domain/account.js';

/** The personal account begins with what the place of insurance reports, and again with each later report. */
export const accountHandler: DecidingHandler = {
  types: [CONTRACTS.personEnrolled.type],
  async requests(_tx, messages) {
    return messages.map((message) => {
      const { psnNo, accountBalance } = message.data as unknown as PersonEnrolled;
      const ref = accountRef(psnNo);
      return {
        streams: [ref],
        idempotency: null,
        metadata: { ...(message.metadata as unknown as EventMetadata), causationId: message.id },
        decide: () => ({
          kind: 'accepted' as const,
          answer: psnNo,
          events: [{ streamId: ref.id, event: { type: 'AccountReported', data: { psnNo, balance: accountBalance } } }],
        }),
      };
    });
  },
};
