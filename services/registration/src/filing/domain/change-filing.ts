import { reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import type { Channel } from '#policy';
import { applicationOf, type ApplyFiling } from './application.js';
import { refuseTerms } from './apply-filing.js';
import { approve } from './approve.js';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import type { PresentedDocument, Referral } from './filing-events.js';
import { refuseLocked } from './locks.js';
import { proves } from './papers.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { standingFilingOf, type ActOnFiling } from './standing.js';

export interface ChangeFiling extends ActOnFiling {
  /** Number of the filing that takes its place. */
  readonly newFilingId: string;
  readonly channel: Channel;
  readonly destination: RegionCode;
  /** Papers for the new place; without them those of before count. */
  readonly documents: readonly PresentedDocument[];
  readonly documentsValidTo: BusinessDate | null;
  readonly referral: Referral | null;
}

/**
 * 变更备案 to another place (REG-08, REG-15): the old filing ends today and one of the same kind and last day takes its place, so
 * that stays admitted under the old one stay covered (REG-13). A promise is taken over with the day its documents are owed by.
 */
export function decideChange(
  command: ChangeFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = standingFilingOf(command, book, 'REG-08');
  if (!found.ok) return found;
  const old = found.value;
  const { on } = command;
  if (old.validFrom > on) return reject('filing.not-begun', 'REG-08', '该备案尚未开始，请取消后重新申请', ['filingId']);
  const locked = refuseLocked(old, book, { forbidden: 'change', on, policy: policyFor(old, on, policyOn) });
  if (locked !== null) return locked;
  const others = { ...book, filings: book.filings.filter((filing) => filing !== old) };
  const terms = changedTerms(command, old);
  const refusal = refuseTerms(terms, others, policyOn(on));
  if (refusal !== null) return refusal;
  const fulfilled = old.owed !== null && terms.documents.length > 0 && proves(command.documents, old.owed.anyOf);
  const owed = fulfilled ? null : old.owed;
  const taken = { owed, ...(fulfilled || command.documentsValidTo !== null ? {} : { validTo: old.validTo }) };
  return approve(terms, book, { policyOn, on, ...taken });
}

function changedTerms(command: ChangeFiling, old: Filing): ApplyFiling {
  const { newFilingId, destination, channel, on } = command;
  const given = command.documents.length > 0;
  return {
    ...applicationOf(old),
    ...{ filingId: newFilingId, destination, channel, appliedOn: on, startsOn: on, admittedOn: null },
    documents: given ? command.documents : old.documents,
    documentsValidTo: given ? command.documentsValidTo : (old.documentsValidTo as BusinessDate | null),
    referral: command.referral ?? old.referral,
    byPromise: old.owed !== null && !given,
  };
}
