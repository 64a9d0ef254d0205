import { Decimal, Money, monthOf, ratioOf } from '#kernel';
import type { Band, BandsOn, BenefitName, BenefitTable, DeductibleRule } from '#policy';
import { costBeyondCap, cutByBands, payOf, reduceBands } from './bands.js';
import type { BandPart } from './bands.js';
import type { PayableReduction } from './treatment.js';
import type { Accumulators, Amounts, Visit } from './types.js';

/** What the basic fund is asked: everything about one claim that its rule reads. */
export type BasicQuestion = {
  readonly benefit: BenefitTable;
  readonly reduction: PayableReduction;
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly year: Accumulators;
};

export type BasicAnswer = {
  readonly paid: Money;
  /** In-scope amount the ratio was applied to, deductible included. */
  readonly considered: Money;
  readonly deductibleCharged: Money;
  readonly limitLeft: Money | null;
  readonly parts: readonly BandPart[];
  /** In-scope cost beyond the annual cap. */
  readonly beyondCap: Money;
  /** Names of the parameters used, for the trace. */
  readonly used: { readonly deductible: BenefitName; readonly ratio: BenefitName; readonly cap: BenefitName };
};

/** How one kind of visit asks the basic fund. */
type Terms = {
  readonly considered: Money;
  readonly deductible: Money;
  readonly bands: readonly Band[];
  /** Where on the bands this claim begins. */
  readonly start: Money;
  readonly cap: Money | null;
  readonly capUsed: Money;
  readonly used: BasicAnswer['used'];
};

/** 基本医疗保险统筹基金 What the basic fund pays (SET-01, SET-06, SET-20): rounded once, then limited by what the cap left. */
export function basicFund(question: BasicQuestion): BasicAnswer {
  const { reduction } = question;
  const terms = termsOf(question);
  const deductibleCharged = terms.deductible.min(terms.considered);
  const bands = reduceBands(terms.bands, reduction);
  const end = terms.start.plus(terms.considered);
  const parts = cutByBands(bands, terms.start.plus(deductibleCharged), end);
  const exact = payOf(parts);
  const limitLeft = terms.cap === null ? null : terms.cap.minus(terms.capUsed).max(Money.zero);
  const capped = limitLeft !== null && exact.gt(limitLeft.exact());
  return {
    paid: capped ? limitLeft : Money.roundHalfUp(exact),
    considered: terms.considered,
    deductibleCharged,
    limitLeft,
    parts,
    beyondCap: capped ? costBeyondCap(parts, limitLeft) : Money.zero,
    used: terms.used,
  };
}

function termsOf(question: BasicQuestion): Terms {
  const { kind } = question.visit;
  switch (kind) {
    case 'inpatient':
      return inpatientTerms(question);
    case 'chronic':
      return chronicTerms(question);
    case 'outpatient':
      return outpatientTerms(question);
    case 'pharmacy':
      return pharmacyTerms(question);
  }
}

function inpatientTerms({ benefit, visit, amounts, year, reduction }: BasicQuestion): Terms {
  const { values } = benefit;
  const ratio = `inpatient.ratio.${visit.settlementLevel}` as const;
  return {
    considered: amounts.inScope,
    deductible: reduction.deductible ?? inpatientDeductible(values['inpatient.deductible'], visit, year.deductiblePaid),
    bands: values[ratio],
    start: startOn(values['inpatient.bandsOn'], year.inScope),
    cap: values['basic.cap'],
    capUsed: year.fundPaid,
    used: { deductible: 'inpatient.deductible', ratio, cap: 'basic.cap' },
  };
}

/** 起付标准 by level and stay of the year, or what is left of the year's one deductible. */
export function inpatientDeductible(rule: DeductibleRule, visit: Visit, paidThisYear: Money): Money {
  const first = rule.levels[visit.settlementLevel];
  if (rule.per === 'year') return first.minus(paidThisYear).max(Money.zero);
  const later = visit.stayNumberOfYear - 1;
  if (!rule.later || later < 1) return first;
  if (rule.later.kind === 'step-down') {
    const lowered = first.minus(Money.roundHalfUp(rule.later.step.exact().times(later)));
    return lowered.max(rule.later.floors[visit.settlementLevel]);
  }
  const { factors } = rule.later;
  return first.share(factors[Math.min(later, factors.length) - 1] ?? '1');
}

function chronicTerms({ benefit, visit, amounts, year, reduction }: BasicQuestion): Terms {
  const { values } = benefit;
  const ratio = `chronic.ratio.${visit.settlementLevel}` as const;
  const limit = values['chronic.monthlyLimit'];
  const usedThisMonth = year.chronicInScopeByMonth[monthOf(visit.date)] ?? Money.zero;
  const left = limit?.minus(usedThisMonth).max(Money.zero);
  return {
    considered: left ? amounts.inScope.min(left) : amounts.inScope,
    deductible: leftOf(reduction.deductible ?? values['chronic.deductible'], year.chronicDeductiblePaid),
    bands: values[ratio],
    start: Money.zero,
    cap: values['basic.cap'],
    capUsed: year.fundPaid,
    used: { deductible: 'chronic.deductible', ratio, cap: 'basic.cap' },
  };
}

function outpatientTerms({ benefit, visit, amounts, year, reduction }: BasicQuestion): Terms {
  const { values } = benefit;
  const ratio = `outpatient.ratio.${visit.settlementLevel}` as const;
  return {
    considered: amounts.inScope,
    deductible: leftOf(reduction.deductible ?? values['outpatient.deductible'], year.outpatientDeductiblePaid),
    bands: values[ratio],
    start: startOn(values['outpatient.bandsOn'], year.outpatientInScope),
    cap: values['outpatient.cap'],
    capUsed: year.outpatientFundPaid,
    used: { deductible: 'outpatient.deductible', ratio, cap: 'outpatient.cap' },
  };
}

function pharmacyTerms(question: BasicQuestion): Terms {
  const rule = question.benefit.values.pharmacy;
  const terms = outpatientTerms(question);
  const used = { ...terms.used, ratio: 'pharmacy' } as const;
  if (rule.kind === 'account-only') return { ...terms, considered: Money.zero, deductible: Money.zero, used };
  return { ...terms, bands: [{ upTo: null, ratio: rule.ratio }], used };
}

const startOn = (bandsOn: BandsOn, usedThisYear: Money): Money => (bandsOn === 'year' ? usedThisYear : Money.zero);
const leftOf = (annual: Money, paid: Money): Money => annual.minus(paid).max(Money.zero);

/** Ratio of the last band reached; zero when nothing lay above the deductible. */
export const lastRatioOf = (parts: readonly BandPart[]): string => {
  const last = parts.at(-1);
  return last ? ratioOf(last.ratio).toString() : new Decimal(0).toString();
};
