import type { Claim } from '#contracts';
import { Money, ok, reject, secondPerson, type Result } from '#kernel';
import { isHeldClaim, type Hold, type HoldEvent } from './hold.js';

/** AUD-01. A claim delivered twice opens one hold. */
export function decideOpenHold(claim: Claim, heldFrom: Money, hold: Hold): readonly HoldEvent[] {
  if (hold.status !== 'none' || !isHeldClaim(claim, heldFrom)) return [];
  const { claimId, payer, receiver, scheme, total, settledOn: openedOn } = claim;
  const data = { claimId, payer, receiver, scheme, total, openedOn, heldFrom: heldFrom.toString() };
  return [{ type: 'HoldOpened', data }];
}

export interface Review {
  readonly claimId: string;
  readonly on: string;
  readonly note: string;
  /** Who reviews. */
  readonly by: string;
}

/**
 * AUD-02: released by a reviewer of the place of insurance. Not while an investigation runs. From `secondPersonFrom` yuan on the
 * review is a proposal that a second person approves (SEC-04); proposed again it changes nothing.
 */
export function decideRelease(
  { claimId, on, note, by, secondPersonFrom }: Review & { readonly secondPersonFrom: Money },
  hold: Hold,
): Result<readonly HoldEvent[]> {
  const ended = refuseReview(hold);
  if (ended !== null) return ended;
  if (Money.of(hold.total).lt(secondPersonFrom)) return ok([released({ claimId, on, cause: 'reviewed', note })]);
  if (hold.proposed !== null) return ok([]);
  return ok([{ type: 'ReleaseProposed', data: { claimId, on, note, proposedBy: by } }]);
}

/** SEC-04: the second person releases what the first proposed. */
export function decideApproveRelease(
  { claimId, on, by }: Omit<Review, 'note'>,
  hold: Hold,
): Result<readonly HoldEvent[]> {
  const ended = refuseReview(hold);
  if (ended !== null) return ended;
  const both = secondPerson(hold.proposed, by);
  if (!both.ok) return both;
  return ok([released({ claimId, on, cause: 'reviewed', note: hold.proposed?.note ?? '', ...both.value })]);
}

/** What ends a review before it begins: nothing held, released already, or an investigation that has not ended. */
function refuseReview({ status, investigation }: Hold): Result<readonly HoldEvent[]> | null {
  if (status === 'none') return reject('hold.unknown', 'AUD-01', '该费用没有审核暂缓', ['claimId']);
  if (status === 'released') return ok([]);
  if (status === 'excluded') return reject('hold.excluded', 'AUD-02', '该费用经协查不予清算，不能放行', ['claimId']);
  if (investigation === 'none' || investigation === 'closed') return null;
  return reject('hold.under-investigation', 'AUD-02', '费用协查尚未办结，不能放行', ['claimId']);
}

export interface CutOffOfHold {
  readonly claimId: string;
  readonly on: string;
  /** 截止日, whenever the step runs: what was asked for after it came too late to keep the claim out. */
  readonly cutOffOn: string;
  readonly overdue: boolean;
  /** Whether the place of insurance has a hold released that nobody asked about, and by what policy. */
  readonly unasked: Result<{ readonly isReleased: boolean; readonly by: string }>;
}

/**
 * AUD-02: a hold with no investigation filed by the end of the 20th is released by itself, where the policy of the place of insurance has
 * it so; at the time limit every hold is. As for confirmations (REC-03) the 20th counts to its end, so nothing is released for want of a
 * request before it is over, and whoever asked on it is heard whenever the steps run (CLR-15). An investigation filed later goes on: what
 * it finds is a deduction.
 */
export function decideReleaseAtCutOff(
  { claimId, on, cutOffOn, overdue, unasked }: CutOffOfHold,
  hold: Hold,
): Result<readonly HoldEvent[]> {
  if (hold.status !== 'held') return ok([]);
  if (overdue) return ok([released({ claimId, on, cause: 'time-limit', note: '超过两个月清算期限' })]);
  if (hold.requestedOn !== null && hold.requestedOn <= cutOffOn) return ok([]);
  if (!unasked.ok) return unasked;
  if (on <= cutOffOn || !unasked.value.isReleased) return ok([]);
  const note = `截止日未提出费用协查，按${unasked.value.by}放行`;
  return ok([released({ claimId, on, cause: 'no-request', note })]);
}

/** A claim that was refunded has nothing left to hold back: both entries enter clearing together, so it waits for its refund. */
export const decideReleaseOfRefunded = (claimId: string, on: string, hold: Hold): readonly HoldEvent[] =>
  hold.status === 'held' ? [released({ claimId, on, cause: 'refunded', note: '费用已退费' })] : [];

export const released = (data: Extract<HoldEvent, { type: 'HoldReleased' }>['data']): HoldEvent => ({
  type: 'HoldReleased',
  data,
});
