import { Money, ok, reject } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { medicalYearOf } from '#policy';
import type { EffectivePolicy, MedicalYear } from '#policy';
import type { Catalogue } from '../catalogue.js';
import { NO_USE, addAccumulators } from '../domain/accumulators.js';
import { adjudicateFrom } from '../domain/adjudicate.js';
import { adjudicateStay, crossingOf, yearsOfStay } from '../domain/cross-year.js';
import type { StayAdjudication, YearOfStay } from '../domain/cross-year.js';
import { refuseThirdParty, refuseUnlessPayable } from '../domain/eligibility.js';
import { sumSplit } from '../domain/fee-split.js';
import { fundsPaid } from '../domain/funds-paid.js';
import type { Accumulators, AdjudicationInput, Amounts } from '../domain/types.js';
import { settledOn } from './case-dates.js';
import type { CaseFile } from './case-file.js';
import { accumulatorsOf, personOf, refuseOutside, visitOf } from './case-input.js';
import type { CasePolicy } from './case-input.js';
import { itemOf, splitCaseLine } from './case-lines.js';
import type { CaseSplit } from './case-lines.js';

/** What earlier claims of the case left: accumulators by medical year, and the balances of the account and the family's. */
export type CaseState = {
  readonly years: ReadonlyMap<string, Accumulators>;
  readonly balance: Money;
  readonly family: Money | undefined;
};

/** One claim computed, and what it left for the next. */
export type ComputedClaim = StayAdjudication & {
  readonly lines: readonly CaseSplit[];
  readonly amounts: Amounts;
  readonly policy: EffectivePolicy;
  readonly state: CaseState;
};

/** Refused like the claim itself would be: cover, third party, annex 12, then as adjudication refuses. Pure. */
export function computeClaim(
  data: CaseFile,
  from: CasePolicy,
  { catalogue, before }: { readonly catalogue: Catalogue; readonly before: CaseState | null },
): Result<ComputedClaim> {
  const policy = from.on(data.policy.date);
  if (!policy.ok) return policy;
  const lines = (data.lines ?? []).map((line) => splitCaseLine(line, catalogue));
  const years = yearsOf(data, policy.value);
  const refused = refuseClaim(data, lines, { years, policy: policy.value });
  if (refused !== null) return refused;
  const last = years.at(-1) as MedicalYear;
  const known = startingYears(data, last, before);
  const amounts = amountsOf(data, lines);
  const input = inputOf(data, { policy: policy.value, year: known.get(last.name) ?? NO_USE, amounts, lines, before });
  const stay =
    years.length === 1 ? oneYear(data, input, last) : severalYears(data, input, { years, known, from, lines });
  if (!stay.ok) return stay;
  const state = stateAfter(stay.value, known, input);
  return ok({ ...stay.value, lines, amounts, policy: policy.value, state });
}

type Years = { readonly years: readonly MedicalYear[]; readonly policy: EffectivePolicy };

const refuseClaim = (data: CaseFile, lines: readonly CaseSplit[], { years, policy }: Years): Result<never> | null =>
  refuseThirdParty(data.visit) ??
  refuseOutside(data, lines) ??
  refuseGivenSplit(data, years) ??
  refuseYear(data, policy);

/** What is said of an earlier year has to be of a year that the stay reaches into (SET-12). */
function refuseYear(data: CaseFile, policy: EffectivePolicy): Result<never> | null {
  const settled = settledOn(data);
  const from = medicalYearOf(policy, data.visit.admittedOn ?? settled).name;
  const to = medicalYearOf(policy, settled).name;
  const unknown = Object.keys(data.earlierYears ?? {}).find((name) => name < from || name > to);
  if (unknown === undefined) return null;
  const field = `earlierYears.${unknown}`;
  return reject('case.malformed', 'FORMAT', `${field}：本次就医在${from}至${to}年度，不涉及${unknown}年度`, [field]);
}

/** A payment decided elsewhere is of the whole claim; nobody says how it falls on the years. */
function refuseGivenSplit(data: CaseFile, years: readonly MedicalYear[]): Result<never> | null {
  if (data.given === undefined || years.length === 1) return null;
  return reject('case.malformed', 'FORMAT', 'given：分年度计算的住院不能给定基金支付', ['given']);
}

function yearsOf(data: CaseFile, policy: EffectivePolicy): readonly MedicalYear[] {
  const settled = settledOn(data);
  const { kind, admittedOn, dischargedOn = settled } = data.visit;
  const yearOf = (date: BusinessDate): MedicalYear => medicalYearOf(policy, date);
  if (kind !== 'inpatient' || admittedOn === undefined) return [yearOf(settled)];
  return yearsOfStay(crossingOf(policy), yearOf, { admittedOn, endedOn: dischargedOn, settledOn: settled });
}

function startingYears(data: CaseFile, last: MedicalYear, before: CaseState | null): Map<string, Accumulators> {
  const earlier = Object.entries(data.earlierYears ?? {}).map(
    ([name, { accumulators }]) => [name, accumulatorsOf(accumulators)] as const,
  );
  if (before !== null) return new Map([...earlier, ...before.years]);
  return new Map([...earlier, [last.name, accumulatorsOf(data.accumulators)]]);
}

function amountsOf({ amounts }: CaseFile, lines: readonly CaseSplit[]): Amounts {
  if (!amounts) return sumSplit(lines);
  const { total, inScope, classBPrepay = Money.zero, overLimit = Money.zero, selfPay = Money.zero } = amounts;
  return { total, inScope, classBPrepay, overLimit, selfPay };
}

type Found = Pick<ComputedClaim, 'policy' | 'amounts' | 'lines'> & {
  readonly year: Accumulators;
  readonly before: CaseState | null;
};

function inputOf(data: CaseFile, { policy, amounts, lines, year, before }: Found): AdjudicationInput {
  return {
    policy,
    person: personOf(data, policy.scheme),
    filing: data.filing === 'none' ? null : data.filing,
    documentsOwed: data.documentsOwed,
    visit: visitOf(data, year),
    amounts,
    accumulators: year,
    account: accountOf(data, before),
    items: lines.map(itemOf),
    given: data.given,
    hospitalBorne: data.hospitalBorne,
  };
}

/** The account as this claim writes it, else as the one before left it; none is used where the case has none. */
function accountOf({ account }: CaseFile, before: CaseState | null): AdjudicationInput['account'] {
  if (account === undefined) return { balance: Money.zero, mayUse: false };
  const balance = account.balance ?? before?.balance ?? Money.zero;
  return { balance, mayUse: account.mayUse, family: account.family ?? before?.family };
}

const INSURANCE_STATUS = { normal: '1', suspended: '2', ended: '3' } as const;

function oneYear(data: CaseFile, input: AdjudicationInput, { name }: MedicalYear): Result<StayAdjudication> {
  const refused = refuseUnlessPayable(INSURANCE_STATUS[data.person.cover]);
  if (refused !== null) return refused;
  const paid = fundsPaid(input);
  if (!paid.ok) return paid;
  const adjudicated = adjudicateFrom(paid.value, input);
  if (!adjudicated.ok) return adjudicated;
  const { delta } = adjudicated.value;
  return ok({ adjudication: adjudicated.value, uses: [{ year: name, delta }], parts: [paid.value] });
}

type Several = {
  readonly years: readonly MedicalYear[];
  readonly known: ReadonlyMap<string, Accumulators>;
  readonly from: CasePolicy;
  readonly lines: readonly CaseSplit[];
};

/** Every year by its own policy, status and cover (SET-12); refused where the person has cover in none of them. */
function severalYears(data: CaseFile, input: AdjudicationInput, several: Several): Result<StayAdjudication> {
  const stays: YearOfStay[] = [];
  for (const year of several.years) {
    const policy = year === several.years.at(-1) ? ok(input.policy) : several.from.on(year.to);
    if (!policy.ok) return policy;
    stays.push(yearOfStay(data, input, { year, policy: policy.value, known: several.known }));
  }
  const { cover } = data.person;
  const refused = refuseUnlessPayable(INSURANCE_STATUS[cover === 'normal' ? 'ended' : cover]);
  if (stays.every(({ covered }) => covered === false) && refused !== null) return refused;
  const dated = several.lines.map((line) => ({
    ...{ ...line, ...itemOf(line) },
    occurredOn: line.line.date ?? input.visit.admittedOn ?? input.visit.date,
  }));
  return adjudicateStay(input, stays, dated);
}

type OneYear = Pick<YearOfStay, 'year' | 'policy'> & Pick<Several, 'known'>;

function yearOfStay(data: CaseFile, { person }: AdjudicationInput, { year, policy, known }: OneYear): YearOfStay {
  const { status, groups, cover } = data.earlierYears?.[year.name] ?? { cover: data.person.cover };
  const then = { ...person, status: status ?? person.status, groups: groups ?? person.groups };
  return { year, policy, person: then, accumulators: known.get(year.name) ?? NO_USE, covered: cover === 'normal' };
}

function stateAfter(
  { uses, adjudication }: StayAdjudication,
  known: ReadonlyMap<string, Accumulators>,
  { account }: AdjudicationInput,
): CaseState {
  const years = new Map(known);
  for (const { year, delta } of uses) years.set(year, addAccumulators(years.get(year) ?? NO_USE, delta));
  const own = adjudication.accountPaid.minus(adjudication.familyPaid);
  const family = account.family?.minus(adjudication.familyPaid);
  return { years, balance: account.balance.minus(own), family };
}
