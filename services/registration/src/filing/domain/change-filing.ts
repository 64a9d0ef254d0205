import { addDays, reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import type { Channel, RegistrationValues } from '#policy';
import { applicationOf, type ApplyFiling } from './application.js';
import { refuseTerms } from './apply-filing.js';
import { approve, type Approval } from './approve.js';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import type { PresentedDocument, Referral } from './filing-events.js';
import { refuseLocked } from './locks.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { standingFilingOf, type ActOnFiling } from './standing.js';
import { isLongTerm, lastDay } from './validity.js';

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
  const terms = changedTerms(command, old);
  const others = { ...book, filings: book.filings.filter((filing) => filing !== old) };
  const refusal =
    refuseNotBegun(old, on) ??
    refuseLocked(old, book, { forbidden: 'change', on, policy: policyFor(old, on, policyOn) }) ??
    refuseTerms(terms, others, policyOn(on));
  return refusal ?? approve(terms, book, { policyOn, on, ...takenOver(command, old, policyOn(on)) });
}

function refuseNotBegun({ validFrom }: Filing, on: BusinessDate): Result<never> | null {
  return validFrom > on ? reject('filing.not-begun', 'REG-08', '该备案尚未开始，请取消后重新申请', ['filingId']) : null;
}

/**
 * The promise and the last day of the old filing, unless papers brought now settle them anew. A change makes no temporary filing
 * longer (REG-07), and where another is to follow the old one it still does.
 */
function takenOver(
  { documents, documentsValidTo, on }: ChangeFiling,
  { kind, owed, validTo, endedOn }: Filing,
  policy: RegistrationValues,
): Pick<Approval, 'owed' | 'validTo'> {
  const brought = documents.length > 0;
  const settled = isLongTerm(kind) && brought && (owed !== null || documentsValidTo !== null);
  const terms = { kind, documentsValidTo };
  const last = settled ? lastDay(terms, null, { validFrom: on, approvedOn: on }, policy) : validTo;
  return { owed: brought ? null : owed, validTo: beforeNext(last, endedOn) };
}

function beforeNext(last: string | null, endedOn: string | null): string | null {
  if (endedOn === null) return last;
  const followed = addDays(endedOn as BusinessDate, -1);
  return last !== null && last < followed ? last : followed;
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
