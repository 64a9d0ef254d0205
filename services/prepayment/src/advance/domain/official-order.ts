import { CLEARING_UNITS } from '#kernel';

const PLACE = new Map<string, number>(CLEARING_UNITS.map(({ code }, index) => [code, index]));

/** Compares unit codes by the order every national table prints them in; the whole (null) comes before its parts. */
export const byOfficialOrder = (a: string | null, b: string | null): number =>
  (a === null ? -1 : (PLACE.get(a) ?? PLACE.size)) - (b === null ? -1 : (PLACE.get(b) ?? PLACE.size));
