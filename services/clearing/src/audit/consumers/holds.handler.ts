import { CONTRACTS, type Claim } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import { streamRequest, type EventMetadata, type WriteRequest, type WriteTransaction } from '#event-store';
import { ok, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import { heldFrom } from '../audit-policy.js';
import { decideOpenHold, decideReleaseOfRefunded } from '../domain/release.js';
import { evolveHold, holdRef, isHeldClaim, mayBeHeld, type Hold, type HoldEvent } from '../domain/hold.js';

const SETTLED = CONTRACTS.claimSettled.type;
const REFUNDED = CONTRACTS.claimRefunded.type;

/**
 * AUD-01: the hold is opened in the transaction that learns of the claim, by the policy of the day it was settled; a refund ends it, also
 * one that was told before. A claim told again opens none, whatever the policy tables say by then: it may be cleared.
 */
export const holdsHandler = (policies: PolicyBook): DecidingHandler => ({
  types: [SETTLED, REFUNDED],
  async requests(tx, messages) {
    const stays = messages.filter(({ type, data }) => type === SETTLED && mayBeHeld(claimOf(data)));
    const told = await toldAmong(
      tx,
      stays.map(({ data }) => claimOf(data).claimId),
    );
    return messages.flatMap((message) => requestOf(message, told, policies) ?? []);
  },
});

const claimOf = (data: DeliveredMessage['data']): Claim => data as unknown as Claim;

/** What has been told before of claims: which are known, and the days of their refunds. */
interface Told {
  readonly known: ReadonlySet<string>;
  readonly refundedOn: ReadonlyMap<string, string>;
}

async function toldAmong(tx: WriteTransaction, claimIds: readonly string[]): Promise<Told> {
  if (claimIds.length === 0) return { known: new Set(), refundedOn: new Map() };
  const rows = await tx.query<{ claim_id: string; refund_of: string | null; settled_on: string }>(
    'select claim_id, refund_of, settled_on::text from claim where claim_id = any($1) or refund_of = any($1)',
    [claimIds],
  );
  return {
    known: new Set(rows.map(({ claim_id: claimId }) => claimId)),
    refundedOn: new Map(rows.flatMap(({ refund_of: of, settled_on: on }) => (of === null ? [] : [[of, on] as const]))),
  };
}

function requestOf(
  message: DeliveredMessage,
  { known, refundedOn }: Told,
  policies: PolicyBook,
): WriteRequest<number> | null {
  const claim = claimOf(message.data);
  if (message.type === REFUNDED) return endingOf(message, claim);
  if (!mayBeHeld(claim) || known.has(claim.claimId)) return null;
  return openingOf(message, refundedOn.get(claim.claimId) ?? null, policies);
}

function openingOf(
  message: DeliveredMessage,
  refundedOn: string | null,
  policies: PolicyBook,
): WriteRequest<number> | null {
  const claim = claimOf(message.data);
  const from = heldFrom(policies, claim.insuredRegion, claim.settledOn);
  if (from.ok && !isHeldClaim(claim, from.value)) return null;
  return request(message, claim.claimId, (hold) => {
    if (!from.ok) return from;
    const opened = decideOpenHold(claim, from.value, hold);
    if (refundedOn === null) return ok(opened);
    return ok([...opened, ...decideReleaseOfRefunded(claim.claimId, refundedOn, opened.reduce(evolveHold, hold))]);
  });
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
