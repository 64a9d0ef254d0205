export { ConfigurationRefused, parseConfig, type ServiceConfig } from './config.js';
export { databaseNameOf, openContext } from './context.js';
export * from './definition.js';
export { BUS_DATABASE, openBus, TOPICS } from './messaging.js';
export { JOBS_DATABASE, runService, startService, type RunningService } from './start-service.js';
export * from './tokens.js';
