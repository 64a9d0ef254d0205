export { ConfigurationRefused, parseConfig, type ServiceConfig } from './config.js';
export { databaseOf, DATABASES, openContext } from './context.js';
export * from './definition.js';
export type { DocumentsConfig } from './documents-config.js';
export { cellsIn, differencesOf, digestOf, figuresOf, settledDaysOf } from './figures.js';
export { checkChains, checkInvariants, checkReadModels, type Invariant } from './invariants.js';
export { openBus, TOPICS } from './messaging.js';
export { policiesOf } from './policies.js';
export { AnsweredWhenPublished, PUBLISHED_HEADER } from './published.js';
export {
  assembleService,
  runService,
  runServices,
  startService,
  type AssembledService,
  type RunningService,
} from './start-service.js';
export * from './tokens.js';
