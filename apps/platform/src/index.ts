export { playMonth, type MonthReport } from './commands/month.js';
export { playYear, type YearReport } from './commands/year.js';
export { worldLink } from './commands/world-link.js';
export type { Layout } from './platform/layout.js';
export { Supervisor, type SupervisorOptions } from './platform/supervisor.js';
export { freePorts } from './platform/temporary.js';
