import type { BusinessDate, RegionCode } from '#kernel';
import type { Channel } from '#policy';
import type { PendingApplication } from './filing-book.js';
import type { FilingTerms } from './filing-events.js';

/** 备案申请 What is asked for, read and checked. */
export interface ApplyFiling extends FilingTerms {
  readonly insuredRegion: RegionCode;
  readonly destination: RegionCode;
  readonly channel: Channel;
  readonly appliedOn: BusinessDate;
  /** A stated earlier day when already admitted (REG-12, REG-16). */
  readonly startsOn: BusinessDate;
  readonly admittedOn: BusinessDate | null;
}

/** The terms alone, in the order in which they are kept. */
export function termsOf(command: ApplyFiling): ApplyFiling {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise, student } = command;
  const { documents, documentsValidTo, referral, channel, appliedOn, startsOn, admittedOn } = command;
  // Written out member by member: an import does this for millions of rows, and spreading costs more than all else.
  return {
    filingId,
    psnNo,
    insuredRegion,
    kind,
    destination,
    byPromise,
    student,
    documents,
    documentsValidTo,
    referral,
    channel,
    appliedOn,
    startsOn,
    admittedOn,
  };
}

/** An application that was kept, as it was made. */
export const applicationOf = (kept: FilingTerms | PendingApplication): ApplyFiling =>
  termsOf({
    ...kept,
    insuredRegion: kept.insuredRegion as RegionCode,
    destination: kept.destination as RegionCode,
    channel: kept.channel as Channel,
    appliedOn: kept.appliedOn as BusinessDate,
    startsOn: kept.startsOn as BusinessDate,
    admittedOn: kept.admittedOn as BusinessDate | null,
  });
