export type { JobBackend } from './bullmq/backend.js';
export { JOB_QUEUE } from './bullmq/module.js';
export { BullMqJobQueue, type BullMqOptions } from './bullmq/queue.js';
export { type BusinessDateStore, type Clock, SimulatedClock, SystemClock } from './clock.js';
export type * from './port.js';
export { type BusinessStep, type DueStep, overdueSteps, runDueSteps, stepsDueBy } from './schedule.js';
