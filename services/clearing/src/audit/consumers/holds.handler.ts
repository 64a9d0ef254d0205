import { CONTRACTS, type Claim } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import { streamRequest, type EventMetadata, type WriteRequest, type WriteTransaction } from '#event-store';
import { ok, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import { heldFrom } from '../audit-policy.js';
import { decideOpenHold, decideReleaseOfRefunded } from '../domain/release.js';
import { holdRef, isHeldClaim, mayBeHeld, type Hold, type HoldEvent } from '../domain/hold.js';

const SETTLED = CONTRACTS.claimSettled.type;
const REFUNDED = CONTRACTS.claimRefunded.type;

/**
 * AUD-01: the hold is opened in the transaction that learns of the claim, by the policy of the day it was settled; a refund ends it. A
 * claim told again opens none, whatever the policy tables say by then: it may be cleared.
 */
export const holdsHandler = (policies: PolicyBook): DecidingHandler => ({
  types: [SETTLED, REFUNDED],
  async requests(tx, messages) {
    const stays = messages.filter(({ type, data }) => type === SETTLED && mayBeHeld(claimOf(data)));
    const known = await knownAmong(
      tx,
      stays.map(({ data }) => claimOf(data).claimId),
    );
    return messages.flatMap((message) => requestOf(message, known, policies) ?? []);
  },
});

const claimOf = (data: DeliveredMessage['data']): Claim => data as unknown as Claim;

async function knownAmong(tx: WriteTransaction, claimIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (claimIds.length === 0) return new Set();
  const rows = await tx.query<{ claim_id: string }>('select claim_id from claim where claim_id = any($1)', [claimIds]);
  return new Set(rows.map(({ claim_id: claimId }) => claimId));
}

function requestOf(
  message: DeliveredMessage,
  known: ReadonlySet<string>,
  policies: PolicyBook,
): WriteRequest<number> | null {
  const claim = claimOf(message.data);
  if (message.type === REFUNDED) return endingOf(message, claim);
  return mayBeHeld(claim) && !known.has(claim.claimId) ? openingOf(message, claim, policies) : null;
}

function openingOf(message: DeliveredMessage, claim: Claim, policies: PolicyBook): WriteRequest<number> | null {
  const from = heldFrom(policies, claim.insuredRegion, claim.settledOn);
  if (from.ok && !isHeldClaim(claim, from.value)) return null;
  return request(message, claim.claimId, (hold) => (from.ok ? ok(decideOpenHold(claim, from.value, hold)) : from));
}

function endingOf(message: DeliveredMessage, { visitKind, refundOf, settledOn }: Claim): WriteRequest<number> | null {
  if (visitKind !== 'inpatient' || refundOf === null) return null;
  return request(message, refundOf, (hold) => ok(decideReleaseOfRefunded(refundOf, settledOn, hold)));
}

function request(
  message: DeliveredMessage,
  claimId: string,
  decide: (hold: Hold) => Result<readonly HoldEvent[]>,
): WriteRequest<number> {
  const metadata = message.metadata as unknown as EventMetadata;
  return streamRequest({
    stream: holdRef(claimId),
    idempotency: null,
    metadata: { ...metadata, actor: 'system:clearing.holds', reason: '审核暂缓 (AUD-01)', causationId: message.id },
    decide,
    answer: (events) => events.length,
  });
}
