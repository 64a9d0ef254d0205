import { Money, daysBetween } from '#kernel';
import type { BusinessDate } from '#kernel';
import type {
  BenefitValues,
  DeductibleAmount,
  DeductibleRule,
  LeveledDeductible,
  Readmission,
  VisitKind,
} from '#policy';
import { adjustDeductible } from './adjustments.js';
import { periodOf } from './periods.js';
import type { Period } from './periods.js';
import type { BasicQuestion } from './question.js';
import type { Accumulators, Amounts, RecentStay, Visit } from './types.js';

/** Whether a rule without `per` of its own is of the medical year. */
type Per = 'stay' | 'year';

/**
 * 起付标准 What a visit has to bear before the fund pays (SET-01): by level or as a share of the bill, by stay of the year or
 * once a year, what an earlier stay has already paid, then the adjustments of the policy. Not yet limited by the cost.
 */
export function deductibleOf(question: BasicQuestion, rule: DeductibleRule, per: Per): Money {
  const { visit, amounts, adjustments } = question;
  if (question.elsewhere) return Money.zero;
  if (rule instanceof Money || 'share' in rule) {
    const own = adjustDeductible(amountOf(rule, amounts), adjustments);
    return per === 'year' ? leftOf(own, question) : own;
  }
  const first = amountOf(rule.levels[visit.settlementLevel], amounts);
  const { per: of, yearMaximum } = rule;
  const charged =
    of === 'stay' ? ofStay(question, rule, first) : leftOf(adjustDeductible(first, adjustments), question, of);
  return yearMaximum === undefined ? charged : charged.min(leftOf(yearMaximum, question));
}

function ofStay(question: BasicQuestion, rule: LeveledDeductible, first: Money): Money {
  const { visit, adjustments } = question;
  const asNumber = (stayNumberOfYear: number): Money =>
    adjustDeductible(laterDeductible(rule, { ...visit, stayNumberOfYear }, first), adjustments);
  const own = asNumber(visit.stayNumberOfYear);
  if (rule.readmission === undefined) return own;
  const before = staysBefore(question, rule.readmission);
  if (before.length === 0) return own;
  // Nothing more at the same or a lower level.
  if (before.some((stay) => stay.level >= visit.settlementLevel)) return Money.zero;
  if (rule.readmission.higher === 'full') return own;
  // The difference to what this level would have charged in the place of those stays: together they are one.
  const number = visit.stayNumberOfYear - before.reduce((sum, { stays }) => sum + stays, 0);
  const paid = Money.sum(before.map((stay) => stay.deductible));
  return asNumber(Math.max(number, 1)).minus(paid).max(Money.zero);
}

function amountOf(amount: DeductibleAmount, { total, inScope }: Amounts): Money {
  if (amount instanceof Money) return amount;
  const share = (amount.of === 'total' ? total : inScope).share(amount.share).max(amount.floor ?? Money.zero);
  return amount.ceiling === undefined ? share : share.min(amount.ceiling);
}

/** Second, third … stay of the year. */
function laterDeductible({ later }: LeveledDeductible, visit: Visit, first: Money): Money {
  const number = visit.stayNumberOfYear - 1;
  if (!later || number < 1 || visit.kind !== 'inpatient') return first;
  if (later.kind === 'step-down') {
    const lowered = first.minus(Money.roundHalfUp(later.step.exact().times(number)));
    // A floor never raises what was below it already.
    return lowered.max(later.floors[visit.settlementLevel].min(first));
  }
  const { factors } = later;
  return Money.roundHalfUp(first.exact().times(factors[Math.min(number, factors.length) - 1] ?? '1'));
}

/** What is left of a deductible of the day, month, quarter or medical year. */
function leftOf(whole: Money, { benefit, visit, year }: BasicQuestion, per: Period = 'year'): Money {
  const counter = per === 'year' ? null : periodCounter(benefit.values, visit, per);
  const paid = counter === null ? paidThisYear(benefit.values, visit.kind, year) : year.counters[counter];
  return whole.minus(paid ?? Money.zero).max(Money.zero);
}

/** Where the deductible a visit is charged is counted besides the year: only where its rule is of a shorter time. */
export function deductibleCounter({ benefit, visit }: BasicQuestion, rule: DeductibleRule): string | null {
  if (rule instanceof Money || 'share' in rule || rule.per === 'stay' || rule.per === 'year') return null;
  return periodCounter(benefit.values, visit, rule.per);
}

function periodCounter(values: BenefitValues, { kind, date }: Visit, per: Period): string {
  const own = kind === 'pharmacy' ? 'outpatient' : kind;
  return `deductible|${values['deductible.shared'].includes(kind) ? 'shared' : own}|${periodOf(per, date)}`;
}

/** Deductible paid this year by visits of the kind, or of all kinds that share one with it. */
function paidThisYear(values: BenefitValues, kind: VisitKind, year: Accumulators): Money {
  const shared = values['deductible.shared'];
  if (!shared.includes(kind)) return paidBy(kind, year);
  // Outpatient visits and pharmacies have one accumulator.
  const kinds = new Set(shared.map((one) => (one === 'pharmacy' ? 'outpatient' : one)));
  return Money.sum([...kinds].map((one) => paidBy(one, year)));
}

function paidBy(kind: VisitKind, year: Accumulators): Money {
  switch (kind) {
    case 'inpatient':
      return year.deductiblePaid;
    case 'chronic':
      return year.chronicDeductiblePaid;
    case 'outpatient':
    case 'pharmacy':
      return year.outpatientDeductiblePaid;
  }
}

type EndedStay = ReturnType<typeof keyParts> & RecentStay;

/** 短期再住院 The stays that ended so shortly before, of the same disease where that is asked. */
function staysBefore({ visit, year }: BasicQuestion, rule: Readmission): readonly EndedStay[] {
  const admitted = visit.admittedOn ?? visit.date;
  return Object.entries(year.recentStays)
    .map(([key, stay]) => ({ ...keyParts(key), ...stay }))
    .filter((stay) => stay.stays > 0 && isWithin(stay.dischargedOn, admitted, rule.days))
    .filter((stay) => !rule.sameDisease || (stay.disease !== '' && stay.disease === (visit.disease ?? '')));
}

const isWithin = (dischargedOn: BusinessDate, admitted: BusinessDate, days: number): boolean => {
  const gap = daysBetween(dischargedOn, admitted);
  return gap >= 0 && gap <= days;
};

/** How an ended stay is remembered for a readmission; see `Accumulators.recentStays`. */
export const stayKey = ({ dischargedOn, date, settlementLevel, disease = '' }: Visit): string =>
  `${dischargedOn ?? date}|${settlementLevel}|${disease}`;

function keyParts(key: string): { dischargedOn: BusinessDate; level: string; disease: string } {
  const [dischargedOn = '', level = '', disease = ''] = key.split('|');
  return { dischargedOn: dischargedOn as BusinessDate, level, disease };
}
