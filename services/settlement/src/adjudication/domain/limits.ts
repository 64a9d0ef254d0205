import { Money, daysBetween, monthOf } from '#kernel';
import { holds } from './conditions.js';
import type { BenefitName, LimitRule } from '#policy';
import { OF_CLAIM, periodOf } from './periods.js';
import type { BasicQuestion } from './question.js';
import type { Visit } from './types.js';

/** A limit that concerns a claim: what it has left, where its use is counted, and the parameter it stands in. */
export type LimitLeft = {
  readonly name: string;
  readonly left: Money;
  /** Null where the use is counted by one of the ordinary accumulators, or by bed days. */
  readonly counter: string | null;
  readonly from: BenefitName;
};

export const BASIC_COUNTER = 'cap|basic';
export const CHRONIC_COUNTER = 'cap|chronic';
/** Chronic cost within the limits of months that was borne first or lay beyond a cap on cost: it lies on no band. */
export const CHRONIC_BORNE_COUNTER = 'borne|chronic';
const NONE: readonly LimitLeft[] = [];

/** 限额 The further limits of the policy on payment or on in-scope cost that concern this claim. */
export function limitsOn({ benefit, facts, visit, year }: BasicQuestion, on: LimitRule['on']): readonly LimitLeft[] {
  const rules = benefit.values.limits;
  if (rules.length === 0) return NONE;
  return rules
    .filter((rule) => rule.on === on && holds(rule.when, facts))
    .map((rule) => {
      const counter = counterOf(rule, visit);
      const used = counter === null ? Money.zero : (year.counters[counter] ?? Money.zero);
      return { name: rule.name, left: leftOf(amountOf(rule, visit), used), counter, from: 'limits' };
    });
}

/** A limit of bed days is so much a day of the stay. */
const amountOf = ({ per, amount }: LimitRule, visit: Visit): Money =>
  per === 'bed-day' ? Money.roundHalfUp(amount.exact().times(visit.bedDays ?? daysOfStay(visit))) : amount;

/** 床日 Days of a stay: the day of admission counted, that of discharge not, and at least one. */
export function daysOfStay({ admittedOn, dischargedOn, date }: Visit): number {
  return Math.max(daysBetween(admittedOn ?? date, dischargedOn ?? date), 1);
}

function counterOf({ name, per, each }: LimitRule, { date, disease = '' }: Visit): string | null {
  if (per === 'bed-day') return null;
  if (per === 'claim') return `${OF_CLAIM}limit|${name}`;
  const time = periodOf(per, date);
  return ['limit', name, ...(each === 'disease' ? [disease] : []), ...(time === '' ? [] : [time])].join('|');
}

/** The monthly limit on chronic cost (cases WC24). */
export function monthlyLimit({ benefit, visit, year }: BasicQuestion): LimitLeft | null {
  const limit = visit.kind === 'chronic' ? benefit.values['chronic.monthlyLimit'] : null;
  if (limit === null) return null;
  const used = year.chronicInScopeByMonth[monthOf(visit.date)] ?? Money.zero;
  return { name: '月限额', left: leftOf(limit, used), counter: null, from: 'chronic.monthlyLimit' };
}

/** The cap of the basic fund as far as it concerns this kind of visit: its accumulator where it is the usual one. */
function basicCap({ benefit, visit, year }: BasicQuestion, on: LimitRule['on']): LimitLeft | null {
  const { values } = benefit;
  const [cap, rule] = [values['basic.cap'], values['basic.capRule']];
  if (cap === null || rule.on !== on || !rule.visits.includes(visit.kind)) return null;
  const own = isUsual(rule);
  const used = own ? year.fundPaid : (year.counters[BASIC_COUNTER] ?? Money.zero);
  return { name: '年度最高支付限额', left: leftOf(cap, used), counter: own ? null : BASIC_COUNTER, from: 'basic.cap' };
}

/** Payments for stays and chronic visits have an accumulator of their own; other ways to count use a counter. */
const isUsual = ({ on, visits }: { readonly on: string; readonly visits: readonly string[] }): boolean =>
  on === 'payment' && visits.length === 2 && visits.includes('inpatient') && visits.includes('chronic');

function kindCap({ benefit, visit, year }: BasicQuestion): LimitLeft | null {
  const { values } = benefit;
  if (visit.kind === 'inpatient') return null;
  if (visit.kind === 'chronic') {
    const cap = values['chronic.cap'];
    const left = cap && leftOf(cap, year.counters[CHRONIC_COUNTER] ?? Money.zero);
    return left && { name: '门诊慢特病年度限额', left, counter: CHRONIC_COUNTER, from: 'chronic.cap' };
  }
  const cap = values['outpatient.cap'];
  const left = cap && leftOf(cap, year.outpatientFundPaid);
  return left && { name: '普通门诊年度限额', left, counter: null, from: 'outpatient.cap' };
}

/** Every limit on the basic fund's payment of a claim. */
export function paymentLimits(question: BasicQuestion): readonly LimitLeft[] {
  const caps = [basicCap(question, 'payment'), kindCap(question)].filter((cap) => cap !== null);
  const more = limitsOn(question, 'payment');
  return more.length === 0 ? caps : [...caps, ...more];
}

/** The cap of the basic fund where it is on in-scope cost (cases WC19). */
export const baseCap = (question: BasicQuestion): LimitLeft | null => basicCap(question, 'in-scope');

/** The limit that leaves least; null without any. */
export const tightest = (limits: readonly LimitLeft[]): LimitLeft | null =>
  limits.reduce<LimitLeft | null>((least, one) => (least === null || one.left.lt(least.left) ? one : least), null);

const leftOf = (limit: Money, used: Money): Money => limit.minus(used).max(Money.zero);
