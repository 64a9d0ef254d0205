import { Decimal, Money } from '#kernel';
import type { Band, BenefitName } from '#policy';
import { adjustBands } from './adjustments.js';
import { PLAIN_MEASURE, costBeyondCap, cutByBands, measureByTotal, payOf, reduceBands } from './bands.js';
import type { BandMeasure, BandPart } from './bands.js';
import { bonusPay, itemsAnswer } from './items.js';
import type { ItemsAnswer } from './items.js';
import { baseCap, limitsOn, monthlyLimit, paymentLimits, tightest } from './limits.js';
import type { LimitLeft } from './limits.js';
import type { BasicQuestion } from './question.js';
import { termsOf } from './terms.js';
import type { Terms } from './terms.js';
import type { PayableReduction } from './treatment.js';

export type BasicAnswer = {
  readonly paid: Money;
  /** In-scope amount the ratio was applied to, deductible included. */
  readonly considered: Money;
  readonly deductibleCharged: Money;
  /** Where the deductible is counted besides the year. */
  readonly deductibleCounter: string | null;
  readonly limitLeft: Money | null;
  readonly parts: readonly BandPart[];
  /** In-scope cost beyond the annual cap, beyond other limits (part of it left out before all), and borne first out of area. */
  readonly beyondCap: Money;
  readonly overQuota: Money;
  readonly leftOut: Money;
  readonly firstBorne: Money;
  /** In-scope cost that limits on it let through, before anything is borne first; what they have used. */
  readonly withinQuota: Money;
  readonly items: ItemsAnswer;
  /** Every limit looked at, to be counted; and the one on in-scope cost and on payment that left least. */
  readonly limits: { readonly onScope: readonly LimitLeft[]; readonly onPayment: readonly LimitLeft[] };
  readonly tightest: LimitLeft | null;
  /** A limit on payment left cost unpaid. */
  readonly isLimited: boolean;
  readonly tightestQuota: LimitLeft | null;
  /** Names of the parameters used, for the trace. */
  readonly used: Terms['used'] & { readonly cap: BenefitName };
};

/** 基本医疗保险统筹基金 What the basic fund pays (SET-01, SET-06, SET-20): rounded once, then limited by what the caps left. */
export function basicFund(question: BasicQuestion): BasicAnswer {
  const terms = termsOf(question);
  const scope = scopeOf(question, terms);
  const { considered, items } = scope;
  const deductibleCharged = terms.deductible.min(considered);
  const payable = considered.minus(deductibleCharged);
  const { from, to } = stretch(question, terms, { considered, deductibleCharged });
  const parts = cutByBands(bandsOf(question, terms.bands), from, to, measureOf(question, terms, considered));
  const ordinary = payOf(parts);
  const beside = items.used.length === 0 ? NOTHING : besidePay(items, payable, ordinary);
  const onPayment = paymentLimits(question);
  const { paid, beyond, beyondQuota, least } = withinLimits({ parts, ordinary, beside }, onPayment);
  return {
    paid,
    considered,
    deductibleCharged,
    deductibleCounter: terms.deductibleCounter,
    limitLeft: least?.left ?? null,
    parts,
    beyondCap: scope.overCap.plus(beyond),
    leftOut: scope.leftOut,
    overQuota: scope.leftOut.plus(beyondQuota),
    withinQuota: scope.within,
    firstBorne: scope.firstBorne.plus(borneAbove(question, payable)),
    items,
    limits: { onScope: scope.limits, onPayment },
    tightest: least,
    isLimited: beyond.plus(beyondQuota).isPositive(),
    tightestQuota: scope.quota,
    used: { ...terms.used, cap: least?.from ?? capName(question) },
  };
}

function measureOf({ amounts }: BasicQuestion, { mode, byTotal }: Terms, considered: Money): BandMeasure {
  if (byTotal) return measureByTotal(mode, considered, amounts.total);
  return mode === 'progressive' ? PLAIN_MEASURE : { ...PLAIN_MEASURE, mode };
}

type Pay = { readonly parts: readonly BandPart[]; readonly ordinary: Decimal; readonly beside: Decimal };
type Limited = {
  readonly paid: Money;
  readonly beyond: Money;
  readonly beyondQuota: Money;
  readonly least: LimitLeft | null;
};

/**
 * What the tightest limit lets the fund pay, and the cost it cannot pay on: beyond a further limit of the policy, as of a
 * month or a disease, the rest beyond a cap, where the layer above it may begin.
 */
function withinLimits({ parts, ordinary, beside }: Pay, limits: readonly LimitLeft[]): Limited {
  const least = tightest(limits);
  const exact = beside === NOTHING ? ordinary : ordinary.plus(beside);
  const left = least?.left.exact();
  if (least === null || left === undefined || exact.lte(left)) {
    return { paid: Money.roundHalfUp(exact), beyond: Money.zero, beyondQuota: Money.zero, least };
  }
  const quota = tightest(limits.filter(({ from }) => from === 'limits'));
  const beyondQuota = quota === null ? Money.zero : costBeyondCap(parts, quota.left.exact().minus(beside));
  return { paid: least.left, beyond: costBeyondCap(parts, left.minus(beside)).minus(beyondQuota), beyondQuota, least };
}

const NOTHING = new Decimal(0);

/** What items pay beside the bands; points on top never pay more than what the bands left. */
const besidePay = (items: ItemsAnswer, payable: Money, ordinary: Decimal): Decimal =>
  items.own.plus(Decimal.min(bonusPay(items, payable), payable.exact().minus(ordinary)));
const NO_LIMITS: readonly LimitLeft[] = [];

type Scope = {
  readonly considered: Money;
  readonly within: Money;
  readonly quota: LimitLeft | null;
  readonly leftOut: Money;
  readonly overCap: Money;
  readonly firstBorne: Money;
  readonly items: ItemsAnswer;
  readonly limits: readonly LimitLeft[];
};

/** The in-scope cost the fund looks at: less items of their own, what limits leave out, what is borne first, and the base cap. */
function scopeOf(question: BasicQuestion, { inScope }: Terms): Scope {
  const items = itemsAnswer(question, inScope);
  const monthly = monthlyLimit(question);
  const quotas = limitsOn(question, 'in-scope');
  const least = tightest(monthly === null ? quotas : [monthly, ...quotas]);
  const within = least === null ? items.ordinary : items.ordinary.min(least.left);
  const firstBorne = borneBefore(question, within);
  const afterBearing = within.minus(firstBorne);
  const cap = baseCap(question);
  const considered = cap === null ? afterBearing : afterBearing.min(cap.left);
  const leftOut = items.ordinary.minus(within).plus(items.overCeiling);
  const limits = cap === null && quotas.length === 0 ? NO_LIMITS : [...quotas, ...(cap ? [cap] : [])];
  const overCap = afterBearing.minus(considered);
  return { considered, within, quota: least, leftOut, overCap, firstBorne, items, limits };
}

/** 先行承担 of all in-scope cost, before the deductible. */
const borneBefore = ({ reductions }: BasicQuestion, cost: Money): Money =>
  reductions.reduce((sum, one) => (isBefore(one) ? sum.plus(cost.minus(sum).share(one.share)) : sum), Money.zero);
/** 先行承担 of the cost above the deductible; the ratios are lowered accordingly, this only names the amount. */
const borneAbove = ({ reductions }: BasicQuestion, payable: Money): Money =>
  reductions.reduce((sum, one) => (isAbove(one) ? sum.plus(payable.minus(sum).share(one.share)) : sum), Money.zero);

type FirstBear = Extract<PayableReduction, { kind: 'first-bear' }>;
const isBefore = (reduction: PayableReduction): reduction is FirstBear =>
  reduction.kind === 'first-bear' && reduction.of === 'in-scope';
const isAbove = (reduction: PayableReduction): reduction is FirstBear =>
  reduction.kind === 'first-bear' && reduction.of !== 'in-scope';

/** Where the payable cost lies on the bands: after the deductible, or from zero where bands begin above it. */
function stretch(
  { benefit, visit }: BasicQuestion,
  { start }: Terms,
  { considered, deductibleCharged }: Pick<BasicAnswer, 'considered' | 'deductibleCharged'>,
): { readonly from: Money; readonly to: Money } {
  const kind = visit.kind === 'pharmacy' ? 'outpatient' : visit.kind;
  const end = start.plus(considered);
  if (benefit.values[`${kind}.bandsBase`] !== 'above-deductible')
    return { from: start.plus(deductibleCharged), to: end };
  return { from: start, to: end.minus(deductibleCharged) };
}

function bandsOf({ reductions, adjustments, visit, facts }: BasicQuestion, bands: readonly Band[]): readonly Band[] {
  const { age } = facts;
  const level = visit.settlementLevel;
  const reduce = (from: readonly Band[]): readonly Band[] =>
    reductions.reduce((now, reduction) => reduceBands(now, reduction, level), from);
  if (adjustments.length === 0) return reduce(bands);
  return adjustBands(reduce(adjustBands(bands, adjustments, { when: 'before', age })), adjustments, {
    when: 'after',
    age,
  });
}

const capName = ({ visit }: BasicQuestion): BenefitName =>
  visit.kind === 'inpatient' || visit.kind === 'chronic' ? 'basic.cap' : 'outpatient.cap';
