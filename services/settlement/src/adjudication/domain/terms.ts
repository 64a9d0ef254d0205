import { Money } from '#kernel';
import type { Band, BandsOn, BenefitName, BenefitValues, DeductibleRule, RatedVisit } from '#policy';
import type { BandMeasure } from './bands.js';
import type { BasicQuestion } from './question.js';
import { deductibleCounter, deductibleOf } from './deductible.js';
import { CHRONIC_BORNE_COUNTER } from './limits.js';
import type { Accumulators } from './types.js';

/** How one kind of visit asks the basic fund. */
export type Terms = {
  /** In-scope cost that the fund looks at at all. */
  readonly inScope: Money;
  /** Not yet limited by the cost. */
  readonly deductible: Money;
  /** Where it is counted besides the year; null for most. */
  readonly deductibleCounter: string | null;
  readonly bands: readonly Band[];
  readonly mode: BandMeasure['mode'];
  /** The limits of bands are compared with the total of the bill. */
  readonly byTotal: boolean;
  /** Where on the bands this claim begins. */
  readonly start: Money;
  /** Names of the parameters used, for the trace. */
  readonly used: { readonly deductible: BenefitName; readonly ratio: BenefitName };
};

export function termsOf(question: BasicQuestion): Terms {
  const { kind } = question.visit;
  switch (kind) {
    case 'inpatient':
    case 'chronic':
    case 'outpatient':
      return ratedTerms(question, kind);
    case 'pharmacy':
      return pharmacyTerms(question);
  }
}

function ratedTerms(question: BasicQuestion, kind: RatedVisit): Terms {
  const { values } = question.benefit;
  const ratio = `${kind}.ratio.${question.visit.settlementLevel}` as const;
  const base = values[`${kind}.bandsBase`];
  return {
    inScope: question.amounts.inScope,
    ...deductibleTerms(question, values[`${kind}.deductible`], kind),
    bands: values[ratio],
    mode: values[`${kind}.bandsMode`],
    byTotal: base === 'total',
    start: startOn(values[`${kind}.bandsOn`], base, usedThisYear(question.year, kind)),
    used: { deductible: deductibleName(question, kind), ratio },
  };
}

function pharmacyTerms(question: BasicQuestion): Terms {
  const rule = question.benefit.values.pharmacy;
  const terms = ratedTerms({ ...question, visit: { ...question.visit, kind: 'pharmacy' } }, 'outpatient');
  const used = { deductible: deductibleName(question, 'outpatient'), ratio: 'pharmacy' } as const;
  if (rule.kind === 'account-only') return { ...terms, inScope: Money.zero, deductible: Money.zero, used };
  return { ...terms, bands: [{ upTo: null, ratio: rule.ratio }], used };
}

/** The deductible a reduction brings goes before that of the kind of visit. */
function deductibleTerms(
  question: BasicQuestion,
  ordinary: DeductibleRule,
  kind: RatedVisit,
): Pick<Terms, 'deductible' | 'deductibleCounter'> {
  const own = question.reductions.find(({ deductible }) => deductible !== undefined)?.deductible;
  const rule = own ?? ordinary;
  const deductible = deductibleOf(question, rule, kind === 'inpatient' ? 'stay' : 'year');
  return { deductible, deductibleCounter: deductibleCounter(question, rule) };
}

function deductibleName({ reductions, visit, treatment }: BasicQuestion, kind: RatedVisit): BenefitName {
  const own = reductions.findIndex(({ deductible }) => deductible !== undefined);
  if (own < 0) return `${kind}.deductible`;
  return own === 0 ? `reduction.${visit.kind}.${treatment}` : 'penalty.indirect';
}

type Used = { readonly inScope: Money; readonly deductible: Money };

function usedThisYear(year: Accumulators, kind: RatedVisit): Used {
  switch (kind) {
    case 'inpatient':
      return { inScope: year.inScope, deductible: year.deductiblePaid };
    case 'outpatient':
      return { inScope: year.outpatientInScope, deductible: year.outpatientDeductiblePaid };
    case 'chronic': {
      const borne = year.counters[CHRONIC_BORNE_COUNTER] ?? Money.zero;
      const inScope = Money.sum(Object.values(year.chronicInScopeByMonth)).minus(borne);
      return { inScope, deductible: year.chronicDeductiblePaid };
    }
  }
}

function startOn(bandsOn: BandsOn, base: BenefitValues['inpatient.bandsBase'], used: Used): Money {
  if (bandsOn === 'stay') return Money.zero;
  return base === 'above-deductible' ? used.inScope.minus(used.deductible).max(Money.zero) : used.inScope;
}
