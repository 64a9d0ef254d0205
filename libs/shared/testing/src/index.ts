export * from './deliver.js';
export * from './infrastructure/containers.js';
export * from './infrastructure/postgres.js';
export * from './service.js';
