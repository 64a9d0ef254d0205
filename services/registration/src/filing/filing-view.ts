import type { Filing, FilingBook, PendingApplication } from './domain/filing-book.js';
import { isOver } from './domain/filing-book.js';
import type { RegistrationValues } from '#policy';
import type { OwedDocuments } from './domain/filing-events.js';
import { acceptedPapers } from './domain/papers.js';
import { promiseNoticeOf } from './promise-notice.js';

/** 备案 as callers see it, whatever the act was. Dates as text; papers by kind. */
export type FilingView = {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: string;
  readonly destination: string;
  readonly state: 'pending' | 'approved' | 'ended' | 'refused';
  readonly byPromise: boolean;
  /** 渠道 the application came through (REG-05). */
  readonly channel: string;
  readonly appliedOn: string;
  /** Day by which the agency decides an application that waits (REG-05). */
  readonly decideBy: string | null;
  readonly validFrom: string | null;
  /** Null with a first day: without an end (REG-06). */
  readonly validTo: string | null;
  readonly replaces: string | null;
  readonly endedOn: string | null;
  readonly endedCause: string | null;
  readonly owed: OwedDocuments | null;
  /** 承诺告知 for the applicant while documents are owed (REG-09). */
  readonly notice: string | null;
};

export interface Seen {
  /** The day it is looked at. */
  readonly on: string;
  readonly policy: RegistrationValues;
}

/** Throws when the book has no filing of this number: asked only for one an act has just named. */
export function filingViewOf(book: FilingBook, filingId: string, { on, policy }: Seen): FilingView {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing !== undefined) return viewOfFiling(filing, { on, policy });
  const pending = book.pending.find((candidate) => candidate.filingId === filingId);
  if (pending !== undefined) return viewOfPending(pending, policy);
  throw new Error(`no filing ${filingId} in the book`);
}

export function viewOfFiling(filing: Filing, { on, policy }: Seen): FilingView {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise, channel, appliedOn } = filing;
  const { validFrom, validTo, replaces, endedOn, endedCause, owed } = filing;
  return {
    ...{ filingId, psnNo, insuredRegion, kind, destination, byPromise, channel, appliedOn },
    ...{ state: isOver(filing, on) ? 'ended' : 'approved', decideBy: null },
    ...{ validFrom, validTo, replaces, endedOn, endedCause, owed },
    notice: owed === null ? null : promiseNoticeOf(owed, policy),
  };
}

export function viewOfPending(pending: PendingApplication, policy: RegistrationValues): FilingView {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise, channel, appliedOn, decideBy } = pending;
  return {
    ...{ filingId, psnNo, insuredRegion, kind, destination, byPromise, channel, appliedOn },
    ...{ state: 'pending', decideBy },
    ...{ validFrom: null, validTo: null, replaces: null, endedOn: null, endedCause: null, owed: null },
    notice: byPromise ? promiseNoticeOf({ anyOf: acceptedPapers(pending, policy), until: null }, policy) : null,
  };
}

/** An application that was refused or withdrawn, as it was asked for. */
export const refusedView = (pending: PendingApplication, policy: RegistrationValues): FilingView => ({
  ...viewOfPending(pending, policy),
  ...{ state: 'refused', decideBy: null, notice: null },
});
