import { CONTRACTS, type Claim } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { EventMetadata, WriteRequest } from '#event-store';
import { decideOpenHold, decideReleaseOfRefunded } from '../domain/release.js';
import { holdRef, isHeldClaim, type Hold, type HoldEvent } from '../domain/hold.js';

const SETTLED = CONTRACTS.claimSettled.type;
const REFUNDED = CONTRACTS.claimRefunded.type;

/** AUD-01: the hold is opened in the transaction that learns of the claim; a refund ends it. */
export const holdsHandler: DecidingHandler = {
  types: [SETTLED, REFUNDED],
  async requests(_tx, messages) {
    return messages.flatMap((message) => requestOf(message) ?? []);
  },
};

function requestOf(message: DeliveredMessage): WriteRequest | null {
  const claim = message.data as unknown as Claim;
  if (message.type === SETTLED && isHeldClaim(claim)) {
    return request(message, claim.claimId, (hold) => decideOpenHold(claim, hold, claim.settledOn));
  }
  if (message.type === REFUNDED && claim.visitKind === 'inpatient' && claim.refundOf !== null) {
    const original = claim.refundOf;
    return request(message, original, (hold) => decideReleaseOfRefunded(original, claim.settledOn, hold));
  }
  return null;
}

function request(
  message: DeliveredMessage,
  claimId: string,
  decide: (hold: Hold) => readonly HoldEvent[],
): WriteRequest {
  const ref = holdRef(claimId);
  const metadata = message.metadata as unknown as EventMetadata;
  return {
    streams: [ref],
    idempotency: null,
    metadata: { ...metadata, actor: 'system:clearing.holds', reason: '审核暂缓 (AUD-01)', causationId: message.id },
    decide: (states) => ({
      kind: 'accepted',
      answer: claimId,
      events: decide(states.of(ref)).map((event) => ({ streamId: ref.id, event })),
    }),
  };
}
