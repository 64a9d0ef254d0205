export * from './catalogue.js';
export * from './clearing.js';
export * from './declaration.js';
export * from './funds.js';
export * from './prepayment.js';
export * from './registration.js';
export * from './settlement.js';
export type { FilingKind, VisitKind } from './shapes.js';
