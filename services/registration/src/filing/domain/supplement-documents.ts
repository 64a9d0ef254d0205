import { ok, reject, type BusinessDate, type Result } from '#kernel';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import { isOver, isOverdue } from './filing-book.js';
import type { PresentedDocument } from './filing-events.js';
import { kept } from './kept-promises.js';
import { isForsaken, proves } from './papers.js';
import type { PolicyOn } from './policy-in-force.js';
import { filingOf, type ActOnFiling } from './standing.js';

export interface SupplementDocuments extends ActOnFiling {
  readonly documents: readonly PresentedDocument[];
  readonly documentsValidTo: BusinessDate | null;
}

/** 补齐材料: the promise is kept, and the last day follows from the documents (REG-09, REG-11). */
export function decideSupplement(
  command: SupplementDocuments,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = filingOf(command, book, 'REG-09');
  if (!found.ok) return found;
  const filing = found.value;
  const refusal = refuseEnded(filing, book, command.on) ?? refuseSupplement(command, filing);
  return refusal ?? ok(kept(filing, command, { book, policyOn }));
}

/** What another filing replaced may still owe its documents; whatever else has ended owes nothing more. */
const refuseEnded = (filing: Filing, book: FilingBook, on: BusinessDate): Result<never> | null =>
  isOver(filing, on) && !isForsaken(filing, book)
    ? reject('filing.ended', 'REG-09', '该备案已终止', ['filingId'])
    : null;

function refuseSupplement(
  { documents, documentsValidTo, on }: SupplementDocuments,
  filing: Filing,
): Result<never> | null {
  if (filing.owed === null) {
    return reject('filing.nothing-owed', 'REG-09', '该备案不欠材料，无需补交', ['filingId']);
  }
  if (isOverdue(filing, on)) {
    const until = String(filing.owed.until);
    return reject('filing.supplement-late', 'REG-10', `补齐材料的期限为${until}，已逾期；请持材料重新备案`, [
      'filingId',
    ]);
  }
  if (!proves(documents, filing.owed.anyOf)) {
    return reject('filing.documents-missing', 'REG-03', '所交材料不能证明该备案类别，请补交要求的材料之一', [
      'documents',
    ]);
  }
  if (documentsValidTo !== null && (documentsValidTo < on || documentsValidTo < filing.validFrom)) {
    return reject('filing.documents-expired', 'REG-06', '所交材料已过有效期，请更换', ['documentsValidTo']);
  }
  return null;
}
