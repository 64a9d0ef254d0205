import { ok, reject, type BusinessDate, type Result } from '#kernel';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import { isOverdue } from './filing-book.js';
import { changed, endBeforeNext } from './lengthen.js';
import type { PresentedDocument } from './filing-events.js';
import { proves } from './papers.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { standingFilingOf, type ActOnFiling } from './standing.js';
import { lastDay } from './validity.js';

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
  const found = standingFilingOf(command, book, 'REG-09');
  if (!found.ok) return found;
  const filing = found.value;
  const refusal = refuseSupplement(command, filing);
  if (refusal !== null) return refusal;
  const { filingId, psnNo, on, documents, documentsValidTo } = command;
  const events: FilingEvent[] = [
    {
      type: 'DocumentsSupplemented',
      data: { filingId, psnNo, documents: [...documents], documentsValidTo, suppliedOn: on },
    },
  ];
  const period = { validFrom: filing.validFrom as BusinessDate, approvedOn: filing.appliedOn as BusinessDate };
  const validTo = lastDay({ ...filing, documentsValidTo }, null, period, policyFor(filing, on, policyOn));
  const lasting = { ...filing, validTo, owed: null };
  return ok([...events, changed(lasting, on, 'documents'), ...endBeforeNext(lasting, book, { on, policyOn })]);
}

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
