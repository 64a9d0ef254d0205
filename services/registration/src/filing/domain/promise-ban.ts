import { addDays, addMonths, type BusinessDate } from '#kernel';
import type { RegistrationValues } from '#policy';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';

export interface UnkeptPromise {
  readonly on: BusinessDate;
  readonly policy: RegistrationValues;
}

/**
 * REG-10 (JY 一(二)): who gives up a filing whose promise was not kept, by cancelling it or by putting another in its place, makes no
 * promise for some months. Once for one filing.
 */
export function banOfUnkept(
  { filingId, psnNo, owed }: Filing,
  { sanctions }: FilingBook,
  { on, policy }: UnkeptPromise,
): readonly FilingEvent[] {
  const sanction = policy['promise.sanction'];
  if (owed === null || sanction.kind !== 'lock') return [];
  if (sanctions.some((known) => known.filingId === filingId)) return [];
  const bannedUntil = addDays(addMonths(on, sanction.banMonthsAfterCancel), -1);
  const ban = { bannedUntil, bannedForever: false, reportedToCredit: false };
  return [
    { type: 'PromiseSanctioned', data: { filingId, psnNo, sanctionedOn: on, cause: 'cancelled-unfulfilled', ...ban } },
  ];
}
