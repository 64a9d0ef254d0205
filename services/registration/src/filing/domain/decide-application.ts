import { ok, reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import { applicationOf } from './application.js';
import { refuseTerms } from './apply-filing.js';
import { approve } from './approve.js';
import type { FilingBook, FilingEvent, PendingApplication } from './filing-book.js';
import type { PolicyOn } from './policy-in-force.js';

export interface PendingAct {
  readonly filingId: string;
  /** Place of insurance the caller acts for. */
  readonly insuredRegion: RegionCode;
  readonly on: BusinessDate;
}

/**
 * 审核通过 of an application (REG-05). It is decided on the book as it stands now; what has become impossible meanwhile is
 * refused to the agency, which then refuses the application with its reason. A decision after its day counts all the same.
 */
export function decideApprove(
  command: PendingAct,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const pending = pendingOf(command, book);
  if (!pending.ok) return pending;
  const application = applicationOf(pending.value);
  const refusal = refuseTerms(application, book, policyOn(application.appliedOn));
  return refusal ?? approve(application, book, { policyOn, on: command.on });
}

/** 审核不通过, or 撤回 by the applicant before the decision: both with the reason (REG-05). */
export function decideRefuse(
  command: PendingAct & { readonly reason: string },
  book: FilingBook,
): Result<readonly FilingEvent[]> {
  const pending = pendingOf(command, book);
  if (!pending.ok) return pending;
  const { filingId, on, reason } = command;
  return ok([{ type: 'FilingRefused', data: { filingId, psnNo: pending.value.psnNo, refusedOn: on, reason } }]);
}

function pendingOf({ filingId, insuredRegion }: PendingAct, book: FilingBook): Result<PendingApplication> {
  const pending = book.pending.find((application) => application.filingId === filingId);
  if (pending === undefined) return reject('filing.not-pending', 'REG-05', '没有待审核的该备案申请', ['filingId']);
  return pending.insuredRegion === insuredRegion
    ? ok(pending)
    : reject('filing.other-region', 'SEC-01', '该备案由另一参保地办理，无权审核', ['insuredRegion']);
}
