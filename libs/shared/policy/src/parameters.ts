import { z } from 'zod';
import { REGISTRATION_PARAMETERS } from './registration-values.js';
import type { RegistrationValues } from './registration-values.js';
import * as values from './values.js';
import type { Band, Reducible, Reduction, SettlementLevel, Treatment } from './values.js';

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
  'inpatient.deductible': values.deductibleRule,
  'inpatient.bandsOn': values.bandsOn,
  /** Annual cap on the basic fund's payment for inpatient and chronic visits. */
  'basic.cap': values.limit,
  large: values.layerRule,
  'outpatient.deductible': values.amount,
  'outpatient.bandsOn': values.bandsOn,
  'outpatient.cap': values.limit,
  'chronic.deductible': values.amount,
  /** Limit on the in-scope cost of a calendar month, before the ratio (cases WC24). */
  'chronic.monthlyLimit': values.limit,
  pharmacy: values.pharmacyRule,
  civilServant: values.civilServantRule,
  /** Kinds of visit whose personal share the personal account may pay. */
  'account.visits': values.visits,
  /** SET-07, REG-02: the hospital's emergency mark stands for a filing. */
  emergencyDeemedFiled: values.flag,
  /** SET-19: first day of the medical year. */
  'medicalYear.start': z.enum(['01-01', '07-01'], { error: '须为01-01或07-01' }),
} as const;

/** 支付比例 Payment ratio by settlement level, one name a level because places print some levels only. */
export type RatioName = `${'inpatient' | 'outpatient' | 'chronic'}.ratio.${SettlementLevel}`;
export type ReductionName = `reduction.${Reducible}.${Treatment}`;
type PlainValues = { readonly [Name in keyof typeof PLAIN]: z.output<(typeof PLAIN)[Name]> };

/** 待遇参数 All benefit parameters of one status. */
export type BenefitValues = PlainValues & { readonly [Name in RatioName]: readonly Band[] } & {
  readonly [Name in ReductionName]: Reduction;
};
export type BenefitName = keyof BenefitValues;
export type RegistrationName = keyof RegistrationValues;

const ratios = ['inpatient', 'outpatient', 'chronic'].flatMap((visit) =>
  values.LEVELS.map((level) => [`${visit}.ratio.${level}`, values.bands] as const),
);
const reductions = values.REDUCIBLE.flatMap((what) =>
  values.TREATMENTS.map((how) => [`reduction.${what}.${how}`, values.reduction] as const),
);

/** Schema of every benefit parameter by the name used in policy files. */
export const BENEFIT_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...Object.entries(PLAIN),
  ...ratios,
  ...reductions,
]);

/** Schema of every registration parameter by the name used in policy files. */
export const REGISTRATION_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>(
  Object.entries(REGISTRATION_PARAMETERS),
);
