export type { WorldLink } from './link.js';
export type { MonthOutcome, Planted } from './month/outcome.js';
export { runMonth, type MonthOptions, type MonthProgress } from './month/run-month.js';
export { runYear, type LateClaim, type YearOutcome } from './year/run-year.js';
export { makeYear, type YearWorldOptions } from './year/year-world.js';
export { SeedPlatform } from './seeds/platform.js';
export { runSeed, type SeedReport } from './seeds/run-seed.js';
export type { Person } from './world/people.js';
export { makeWorld, type World, type WorldOptions } from './world/world.js';
