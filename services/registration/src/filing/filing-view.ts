import type { Filing, FilingBook, PendingApplication } from './domain/filing-book.js';
import { isOver } from './domain/filing-book.js';
import type { OwedDocuments } from './domain/filing-events.js';

/** 备案 as callers see it, whatever the act was. Dates as text; papers by kind. */
export type FilingView = {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: string;
  readonly destination: string;
  readonly state: 'pending' | 'approved' | 'ended' | 'refused';
  readonly byPromise: boolean;
  /** Day by which the agency decides an application that waits (REG-05). */
  readonly decideBy: string | null;
  readonly validFrom: string | null;
  /** Null with a first day: without an end (REG-06). */
  readonly validTo: string | null;
  readonly replaces: string | null;
  readonly endedOn: string | null;
  readonly endedCause: string | null;
  readonly owed: OwedDocuments | null;
};

/** Throws when the book has no filing of this number: asked only for one an act has just named. */
export function filingViewOf(book: FilingBook, filingId: string, on: string): FilingView {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing !== undefined) return viewOfFiling(filing, on);
  const pending = book.pending.find((candidate) => candidate.filingId === filingId);
  if (pending !== undefined) return viewOfPending(pending);
  throw new Error(`no filing ${filingId} in the book`);
}

function viewOfFiling(filing: Filing, on: string): FilingView {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise } = filing;
  const { validFrom, validTo, replaces, endedOn, endedCause, owed } = filing;
  return {
    ...{ filingId, psnNo, insuredRegion, kind, destination, byPromise },
    ...{ state: isOver(filing, on) ? 'ended' : 'approved', decideBy: null },
    ...{ validFrom, validTo, replaces, endedOn, endedCause, owed },
  };
}

export function viewOfPending(pending: PendingApplication): FilingView {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise, decideBy } = pending;
  return {
    ...{ filingId, psnNo, insuredRegion, kind, destination, byPromise, state: 'pending', decideBy },
    ...{ validFrom: null, validTo: null, replaces: null, endedOn: null, endedCause: null, owed: null },
  };
}

/** An application that was refused or withdrawn, as it was asked for. */
export const refusedView = (pending: PendingApplication): FilingView => ({
  ...viewOfPending(pending),
  ...{ state: 'refused', decideBy: null },
});
