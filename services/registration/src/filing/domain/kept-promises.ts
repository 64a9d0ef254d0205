import { isSamePool, type BusinessDate } from '#kernel';
import { isOver, isOverdue, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import type { FilingTerms, PresentedDocument } from './filing-events.js';
import { changed, endBeforeNext } from './lengthen.js';
import { isForsaken, isSanctioned, isTakenOver, proves } from './papers.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { lastDay } from './validity.js';

export interface Brought {
  readonly documents: readonly PresentedDocument[];
  readonly documentsValidTo: string | null;
  readonly on: BusinessDate;
}

interface Frame {
  readonly book: FilingBook;
  readonly policyOn: PolicyOn;
}

/**
 * Documents keep a promise. Where its filing still stands, the last day follows from them (REG-09, REG-11); one that another has
 * replaced meanwhile has no days any more that could change.
 */
export function kept(
  filing: Filing,
  { documents, documentsValidTo, on }: Brought,
  { book, policyOn }: Frame,
): readonly FilingEvent[] {
  const { filingId, psnNo } = filing;
  const supplemented: FilingEvent = {
    type: 'DocumentsSupplemented',
    data: { filingId, psnNo, documents: [...documents], documentsValidTo, referral: null, suppliedOn: on },
  };
  if (isOver(filing, on)) return [supplemented];
  const period = { validFrom: filing.validFrom as BusinessDate, approvedOn: filing.appliedOn as BusinessDate };
  const validTo = lastDay({ ...filing, documentsValidTo }, null, period, policyFor(filing, on, policyOn));
  const lasting = { ...filing, validTo, owed: null };
  return [supplemented, changed(lasting, on, 'documents'), ...endBeforeNext(lasting, book, { on, policyOn })];
}

type Granted = Pick<FilingTerms, 'filingId' | 'insuredRegion' | 'documents' | 'documentsValidTo'>;

/**
 * REG-09: papers brought in time with another filing keep the promises of before that they prove, whether that filing replaces the
 * promised one or one that had replaced it. What a former place of insurance is owed is brought there.
 */
export function keptBy(granted: Granted, on: BusinessDate, { book, policyOn }: Frame): readonly FilingEvent[] {
  const owing = book.filings.filter(
    (filing) => isSamePool(filing.insuredRegion, granted.insuredRegion) && isStillOwed(filing, book, on),
  );
  return owing.flatMap((filing) => {
    const documents = granted.documents.filter((paper) => proves([paper], filing.owed?.anyOf ?? []));
    if (documents.length === 0) return [];
    return kept(filing, { documents, documentsValidTo: granted.documentsValidTo, on }, { book, policyOn });
  });
}

const isStillOwed = (filing: Filing, book: FilingBook, on: string): boolean =>
  filing.owed !== null &&
  !isOverdue(filing, on) &&
  !isTakenOver(filing, book) &&
  !isSanctioned(filing, book) &&
  (!isOver(filing, on) || isForsaken(filing, book));
