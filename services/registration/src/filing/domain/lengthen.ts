import type { BusinessDate } from '#kernel';
import { standingFilings, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
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

/**
 * REG-14: a filing that has become longer and now meets a later one ends where that begins, as if it had been so long when the
 * later one was granted.
 */
export function endBeforeNext(
  filing: Filing,
  book: FilingBook,
  { on, policyOn }: { readonly on: BusinessDate; readonly policyOn: PolicyOn },
): readonly FilingEvent[] {
  const { filingId, psnNo, validFrom, validTo, endedOn } = filing;
  if (endedOn !== null) return [];
  const policy = policyFor(filing, on, policyOn);
  const starts = standingFilings(book, on)
    .filter((next) => next.filingId !== filingId && next.validFrom > validFrom)
    .filter((next) => validTo === null || next.validFrom <= validTo)
    .filter((next) => !mayStandBeside(next, filing, policy) && !mayStandBeside(filing, next, policy))
    .map((next) => next.validFrom)
    .sort();
  const [first] = starts;
  return first === undefined
    ? []
    : [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn: first, cause: 'replaced' } }];
}
