import type { BusinessDate } from '#kernel';
import { evolveFilingBook, isUnheld, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';
import { startsOfOthers } from './lengthen.js';
import { isTakenOver } from './papers.js';
import type { PolicyOn } from './policy-in-force.js';

/**
 * REG-14: a filing that ends before it has held a day has replaced nothing. What was to make way for it goes on, without an end or
 * until the next one that follows it. The events, and after them those of the filings that go on.
 */
export function withResumed(
  events: readonly FilingEvent[],
  before: FilingBook,
  policyOn: PolicyOn,
): readonly FilingEvent[] {
  const unheld = events.flatMap((event) => (event.type === 'FilingEnded' ? [event.data.filingId] : []));
  let book = events.reduce(evolveFilingBook, before);
  const resumed: FilingEvent[] = [];
  for (const filing of book.filings.filter((one) => unheld.includes(one.filingId) && isUnheld(one))) {
    for (const { filingId } of hadMadeWay(filing, book)) {
      const next = goOn(filingId, book, { on: filing.endedOn as BusinessDate, policyOn });
      book = next.reduce(evolveFilingBook, book);
      resumed.push(...next);
    }
  }
  return [...events, ...resumed];
}

/** What ended where this one was to begin, the last first: it is followed by no other of them. A promise taken over is no more theirs. */
const hadMadeWay = ({ validFrom }: Filing, book: FilingBook): readonly Filing[] =>
  book.filings
    .filter((one) => one.endedCause === 'replaced' && one.endedOn === validFrom && !isTakenOver(one, book))
    .reverse()
    .sort((a, b) => b.validFrom.localeCompare(a.validFrom));

function goOn(
  filingId: string,
  book: FilingBook,
  frame: { readonly on: BusinessDate; readonly policyOn: PolicyOn },
): readonly FilingEvent[] {
  const filing = book.filings.find((one) => one.filingId === filingId);
  if (filing === undefined) return [];
  const { psnNo, endedOn } = filing;
  const [first] = startsOfOthers(filing, book, frame);
  if (first === undefined) return [{ type: 'FilingResumed', data: { filingId, psnNo, resumedOn: frame.on } }];
  return first > String(endedOn)
    ? [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn: first, cause: 'replaced' } }]
    : [];
}
