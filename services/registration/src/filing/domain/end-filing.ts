import { ok, reject, type Money, type Result } from '#kernel';
import type { FilingBook, FilingEvent } from './filing-book.js';
import { isOver } from './filing-book.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { withResumed } from './resume.js';
import { filingOf, type ActOnFiling } from './standing.js';

/** 撤销 by the agency, which finds that the conditions do not hold; why stands with the event (SEC-03). */
export function decideRevoke(
  command: ActOnFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = filingOf(command, book, 'REG-10');
  if (!found.ok) return found;
  const { filingId, psnNo, on } = command;
  if (isOver(found.value, on)) return reject('filing.ended', 'REG-10', '该备案已终止', ['filingId']);
  const ended: FilingEvent = { type: 'FilingEnded', data: { filingId, psnNo, endedOn: on, cause: 'revoked' } };
  return ok(withResumed([ended], book, policyOn));
}

export interface ReportFalseDocuments extends ActOnFiling {
  /** What was found, in words without names and numbers. */
  readonly finding: string;
  readonly lossToRecover: Money | null;
}

/**
 * 虚假材料 (REG-21): the filing ends and the loss is to be recovered, also when it ended before the papers were seen through. Where
 * untrue promises are reported to the credit system, this one is (HA 七).
 */
export function decideFalseDocuments(
  command: ReportFalseDocuments,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = filingOf(command, book, 'REG-21');
  if (!found.ok) return found;
  const filing = found.value;
  const { filingId, psnNo, on, finding, lossToRecover } = command;
  if (book.losses.some((loss) => loss.filingId === filingId)) {
    return reject('filing.reported', 'REG-21', '该备案的虚假材料已报告过', ['filingId']);
  }
  const reported: FilingEvent = {
    type: 'FalseDocumentsReported',
    data: { filingId, psnNo, reportedOn: on, finding, lossToRecover: lossToRecover?.toString() ?? null },
  };
  const ended: FilingEvent = { type: 'FilingEnded', data: { filingId, psnNo, endedOn: on, cause: 'false-documents' } };
  const told: FilingEvent = {
    type: 'PromiseSanctioned',
    data: {
      ...{ filingId, psnNo, sanctionedOn: on, cause: 'false-documents' },
      ...{ bannedUntil: null, bannedForever: false, reportedToCredit: true },
    },
  };
  const tells = policyFor(filing, on, policyOn)['promise.sanction'].kind === 'end-and-report';
  return ok([reported, ...(isOver(filing, on) ? [] : withResumed([ended], book, policyOn)), ...(tells ? [told] : [])]);
}
