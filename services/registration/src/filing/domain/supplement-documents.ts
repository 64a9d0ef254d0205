import { ok, reject, type BusinessDate, type Result } from '#kernel';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import { isOverdue } from './filing-book.js';
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
  return ok([...events, changed({ ...filing, validTo, owed: null }, on, 'documents')]);
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
  if (documentsValidTo !== null && documentsValidTo < on) {
    return reject('filing.documents-expired', 'REG-06', '所交材料已过有效期，请更换', ['documentsValidTo']);
  }
  return null;
}

type Change = Extract<FilingEvent, { type: 'FilingChanged' }>;

/** What others must know of a filing whose last day or documents have changed. */
export function changed(
  filing: Pick<Filing, keyof Change['data'] & keyof Filing> & Pick<Filing, 'owed'>,
  on: string,
  cause: Change['data']['cause'],
): Change {
  const { filingId, psnNo, kind, destination, byPromise, validFrom, validTo, owed } = filing;
  const facts = { filingId, psnNo, kind, destination, byPromise, documentsOwed: owed !== null };
  return { type: 'FilingChanged', data: { ...facts, validFrom, validTo, changedOn: on, cause } };
}
