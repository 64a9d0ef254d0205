export * from './deliver.js';
export * from './infrastructure/containers.js';
export * from './infrastructure/postgres.js';
export * from './planting.js';
export * from './service.js';
