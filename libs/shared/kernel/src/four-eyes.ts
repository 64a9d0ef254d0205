import { ok, reject } from './result.js';
import type { Result } from './result.js';

/** Who proposed an act that a second person must approve. The person is the actor of the event: `user:<subject>`. */
export type Proposal = { readonly proposedBy: string; readonly proposedOn: string };

/** 双人复核 The two persons behind an act, as its event names them (SEC-04). */
export type FourEyes = { readonly proposedBy: string; readonly approvedBy: string };

/** Refusal of an approval of what no longer waits: what is approved is what the second person has seen (SEC-04). */
export const changedProposal = (field: string): Result<never> =>
  reject('four-eyes.changed', 'SEC-04', '待复核的提议与所复核的不一致：提议已变更，请查看后再复核', [field]);

/** The approval of a standing proposal by another person; refused without a proposal and for whoever proposed it (SEC-04). */
export function secondPerson(proposal: Proposal | null, person: string): Result<FourEyes> {
  if (proposal === null) {
    return reject('four-eyes.nothing-proposed', 'SEC-04', '没有待复核的提议，须先由一人提出', ['proposal']);
  }
  if (proposal.proposedBy === person) {
    return reject('four-eyes.same-person', 'SEC-04', '提出人不能复核自己的提议，须由另一人复核', ['approver']);
  }
  return ok({ proposedBy: proposal.proposedBy, approvedBy: person });
}
