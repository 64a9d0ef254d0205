import type { Condition, FilingKind, Place, SettlementLevel, Treatment, VisitKind } from '#policy';

/** What conditions are held against; null where it is not known. */
export type Facts = {
  /** Whole years and days of life on the day of the visit. */
  readonly age: number | null;
  readonly ageDays: number | null;
  /** Whole years, and whole months, since insurance began. */
  readonly insuredYears: number | null;
  readonly insuredMonths: number | null;
  /** 连续未报销年数 Whole years in a row in which no fund paid; no condition asks for them, caps may rise by them. */
  readonly unclaimedYears: number | null;
  /** Number of the stay within the medical year; null for other visits. */
  readonly stay: number | null;
  /** Place of the disease treated among the person's recognised ones, from 1, and how many of them there are. */
  readonly diseaseRank: number | null;
  readonly diseaseCount: number | null;
  /** Groups of the person (低保, student, …) and marks of the visit (community, tcm, …): words the table uses. */
  readonly groups: readonly string[];
  readonly marks: readonly string[];
  readonly disease: string;
  readonly place: Place;
  readonly filing: FilingKind | 'none';
  readonly treatment: Treatment;
  readonly level: SettlementLevel;
  readonly visit: VisitKind;
  readonly civilServant: boolean;
  readonly retiredOn: string | null;
};

type Check<Name extends keyof Condition> = (wanted: NonNullable<Condition[Name]>, facts: Facts) => boolean;
type Range = NonNullable<Condition['age']>;

const within = ({ from = 0, to = Infinity }: Range, value: number | null): boolean =>
  value !== null && value >= from && value <= to;
const anyOf = (wanted: readonly string[], had: readonly string[]): boolean => wanted.some((word) => had.includes(word));
const isDisease = (wanted: readonly string[], code: string): boolean =>
  code !== '' && wanted.some((word) => (word.endsWith('*') ? code.startsWith(word.slice(0, -1)) : word === code));

const CHECKS: { readonly [Name in keyof Condition]-?: Check<Name> } = {
  age: (wanted, { age }) => within(wanted, age),
  ageDays: (wanted, { ageDays }) => within(wanted, ageDays),
  insuredYears: (wanted, { insuredYears }) => within(wanted, insuredYears),
  insuredMonths: (wanted, { insuredMonths }) => within(wanted, insuredMonths),
  stay: (wanted, { stay }) => within(wanted, stay),
  diseaseRank: (wanted, { diseaseRank }) => within(wanted, diseaseRank),
  diseaseCount: (wanted, { diseaseCount }) => within(wanted, diseaseCount),
  groups: (wanted, { groups }) => anyOf(wanted, groups),
  notGroups: (unwanted, { groups }) => !anyOf(unwanted, groups),
  marks: (wanted, { marks }) => anyOf(wanted, marks),
  notMarks: (unwanted, { marks }) => !anyOf(unwanted, marks),
  diseases: (wanted, { disease }) => isDisease(wanted, disease),
  notDiseases: (unwanted, { disease }) => !isDisease(unwanted, disease),
  place: (wanted, { place }) => wanted.includes(place),
  filing: (wanted, { filing }) => wanted.includes(filing),
  treatment: (wanted, { treatment }) => wanted.includes(treatment),
  levels: (wanted, { level }) => wanted.includes(level),
  visits: (wanted, { visit }) => wanted.includes(visit),
  civilServant: (wanted, { civilServant }) => wanted === civilServant,
  retiredBefore: (wanted, { retiredOn }) => retiredOn !== null && retiredOn < wanted,
  retiredFrom: (wanted, { retiredOn }) => retiredOn !== null && retiredOn >= wanted,
};

/** Whether a condition holds; one that is absent always does. Pure. */
export function holds(when: Condition | undefined, facts: Facts): boolean {
  if (when === undefined) return true;
  for (const name in when) {
    const check = CHECKS[name as keyof Condition] as (wanted: unknown, facts: Facts) => boolean;
    if (!check(when[name as keyof Condition], facts)) return false;
  }
  return true;
}
