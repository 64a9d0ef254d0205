import { addDays, addMonths, dayOfMonth, type BusinessDate } from '#kernel';
import type { RegistrationValues } from '#policy';
import { LONG_TERM, type FilingTerms, type OwedDocuments } from './filing-events.js';

type Lasting = Pick<FilingTerms, 'kind' | 'documentsValidTo'>;

export interface Period {
  readonly validFrom: BusinessDate;
  readonly approvedOn: BusinessDate;
}

/**
 * Last day of a filing: months for temporary kinds (REG-07); documents or no end for long-term ones (REG-06). A filing on a
 * promise lasts as long as the documents may be owed where the place limits it (REG-11): in both the day of filing is not
 * counted, so that documents brought on the last day meet a filing that still stands.
 */
export function lastDay(
  terms: Lasting,
  owed: OwedDocuments | null,
  period: Period,
  policy: RegistrationValues,
): BusinessDate | null {
  const { kind, documentsValidTo } = terms;
  const { validFrom, approvedOn } = period;
  if (kind === 'referred' || kind === 'emergency' || kind === 'other-temporary') {
    return lastDayOfMonths(validFrom, policy[`temporary.months.${kind}`]);
  }
  const promiseDays = policy['promise.validityDays'];
  if (owed !== null && promiseDays !== null) return addDays(later(validFrom, approvedOn), promiseDays);
  // What is owed has no last day yet.
  return owed === null && policy['longTerm.validity'] === 'documents'
    ? (documentsValidTo as BusinessDate | null)
    : null;
}

/**
 * Last day of a span of months that begins on a day: the day before the one of the same number. A month without that number is used up
 * to its end, since nothing of it would be left over (REG-07): from 31 August, six months end on the last of February.
 */
export function lastDayOfMonths(from: BusinessDate, months: number): BusinessDate {
  const end = addMonths(from, months);
  return dayOfMonth(end) < dayOfMonth(from) ? end : addDays(end, -1);
}

/** 补齐材料期限 Last day to bring what is owed, the day of filing not counted; null where there is no limit (REG-09). */
export function supplementUntil(filedOn: BusinessDate, policy: RegistrationValues): BusinessDate | null {
  const period = policy['promise.supplement'];
  switch (period.kind) {
    case 'unlimited':
      return null;
    case 'days':
      return addDays(filedOn, period.days);
    case 'months':
      return addMonths(filedOn, period.months);
    default:
      return period satisfies never;
  }
}

export const isLongTerm = (kind: FilingTerms['kind']): boolean => LONG_TERM.includes(kind);

const later = (a: BusinessDate, b: BusinessDate): BusinessDate => (a > b ? a : b);
