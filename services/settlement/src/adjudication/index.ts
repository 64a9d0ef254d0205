export { adjudicate } from './domain/adjudicate.js';
export {
  NO_USE,
  accumulatorsFromJson,
  accumulatorsToJson,
  addAccumulators,
  negateAccumulators,
} from './domain/accumulators.js';
export type { AccumulatorsJson } from './domain/accumulators.js';
export { checkAnnex13 } from './domain/annex13.js';
export type { Payment } from './domain/annex13.js';
export { splitFeeLine, sumSplit } from './domain/fee-split.js';
export type { CatalogueClass, CatalogueItem, FeeLine, SplitLine } from './domain/fee-split.js';
export { employeeStatusOf } from './domain/treatment.js';
export type {
  Accumulators,
  Adjudication,
  AdjudicationInput,
  Amounts,
  FundPayment,
  Person,
  Step,
  Visit,
} from './domain/types.js';
export { DEFAULT_CATALOGUE, loadCatalogue, parseCatalogue } from './catalogue.js';
export type { Catalogue } from './catalogue.js';
export { adjudicateCase } from './case/adjudicate-case.js';
export type { CaseExplanation, CaseTools } from './case/adjudicate-case.js';
export { printCase } from './case/print-case.js';
