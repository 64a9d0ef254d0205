export * from './domain/index.js';
export { DEFAULT_CATALOGUE, loadCatalogue, parseCatalogue } from './catalogue.js';
export type { Catalogue } from './catalogue.js';
export { adjudicateCase } from './case/adjudicate-case.js';
export type { CaseExplanation, CaseTools, CheckedClaim } from './case/adjudicate-case.js';
export { printCase } from './case/print-case.js';
