import { addMonths, ok, reject, RegionCode } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { PolicyError, effectivePolicy, policyTableOf } from '#policy';
import type { EffectivePolicy, PolicyTable } from '#policy';
import { NO_USE } from '../domain/accumulators.js';
import type { Accumulators, Person, Visit } from '../domain/types.js';
import { settledOn } from './case-dates.js';
import type { CaseAccumulators, CaseFile } from './case-file.js';
import type { CaseSplit } from './case-lines.js';

/** The policy of a case on any day: the tables in force, and the values written into the case before them. */
export type CasePolicy = { readonly region: RegionCode; readonly on: (day: BusinessDate) => Result<EffectivePolicy> };

/** Before every medical year a case can speak of. */
const ALWAYS = '1990-01-01';

export function policyOf({ policy, person }: CaseFile, tables: readonly PolicyTable[]): Result<CasePolicy> {
  const region = policy.region ?? regionNamed(policy.name ?? '', tables);
  if (region === null) {
    const names = [...new Set(tables.map((table) => table.name))].join('、');
    return reject('case.malformed', 'FORMAT', `policy.name：没有名为${policy.name ?? ''}的政策表，有：${names}`, [
      'policy.name',
    ]);
  }
  const own = inlineTable(policy.inline, region);
  if (!own.ok) return own;
  const all = [...tables, ...own.value];
  const scheme = person.insutype === '310' ? 'employee' : 'resident';
  return ok({ region, on: (day) => effectivePolicy(all, region, scheme, day) });
}

function regionNamed(name: string, tables: readonly PolicyTable[]): RegionCode | null {
  const found = tables.find((table) => table.name === name) ?? tables.find((table) => table.name.startsWith(name));
  const region = found && RegionCode.parse(found.region, 'region');
  return region?.ok ? region.value : null;
}

function inlineTable(inline: CaseFile['policy']['inline'], region: RegionCode): Result<readonly PolicyTable[]> {
  if (!inline) return ok([]);
  try {
    const header = { region, name: '算例所附政策', status: 'published', effectiveFrom: ALWAYS };
    return ok([policyTableOf({ ...header, ...inline }, '算例文件policy.inline')]);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return reject('case.malformed', 'FORMAT', error.problems.join('\n'), ['policy.inline']);
  }
}

/** The person as far as the case tells; an age or years of insurance stand for a birthday or a beginning that long ago. */
export function personOf(data: CaseFile, scheme: Person['scheme']): Person {
  const {
    status,
    civilServant,
    retiredOn,
    groups,
    diseases,
    birthDate,
    insuredSince,
    age,
    insuredYears,
    insuredMonths,
    unclaimedYears,
  } = data.person;
  const on = data.visit.admittedOn ?? settledOn(data);
  const ago = (months: number | undefined): BusinessDate | undefined =>
    months === undefined ? undefined : addMonths(on, -months);
  const insuredFor = insuredYears === undefined ? insuredMonths : 12 * insuredYears;
  return {
    ...{ scheme, status, civilServant, retiredOn, groups, diseases, unclaimedYears },
    birthDate: birthDate ?? ago(age === undefined ? undefined : 12 * age),
    insuredSince: insuredSince ?? ago(insuredFor),
  };
}

export function visitOf(data: CaseFile, year: Accumulators): Visit {
  const { injury, thirdParty, stayNumberOfYear, ...visit } = data.visit;
  return { ...visit, stayNumberOfYear: stayNumberOfYear ?? year.stays + 1, date: settledOn(data) };
}

export const accumulatorsOf = (written: CaseAccumulators): Accumulators => ({
  ...NO_USE,
  ...Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)),
});

/** SET-10: what was done or bought elsewhere belongs to a stay, and to its days. */
export function refuseOutside({ visit }: CaseFile, lines: readonly CaseSplit[]): Result<never> | null {
  const index = lines.findIndex(({ line }) => line.outside);
  if (index < 0) return null;
  const field = `lines.${index}.outside`;
  if (visit.kind !== 'inpatient') {
    return reject('line.outside-without-stay', 'SET-10', `${field}：外检、外购只能并入住院结算`, [field]);
  }
  const strayed = lines.findIndex(({ line }) => line.outside && !isDuringStay(line.date, visit));
  if (strayed < 0) return null;
  const at = `lines.${strayed}.date`;
  return reject('line.outside-stay', 'SET-10', `${at}：外检、外购的日期不在住院期间`, [at]);
}

function isDuringStay(day: BusinessDate | undefined, { admittedOn, dischargedOn }: CaseFile['visit']): boolean {
  if (day === undefined) return true;
  return (admittedOn === undefined || day >= admittedOn) && (dischargedOn === undefined || day <= dischargedOn);
}
