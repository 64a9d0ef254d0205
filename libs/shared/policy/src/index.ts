export { DOCUMENT_KINDS } from './document-kinds.js';
export type { DocumentKind } from './document-kinds.js';
export { FILING_KINDS, LEVELS, PLACES, REDUCIBLE, TREATMENTS, VISIT_KINDS } from './values.js';
export type {
  Band,
  BandsOn,
  CivilServantRule,
  FilingKind,
  PharmacyRule,
  Place,
  Reducible,
  SettlementLevel,
  Treatment,
  VisitKind,
} from './values.js';
export { FILINGS } from './condition.js';
export type { Condition } from './condition.js';
export type {
  DeductibleAmount,
  DeductibleRule,
  LeveledDeductible,
  Readmission,
  Reduction,
} from './deductible-values.js';
export type {
  Adjustment,
  CapRaise,
  Component,
  CrossYearRule,
  DeductibleChange,
  Layer,
  LayerRule,
  LimitRule,
  MinimumRule,
  RatioChange,
  Supplement,
} from './fund-values.js';
export type { ItemRule } from './item-values.js';
export { BENEFIT_SCHEMAS, NEUTRAL, REGISTRATION_SCHEMAS, STATUSES } from './parameters.js';
export type {
  BenefitName,
  BenefitValues,
  RatedVisit,
  RatioName,
  ReductionName,
  RegistrationName,
  Scheme,
  Status,
} from './parameters.js';
export { CHANNELS } from './registration-values.js';
export type { Channel, RegistrationValues } from './registration-values.js';
export { FORM_LAYOUTS, noticeTexts } from './notice-texts.js';
export type { FormLayout, NoticeTexts } from './notice-texts.js';
export { faultsOf } from './issues.js';
export { PolicyError, readYaml } from './read-yaml.js';
export { NATION, expandBraces, parsePolicyTable, policyTableOf } from './table.js';
export type { Origin, PolicyTable, TableStatus, Target, Variant } from './table.js';
export { effectivePolicy, effectiveRegistration, isWithin, overlapsOf, valuesInForce } from './effective.js';
export type { BenefitTable, VariantsOf, EffectivePolicy, EffectiveRegistration } from './effective.js';
export { PolicyBook } from './book.js';
export { loadPolicyBook, loadPolicyTables, readPolicyFolder } from './load.js';
export { medicalYearAt, medicalYearOf } from './medical-year.js';
export type { MedicalYear } from './medical-year.js';
export { checkPolicyTable } from './check.js';
export type { CheckedSection, CheckedValue, PolicyCheck } from './check.js';
export { FORM_DOCS } from './form-docs.js';
export type { FormDoc } from './form-docs.js';
export { PARAMETER_DOCS, parameterDoc } from './parameter-docs.js';
export type { ParameterDoc } from './parameter-docs.js';
