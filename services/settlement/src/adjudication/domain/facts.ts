import { addMonths, daysBetween, yearOf } from '#kernel';
import type { BusinessDate } from '#kernel';
import type { Treatment } from '#policy';
import type { Facts } from './conditions.js';
import type { Circumstances, Person, Visit } from './types.js';

const NONE: readonly string[] = [];

/** Whole years from one date to another; a birthday counts on the day itself. */
export const yearsBetween = (from: BusinessDate, to: BusinessDate): number =>
  yearOf(to) - yearOf(from) - (to.slice(5) < from.slice(5) ? 1 : 0);

/** Whole months from one date to another; what began on the 31st is a month old on the last day of a shorter one. */
export function monthsBetween(from: BusinessDate, to: BusinessDate): number {
  const months = (yearOf(to) - yearOf(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, months) > to ? months - 1 : months;
}

/** What the conditions of a policy are held against, on the day of admission, of the visit, or else of the settlement. */
export function factsOf({ person, visit, filing }: Circumstances, treatment: Treatment): Facts {
  const { retiredOn = null, groups = NONE, civilServant } = person;
  const { kind, marks = NONE, disease = '', place = 'outside', settlementLevel } = visit;
  const stay = kind === 'inpatient' ? visit.stayNumberOfYear : null;
  const { age, ageDays, insuredYears, insuredMonths, unclaimedYears } = timesOf(person, visit);
  const { diseaseRank, diseaseCount } = diseasesOf(person, visit);
  // Named one by one: made of spread parts, these took a tenth of an adjudication.
  return {
    age,
    ageDays,
    insuredYears,
    insuredMonths,
    unclaimedYears,
    diseaseRank,
    diseaseCount,
    stay,
    groups,
    marks,
    disease,
    place,
    filing: filing ?? 'none',
    treatment,
    level: settlementLevel,
    visit: kind,
    civilServant,
    emergency: visit.emergency,
    injury: visit.injury === true,
    retiredOn,
  };
}

type Times = Pick<Facts, 'age' | 'ageDays' | 'insuredYears' | 'insuredMonths' | 'unclaimedYears'>;

function timesOf({ birthDate, insuredSince, unclaimedYears }: Person, { admittedOn, seenOn, date }: Visit): Times {
  const on = admittedOn ?? seenOn ?? date;
  return {
    age: birthDate === undefined ? null : yearsBetween(birthDate, on),
    ageDays: birthDate === undefined ? null : daysBetween(birthDate, on),
    insuredYears: insuredSince === undefined ? null : yearsBetween(insuredSince, on),
    insuredMonths: insuredSince === undefined ? null : monthsBetween(insuredSince, on),
    unclaimedYears: unclaimedYears ?? null,
  };
}

function diseasesOf({ diseases }: Person, { disease }: Visit): Pick<Facts, 'diseaseRank' | 'diseaseCount'> {
  if (diseases === undefined) return { diseaseRank: null, diseaseCount: null };
  const rank = disease === undefined ? 0 : diseases.indexOf(disease) + 1;
  return { diseaseRank: rank === 0 ? null : rank, diseaseCount: diseases.length };
}
