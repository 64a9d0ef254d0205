import type { BusinessDate } from '#kernel';
import type { InsuredPerson } from './directory.js';

/** What conditions of a policy may ask about the person on the day of care. */
export const reportedPerson = (
  { personType, civilServant, birthDate, insuredSince, retiredOn, identities, unclaimedYears }: InsuredPerson,
  day: string,
) => ({
  ...{ personType, civilServant, birthDate: birthDate as BusinessDate, insuredSince: insuredSince as BusinessDate },
  ...(retiredOn === null ? {} : { retiredOn: retiredOn as BusinessDate }),
  ...(unclaimedYears === null ? {} : { unclaimedYears }),
  identities: (identities ?? [])
    .filter(({ from, to }) => from <= day && (to === null || day <= to))
    .map(({ code }) => code),
});
