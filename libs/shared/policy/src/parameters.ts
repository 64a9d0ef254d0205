import { z } from 'zod';
import * as deductibles from './deductible-values.js';
import * as funds from './fund-values.js';
import { itemRules } from './item-values.js';
import { REGISTRATION_PARAMETERS } from './registration-values.js';
import type { RegistrationValues } from './registration-values.js';
import * as values from './values.js';
import type { Reduction } from './deductible-values.js';
import type { Band, Reducible, SettlementLevel, Treatment, VisitKind } from './values.js';

/** 险种 Scheme of the clearing (CLR-14): 310 employee, 390 resident. */
export type Scheme = 'employee' | 'resident';
/** 参保身份 Status that benefit tables distinguish. */
export type Status = 'active' | 'retired' | 'resident';

/** The statuses of each scheme. */
export const STATUSES: Readonly<Record<Scheme, readonly Status[]>> = {
  employee: ['active', 'retired'],
  resident: ['resident'],
};

/** Benefit parameters apart from ratios and reductions. A new dimension is one line here and a reader in adjudication. */
const PLAIN = {
  'inpatient.deductible': deductibles.deductibleRule('stay'),
  'outpatient.deductible': deductibles.deductibleRule('year'),
  'chronic.deductible': deductibles.deductibleRule('year'),
  'deductible.shared': funds.sharedDeductible,
  'inpatient.bandsOn': values.bandsOn,
  'outpatient.bandsOn': values.bandsOn,
  'chronic.bandsOn': values.bandsOn,
  /** Annual cap on the basic fund's payment, unless `basic.capRule` says otherwise for inpatient and chronic visits. */
  'basic.cap': values.limit,
  'basic.capRule': funds.capRule,
  'outpatient.cap': values.limit,
  'chronic.cap': values.limit,
  /** SET-11: the diseases settled directly out of area; of the others the claim is made by hand. */
  'chronic.direct': funds.directDiseases,
  /** Limit on the in-scope cost of a calendar month, before the ratio (cases WC24). */
  'chronic.monthlyLimit': values.limit,
  limits: funds.limitRules,
  adjustments: funds.adjustments,
  items: itemRules,
  minimum: funds.minimumRule,
  large: funds.layerRule,
  supplements: funds.supplements,
  pharmacy: values.pharmacyRule,
  civilServant: values.civilServantRule,
  /** Kinds of visit whose personal share the personal account may pay. */
  'account.visits': values.visits,
  /** SET-07, REG-02: the hospital's emergency mark stands for a filing. */
  emergencyDeemedFiled: values.flag,
  'emergency.also': funds.emergencyAlso,
  'emergency.death': funds.emergencyDeath,
  'penalty.indirect': funds.penalty,
  /** SET-19: first day of the medical year. */
  'medicalYear.start': z
    .string()
    .regex(/^(?:0[1-9]|1[0-2])-01$/, '须为某月1日，例如01-01、07-01')
    .transform((text): `${string}-01` => text as `${string}-01`)
    .meta({ title: 'MM-01' }),
  'medicalYear.crossing': funds.crossYearRule,
} as const;

/** 支付比例 Payment ratio by settlement level, one name a level because places print some levels only. */
export type RatioName = `${RatedVisit}.ratio.${SettlementLevel}`;
/** Kinds of visit that have ratios by level of their own. */
export type RatedVisit = Exclude<VisitKind, 'pharmacy'>;
type Measures = { readonly [Name in `${RatedVisit}.bandsBase`]: z.output<typeof values.bandsBase> } & {
  readonly [Name in `${RatedVisit}.bandsMode`]: z.output<typeof values.bandsMode>;
};
export type ReductionName = `reduction.${Reducible}.${Treatment}`;
type PlainValues = { readonly [Name in keyof typeof PLAIN]: z.output<(typeof PLAIN)[Name]> };

/** 待遇参数 All benefit parameters of one status. */
export type BenefitValues = PlainValues &
  Measures & { readonly [Name in RatioName]: readonly Band[] } & {
    readonly [Name in ReductionName]: Reduction;
  };
export type BenefitName = keyof BenefitValues;
export type RegistrationName = keyof RegistrationValues;

const RATED = ['inpatient', 'outpatient', 'chronic'] as const;
const ratios = RATED.flatMap((visit) =>
  values.LEVELS.map((level) => [`${visit}.ratio.${level}`, values.bands] as const),
);
const measures = RATED.flatMap((visit) => [
  [`${visit}.bandsBase`, values.bandsBase] as const,
  [`${visit}.bandsMode`, values.bandsMode] as const,
]);
const reductions = values.REDUCIBLE.flatMap((what) =>
  values.TREATMENTS.map((how) => [`reduction.${what}.${how}`, deductibles.reduction] as const),
);

/** Schema of every benefit parameter by the name used in policy files. */
export const BENEFIT_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...Object.entries(PLAIN),
  ...measures,
  ...ratios,
  ...reductions,
]);

const NOTHING: Readonly<Record<string, unknown>> = {
  'deductible.shared': [],
  'chronic.bandsOn': 'stay',
  'basic.capRule': { on: 'payment', visits: ['inpatient', 'chronic'] },
  'chronic.cap': null,
  'chronic.direct': 'all',
  limits: [],
  adjustments: [],
  items: [],
  minimum: { kind: 'none' },
  supplements: [],
  'emergency.also': [],
  'emergency.death': 'outpatient',
  'penalty.indirect': { kind: 'none' },
  'medicalYear.crossing': { kind: 'whole', year: 'settlement' },
};
const NO_REDUCTION = { kind: 'none' } as const;

/**
 * What holds where no table of the place, its province or the nation says anything: that there is no such rule. Only
 * these parameters may be left out everywhere.
 */
export const NEUTRAL: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...Object.entries(NOTHING),
  ...RATED.map((visit) => [`${visit}.bandsBase`, 'in-scope'] as const),
  ...RATED.map((visit) => [`${visit}.bandsMode`, 'progressive'] as const),
  ...values.REDUCIBLE.map((what) => [`reduction.${what}.home`, NO_REDUCTION] as const),
  ...(['pharmacy', 'large'] as const).map((what) => [`reduction.${what}.home-promise`, NO_REDUCTION] as const),
]);

/** Schema of every registration parameter by the name used in policy files. */
export const REGISTRATION_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>(
  Object.entries(REGISTRATION_PARAMETERS),
);
