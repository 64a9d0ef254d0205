export { adjudicate, adjudicateFrom } from './adjudicate.js';
export { personalAfter } from './components.js';
export type { Personal } from './components.js';
export type { FundsPaid } from './computation.js';
export { BASIC_FUND, fundsPaid } from './funds-paid.js';
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
export { refuseThirdParty, refuseUnlessPayable } from './eligibility.js';
export { splitFeeLine, sumSplit } from './fee-split.js';
export type { CatalogueClass, CatalogueItem, FeeLine, SplitLine } from './fee-split.js';
export { yearsBetween } from './facts.js';
export { readsItems } from './items.js';
export { employeeStatusOf, insuredPerson } from './treatment.js';
export { treatedAs } from './treated.js';
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
