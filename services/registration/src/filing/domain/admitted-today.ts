import { addDays, reaches, type BusinessDate } from '#kernel';
import { holdsOn } from './coverage.js';
import type { Filing, FilingBook, KnownStay } from './filing-book.js';

/** Open stays that began today under this filing. */
export const admittedToday = (filing: Filing, { stays }: FilingBook, on: BusinessDate): readonly KnownStay[] =>
  holdsOn(filing, on)
    ? stays.filter(
        ({ inpatient, endedOn, openedOn, careRegion }) =>
          inpatient && endedOn === null && openedOn === on && reaches(filing.destination, careRegion),
      )
    : [];

/**
 * The day on which a filing ends that is given up today. The day of the end is not covered, and who was admitted under it this morning
 * is settled directly to the end of the stay (REG-13): for them it holds today and ends tomorrow.
 */
export const endDay = (filing: Filing, book: FilingBook, on: BusinessDate): BusinessDate =>
  admittedToday(filing, book, on).length > 0 ? addDays(on, 1) : on;
