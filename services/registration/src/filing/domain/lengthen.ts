import type { BusinessDate } from '#kernel';
import { isOver, standingFilings, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { mayStandBeside } from './referral.js';

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

interface Frame {
  readonly on: BusinessDate;
  readonly policyOn: PolicyOn;
}

/** REG-14: first days of the other standing filings that share days with this one and may not stand beside it, in order. */
export function startsOfOthers(filing: Filing, book: FilingBook, { on, policyOn }: Frame): readonly string[] {
  const { filingId, validFrom, validTo } = filing;
  const policy = policyFor(filing, on, policyOn);
  return standingFilings(book, on)
    .filter((other) => other.filingId !== filingId && (validTo === null || other.validFrom <= validTo))
    .filter((other) => !isOver(other, validFrom))
    .filter((other) => !mayStandBeside(other, filing, policy) && !mayStandBeside(filing, other, policy))
    .map((other) => other.validFrom)
    .sort();
}

/**
 * REG-14: a filing that has become longer and now meets a later one ends where that begins, as if it had been so long when the
 * later one was granted.
 */
export function endBeforeNext(filing: Filing, book: FilingBook, frame: Frame): readonly FilingEvent[] {
  const { filingId, psnNo, validFrom, endedOn } = filing;
  if (endedOn !== null) return [];
  const first = startsOfOthers(filing, book, frame).find((start) => start > validFrom);
  return first === undefined
    ? []
    : [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn: first, cause: 'replaced' } }];
}
