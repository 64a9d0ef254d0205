export { adjudicate } from './adjudicate.js';
export {
  NO_USE,
  accumulatorsFromJson,
  accumulatorsToJson,
  addAccumulators,
  negateAccumulators,
} from './accumulators.js';
export type { AccumulatorsJson } from './accumulators.js';
export { checkAnnex13 } from './annex13.js';
export type { Payment } from './annex13.js';
export { adjudicateStay, crossingOf, yearsOfStay } from './cross-year.js';
export type { DatedLine, StayAdjudication, YearOfStay } from './cross-year.js';
export { splitFeeLine, sumSplit } from './fee-split.js';
export type { CatalogueClass, CatalogueItem, FeeLine, SplitLine } from './fee-split.js';
export { employeeStatusOf } from './treatment.js';
export type {
  Accumulators,
  Adjudication,
  AdjudicationInput,
  Amounts,
  FundPayment,
  ItemCost,
  Person,
  Step,
  Visit,
} from './types.js';
