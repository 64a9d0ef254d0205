import { clearingMonth, nextMonth, type ClearingMonth } from '#kernel';
import type { Session } from '../world/sessions.js';
import { makeWorld, type World } from '../world/world.js';

export interface YearWorldOptions {
  readonly seed: number;
  /** Sessions of each month that end in a settlement or a refusal. */
  readonly claims: number;
  readonly year: string;
}

/** Days of a month on which patients are treated; the year would be long with all of them. */
export const CLAIM_DAYS = [3, 8, 13, 18, 23] as const;
const MONTHS = 12;

/** The first of the claim days that is not before a day, or the last one: it keeps the order of days. */
const onClaimDay = (day: number): number => CLAIM_DAYS.find((claimDay) => claimDay >= day) ?? CLAIM_DAYS[4];

const moved = (session: Session): Session => ({
  ...session,
  day: onClaimDay(session.day),
  admissionDay: onClaimDay(session.admissionDay),
  refundDay: session.refundDay === null ? null : onClaimDay(session.refundDay),
});

/** The twelve months of a year: the same institutions, other persons every month. */
export function makeYear({ seed, claims, year }: YearWorldOptions): readonly World[] {
  const months: ClearingMonth[] = [clearingMonth(`${year}-01`)];
  while (months.length < MONTHS) months.push(nextMonth(months.at(-1) as ClearingMonth));
  return months.map((month, index) => {
    const world = makeWorld({ seed, claims, month, place: index + 1 });
    const sessions = world.sessions.map(moved).sort((a, b) => a.day - b.day || a.number - b.number);
    return { ...world, sessions };
  });
}
