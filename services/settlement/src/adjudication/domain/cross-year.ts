import { Decimal, Money, addDays, daysBetween, ok } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import type { CrossYearRule, EffectivePolicy, MedicalYear } from '#policy';
import { bornBy, refuseBroken } from './adjudicate.js';
import { lastRatioOf } from './bands.js';
import type { FundsPaid } from './computation.js';
import { sumByKey } from './accumulators.js';
import { deltaOf, usedByClaim } from './delta.js';
import { explainBorne, explainFunds } from './explain.js';
import { sumSplit } from './fee-split.js';
import { fundsPaid } from './funds-paid.js';
import { daysOfStay } from './limits.js';
import { paymentsOfYears } from './payments.js';
import type { Accumulators, Adjudication, AdjudicationInput, Amounts, ItemCost, Person, Step, Visit } from './types.js';

/** One fee line with its date, for policies that split a stay by them. */
export type DatedLine = ItemCost & Amounts & { readonly occurredOn: BusinessDate };

/** What holds in one of the medical years of a stay: status and policy may have changed at its beginning. */
export type YearOfStay = {
  readonly year: MedicalYear;
  readonly policy: EffectivePolicy;
  readonly person: Person;
  readonly accumulators: Accumulators;
  /** False where the person had no cover in this year: no fund pays its part. */
  readonly covered?: boolean;
};

/** A claim of a stay that reaches over several medical years: one claim, whose use belongs to each of them. */
export type StayAdjudication = {
  readonly adjudication: Adjudication;
  readonly uses: readonly { readonly year: string; readonly delta: Accumulators }[];
  /** What the funds made of every part, for whoever explains the claim further. */
  readonly parts: readonly FundsPaid[];
};

/** The policy value that says how a stay across medical years is taken; all statuses of a scheme share it. */
export const crossingOf = (policy: EffectivePolicy): CrossYearRule => {
  const table = policy.byStatus.resident ?? policy.byStatus.active;
  return table?.values['medicalYear.crossing'] ?? { kind: 'whole', year: 'settlement' };
};

/**
 * SET-12: the medical years that a stay's cost belongs to, oldest first: those between admission and the stay's end where the
 * policy splits it, otherwise the one year that takes it whole. `yearOf`: the medical year of a date by the policy.
 */
export function yearsOfStay(
  rule: CrossYearRule,
  yearOf: (date: BusinessDate) => MedicalYear,
  { admittedOn, endedOn, settledOn }: Readonly<Record<'admittedOn' | 'endedOn' | 'settledOn', BusinessDate>>,
): readonly MedicalYear[] {
  if (rule.kind === 'whole') return [yearOf(rule.year === 'admission' ? admittedOn : settledOn)];
  const years = [yearOf(admittedOn)];
  for (let last = years[0]; last !== undefined && last.to < endedOn; last = years.at(-1)) {
    years.push(yearOf(addDays(last.to, 1)));
  }
  return years;
}

/**
 * 跨年度住院 SET-12: computes a stay whose cost is split over medical years, oldest first. Every part is paid by its own
 * year's policy, status and accumulators, and what is limited by claim is limited for all parts together; hospital, account
 * and patient bear the rest of the whole. The amounts of the parts add up to those of the claim to the cent. Refused like
 * `adjudicate`.
 */
export function adjudicateStay(
  whole: AdjudicationInput,
  years: readonly YearOfStay[],
  lines: readonly DatedLine[],
): Result<StayAdjudication> {
  const paid = partsPaid(whole, years, lines);
  if (!paid.ok) return paid;
  const parts = paid.value;
  const borne = bornBy(whole, parts);
  if (!borne.ok) return borne;
  const funds = paymentsOfYears(parts);
  refuseBroken(whole, funds, borne.value);
  const last = parts.at(-1) as FundsPaid;
  const adjudication: Adjudication = {
    funds,
    ...borne.value,
    deductibleCharged: Money.sum(parts.map(({ basic }) => basic.deductibleCharged)),
    poolRatio: lastRatioOf(last.basic.parts),
    steps: [
      ...parts.flatMap((part, index) => stepsOf(part, years[index]?.year.name ?? '')),
      ...explainBorne(borne.value),
    ],
    delta: deltaOf(last),
  };
  const uses = parts.map((part, index) => ({ year: years[index]?.year.name ?? '', delta: deltaOf(part) }));
  return ok({ adjudication, uses, parts });
}

/** What the funds pay of every part, oldest first. */
function partsPaid(
  whole: AdjudicationInput,
  years: readonly YearOfStay[],
  lines: readonly DatedLine[],
): Result<readonly FundsPaid[]> {
  const rule = crossingOf(whole.policy);
  const shares = rule.kind === 'by-line' ? byLine(years, lines) : byDays(whole, years, lines);
  const visits = visitsOf(whole.visit, years);
  const bearing = yearsThatBear(years, shares);
  const parts: FundsPaid[] = [];
  let ofClaim: Accumulators['counters'] = {};
  for (const [index, one] of years.entries()) {
    const [share, visit] = [shares[index], visits[index]];
    if (share === undefined || visit === undefined) continue;
    const part = { ...whole, ...partOf(one, share, ofClaim), visit };
    const paid = fundsPaid({ ...part, deductibleElsewhere: isElsewhere(rule, index, bearing) });
    if (!paid.ok) return paid;
    parts.push(paid.value);
    ofClaim = sumByKey(ofClaim, usedByClaim(paid.value));
  }
  return ok(parts);
}

/** The stay as each year sees it. What an earlier year bears falls on its last day, for limits of a month, quarter or day. */
function visitsOf(visit: Visit, years: readonly YearOfStay[]): readonly Visit[] {
  const until = daysUntil(visit, years);
  return years.map(({ year, accumulators }, index) => ({
    ...visit,
    date: index === years.length - 1 ? visit.date : year.to,
    bedDays: Math.max((until[index] ?? 0) - (until[index - 1] ?? 0), 1),
    stayNumberOfYear: accumulators.stays + 1,
  }));
}

type Share = { readonly amounts: Amounts; readonly items: readonly ItemCost[] };

/** Of its own medical year; limits of one claim go on where the earlier parts ended. */
const partOf = (
  { policy, person, accumulators: year, covered }: YearOfStay,
  { amounts, items }: Share,
  ofClaim: Accumulators['counters'],
) => ({
  ...{ policy, person, amounts, items, uncovered: covered === false },
  accumulators: { ...year, counters: { ...year.counters, ...ofClaim } },
});

/** Years with cover that in-scope cost fell on: one without, as that of a discharge on 1 January, is charged nothing and counts no stay. */
function yearsThatBear(years: readonly YearOfStay[], shares: readonly Share[]): readonly number[] {
  const covered = years.flatMap((one, index) => (one.covered === false ? [] : [index]));
  const bearing = covered.filter((index) => shares[index]?.amounts.inScope.isPositive() === true);
  return bearing.length === 0 ? covered : bearing;
}

/** The deductible is that of each year that bears cost, or of the first or the last of them. */
function isElsewhere(rule: CrossYearRule, index: number, bearing: readonly number[]): boolean {
  if (rule.kind === 'whole') return false;
  if (rule.deductible === 'each') return !bearing.includes(index);
  return index !== (rule.deductible === 'first' ? bearing[0] : bearing.at(-1));
}

/** Each line in the year of its own date (RC02); a line dated outside the stay's years belongs to the nearest one. */
function byLine(years: readonly YearOfStay[], lines: readonly DatedLine[]): readonly Share[] {
  const within = (line: DatedLine): number => {
    const on = dayCharged(line, lines);
    const index = years.findIndex(({ year }) => on <= year.to);
    return index < 0 ? years.length - 1 : index;
  };
  return years.map((_, index) => {
    const own = lines.filter((line) => within(line) === index);
    return { amounts: sumSplit(own), items: own };
  });
}

/** A negative line takes back what the last line of its item before it charged, and so belongs to that one's year. */
function dayCharged({ code, total, occurredOn }: DatedLine, lines: readonly DatedLine[]): BusinessDate {
  if (!total.isNegative()) return occurredOn;
  const days = lines
    .filter((line) => line.code === code && line.total.isPositive() && line.occurredOn <= occurredOn)
    .map((line) => line.occurredOn);
  return days.toSorted().at(-1) ?? occurredOn;
}

/** Days of the stay up to the end of each year, the last of which ends with the stay. */
function daysUntil(visit: Visit, years: readonly YearOfStay[]): readonly number[] {
  const days = daysOfStay(visit);
  return years.map(({ year }, index) =>
    index === years.length - 1 ? days : Math.min(daysBetween(visit.admittedOn ?? visit.date, year.to) + 1, days),
  );
}

/** Mean daily cost times the days in each year; the last year takes the odd cents. The day of discharge is not counted. */
function byDays(
  { amounts, visit, items = [] }: AdjudicationInput,
  years: readonly YearOfStay[],
  lines: readonly DatedLine[],
): readonly Share[] {
  const days = daysOfStay(visit);
  const until = daysUntil(visit, years);
  const costs = items.length > 0 ? items : lines;
  const upTo = (amount: Money, index: number): Money =>
    index < 0
      ? Money.zero
      : Money.roundHalfUp(
          amount
            .exact()
            .times(until[index] ?? days)
            .div(new Decimal(days)),
        );
  const share = (amount: Money, index: number): Money => upTo(amount, index).minus(upTo(amount, index - 1));
  // Lines are shared by their running sum: so they never come to more than the bill of a year, whatever is rounded.
  let sum = Money.zero;
  const sumTo = costs.map((item) => (sum = sum.plus(item.inScope)));
  // The units of a line fall on the years like its cost, so that the price of one stays what it is.
  const units = ({ quantity = new Decimal(1) }: ItemCost, index: number): Decimal =>
    quantity.times((until[index] ?? days) - (until[index - 1] ?? 0)).div(days);
  return years.map((_, index) => {
    const parts = {
      inScope: share(amounts.inScope, index),
      classBPrepay: share(amounts.classBPrepay, index),
      overLimit: share(amounts.overLimit, index),
      selfPay: share(amounts.selfPay, index),
    };
    const total = Money.sum(Object.values(parts));
    return {
      amounts: { total, ...parts },
      items: costs.map((item, at) => ({
        ...{ ...item, quantity: units(item, index) },
        inScope: share(sumTo[at] ?? Money.zero, index).minus(share(sumTo[at - 1] ?? Money.zero, index)),
      })),
    };
  });
}

const stepsOf = (part: FundsPaid, year: string): readonly Step[] =>
  explainFunds(part).map((step) => ({ ...step, name: `${year}年度·${step.name}` }));
