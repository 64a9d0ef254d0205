import { addDays, type BusinessDate } from '#kernel';
import type { FilingBook, FilingEvent } from './filing-book.js';

/** 到期: filings whose last day has passed end on the day after it (REG-06, REG-07). A second run finds none. */
export function decideExpiries(book: FilingBook, on: BusinessDate): readonly FilingEvent[] {
  return book.filings
    .filter(({ endedOn, validTo }) => endedOn === null && validTo !== null && validTo < on)
    .map(({ filingId, psnNo, validTo }) => ({
      type: 'FilingEnded',
      data: { filingId, psnNo, endedOn: addDays(validTo as BusinessDate, 1), cause: 'expired' },
    }));
}
