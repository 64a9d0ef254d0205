import { ok, reject } from '#kernel';
import type { BusinessDate, RegionCode, Result } from '#kernel';
import { BENEFIT_SCHEMAS, NEUTRAL, REGISTRATION_SCHEMAS, STATUSES } from './parameters.js';
import type { BenefitName, BenefitValues, RegistrationName, Scheme, Status } from './parameters.js';
import type { RegistrationValues } from './registration-values.js';
import { NATION } from './table.js';
import type { Origin, PolicyTable, Sourced, Target, Variant } from './table.js';

/** Values of one status in force, each with its origin. */
export type BenefitTable = {
  readonly values: BenefitValues;
  readonly origins: Readonly<Record<BenefitName, Origin>>;
  /** Values by condition, by the parameter they belong to. */
  readonly variants: readonly VariantsOf[];
};
export type VariantsOf = { readonly name: BenefitName; readonly cases: readonly Variant[] };

/** 生效政策 The benefit policy of a place and scheme on one business date. */
export type EffectivePolicy = {
  readonly region: RegionCode;
  readonly scheme: Scheme;
  readonly date: BusinessDate;
  /** Files it was merged from, widest first. */
  readonly files: readonly string[];
  /** Holds exactly the statuses of the scheme. */
  readonly byStatus: Readonly<Partial<Record<Status, BenefitTable>>>;
};

/** Registration parameters of a place on one business date. */
export type EffectiveRegistration = {
  readonly region: RegionCode;
  readonly date: BusinessDate;
  readonly files: readonly string[];
  readonly values: RegistrationValues;
  readonly origins: Readonly<Record<RegistrationName, Origin>>;
};

/** Nation, province, city, and the code itself (a county or 本级): the narrower table overrides value by value. */
const chainOf = (region: string): readonly string[] => [
  ...new Set([NATION, `${region.slice(0, 2)}0000`, `${region.slice(0, 4)}00`, region]),
];

/** A place on a day; the nation is a place too, though it is no region of anybody's insurance. */
export type PlaceAndDay = { readonly region: string; readonly date: string };

/** Tables in force on the date, the one that yields first. A demonstration table yields to every other one of its level. */
const tablesInForce = (tables: readonly PolicyTable[], { region, date }: PlaceAndDay): readonly PolicyTable[] =>
  chainOf(region).flatMap((code) =>
    tables
      .filter((table) => table.region === code && table.effectiveFrom <= date)
      .filter((table) => table.effectiveTo === null || date <= table.effectiveTo)
      .sort((a, b) => Number(b.status === 'demonstration') - Number(a.status === 'demonstration')),
  );

/** Whether the tables of `of` hold in `region` where nothing narrower is said. */
export const isWithin = (region: string, of: string): boolean => chainOf(region).includes(of);

/** Values of one section in force, the names that have none, and the tables looked through, widest first. */
export type ValuesInForce = {
  readonly tables: readonly PolicyTable[];
  readonly values: ReadonlyMap<string, Sourced>;
  readonly missing: readonly string[];
};

/** What is in force of one section also where it is incomplete: for whoever is still writing the table. Pure. */
export function valuesInForce(tables: readonly PolicyTable[], place: PlaceAndDay, target: Target): ValuesInForce {
  const inForce = tablesInForce(tables, place);
  const names = target === 'registration' ? REGISTRATION_SCHEMAS.keys() : BENEFIT_SCHEMAS.keys();
  return { tables: inForce, ...merge(inForce, target, names) };
}

type Merged = Pick<ValuesInForce, 'values' | 'missing'>;

function merge(tables: readonly PolicyTable[], target: Target, names: Iterable<string>): Merged {
  const values = new Map<string, Sourced>();
  const missing: string[] = [];
  const narrowestFirst = [...tables].reverse();
  for (const name of names) {
    const found = narrowestFirst
      .map((table) => table.values[target].get(name))
      .find((sourced) => sourced !== undefined);
    const known = found ?? (target === 'registration' ? undefined : neutral(name));
    if (known) values.set(name, known);
    else missing.push(name);
  }
  return { values, missing };
}

const NEUTRAL_ORIGIN: Origin = {
  ...{ file: '程序', region: NATION, table: '未作规定', status: 'published' },
  ...{ source: '各级政策表均未作规定，按没有此项规定计算', grade: 'C' },
};
/** What holds where no table says anything, if the parameter may be left out. */
function neutral(name: string): Sourced | undefined {
  return NEUTRAL.has(name) ? { value: NEUTRAL.get(name), origin: NEUTRAL_ORIGIN } : undefined;
}

const variantsOf = (sourced: ReadonlyMap<string, Sourced>): readonly VariantsOf[] =>
  [...sourced].flatMap(([name, { variants = [] }]) =>
    variants.length === 0 ? [] : [{ name: name as BenefitName, cases: variants }],
  );

/** Values and origins by name, as those who compute with them read them. */
const split = (sourced: ReadonlyMap<string, Sourced>): { readonly values: object; readonly origins: object } => ({
  values: Object.fromEntries([...sourced].map(([name, { value }]) => [name, value])),
  origins: Object.fromEntries([...sourced].map(([name, { origin }]) => [name, origin])),
});

const incomplete = (region: RegionCode, date: BusinessDate, missing: readonly string[]): Result<never> =>
  reject(
    'policy.incomplete',
    'SET-01',
    `${region}在${date}没有生效的政策参数：${missing.slice(0, 5).join('、')}`,
    missing,
  );

/**
 * The benefit policy in force: nation ← province ← city, value by value, each with its origin (SET-01). Refused with
 * `policy.incomplete` when a parameter has no value on the date. Pure; the caller keeps the tables.
 */
export function effectivePolicy(
  tables: readonly PolicyTable[],
  region: RegionCode,
  scheme: Scheme,
  date: BusinessDate,
): Result<EffectivePolicy> {
  const inForce = tablesInForce(tables, { region, date });
  const byStatus: Partial<Record<Status, BenefitTable>> = {};
  for (const status of STATUSES[scheme]) {
    const { values, missing } = merge(inForce, status, BENEFIT_SCHEMAS.keys());
    if (missing.length > 0) return incomplete(region, date, missing);
    // Every name was found and each value was checked by the schema of its name when the file was read.
    byStatus[status] = { ...split(values), variants: variantsOf(values) } as unknown as BenefitTable;
  }
  return ok({ region, scheme, date, files: inForce.map((table) => table.file), byStatus });
}

/** The registration parameters in force (REG-06 … REG-20), merged and refused like the benefit policy. */
export function effectiveRegistration(
  tables: readonly PolicyTable[],
  region: RegionCode,
  date: BusinessDate,
): Result<EffectiveRegistration> {
  const inForce = tablesInForce(tables, { region, date });
  const { values, missing } = merge(inForce, 'registration', REGISTRATION_SCHEMAS.keys());
  if (missing.length > 0) return incomplete(region, date, missing);
  const files = inForce.map((table) => table.file);
  return ok({ region, date, files, ...split(values) } as unknown as EffectiveRegistration);
}

/** The first day on which the registration parameters of a place are complete; null where they never are. */
export function firstDayOfRegistration(tables: readonly PolicyTable[], region: RegionCode): BusinessDate | null {
  const chain = chainOf(region);
  const begins = tables.filter((table) => chain.includes(table.region)).map(({ effectiveFrom }) => effectiveFrom);
  const days = [...new Set(begins)].sort() as BusinessDate[];
  return days.find((day) => effectiveRegistration(tables, region, day).ok) ?? null;
}

/** Whether two tables of one place, both demonstration or both not, are in force on the same day: none may. */
export const overlap = (a: PolicyTable, b: PolicyTable): boolean =>
  a.region === b.region &&
  (a.status === 'demonstration') === (b.status === 'demonstration') &&
  startsBy(a, b.effectiveTo) &&
  startsBy(b, a.effectiveTo);

/** Every pair of tables that overlap, as a sentence. */
export function overlapsOf(tables: readonly PolicyTable[]): readonly string[] {
  return tables.flatMap((a, index) =>
    tables
      .slice(index + 1)
      .filter((b) => overlap(a, b))
      .map((b) => `${a.file}与${b.file}：${a.region}的生效日期重叠`),
  );
}

function startsBy(table: PolicyTable, end: string | null): boolean {
  return end === null || table.effectiveFrom <= end;
}
