import { dayIn, lastDayOf, type BusinessDate, type ClearingMonth } from '#kernel';
import { actOnHolds, deductSomething } from './audit-acts.js';
import { monthsFrom } from './facts.js';
import { brokenLaws, unreported } from './laws.js';
import type { SeedPlatform } from './platform.js';
import { SeedRun } from './seed-run.js';
import { askForIncrease, isAskingDay, moveOneAdvance, setLevels, setNextLevels } from './advance-acts.js';
import { actOnTables, moveOneNotice } from './table-acts.js';
import { runJobs } from './timetable.js';
import { reportAccounts, treasuryDay } from './treasury-acts.js';

export interface SeedReport {
  readonly seed: number;
  readonly months: readonly string[];
  readonly claims: number;
  readonly crashes: number;
  /** Messages that were delivered again. */
  readonly repeated: number;
  /** What does not hold, with the day it was seen; empty if the seed passes. */
  readonly failures: readonly string[];
}

/** Two months after the last one with claims, whoever may wait has waited his time (CLR-02). */
const MONTHS_AFTER = 3;
/** The day on which the nation sets the levels of a year. */
const LEVELS_DAY = '-01-24';
const DAYS = [6, 14, 20, 21, 24, 26] as const;
const datesOf = (month: ClearingMonth): readonly BusinessDate[] => [
  ...DAYS.map((day) => dayIn(month, day)),
  lastDayOf(month),
];

/**
 * Plays the months of one seed against clearing and prepayment: facts of settlement, acts of the agencies, jobs, messages
 * that come late, again and in another order between subjects, and crashes at drawn statements. After each month every
 * law must hold. The platform is emptied first.
 */
export async function runSeed(platform: SeedPlatform, seed: number): Promise<SeedReport> {
  await platform.reset();
  const run = new SeedRun(platform, seed);
  const months = monthsFrom(run.world.months[0] as ClearingMonth, run.world.months.length + MONTHS_AFTER);
  for (const month of months) {
    for (const date of datesOf(month)) await playDay(run, date, date === dayIn(months[0] as ClearingMonth, DAYS[0]));
    run.failures.push(...(await endOfMonth(run, month === months.at(-1))));
    // What follows a broken law proves nothing.
    if (run.failures.length > 0) break;
  }
  return {
    ...{ seed, months, claims: run.books.claims.size, failures: run.failures },
    ...{ crashes: platform.crashes, repeated: platform.bus.repeated },
  };
}

async function playDay(run: SeedRun, date: BusinessDate, isFirst: boolean): Promise<void> {
  const { platform, random } = run;
  const perhaps = async (permille: number, act: (of: SeedRun) => Promise<void>): Promise<void> => {
    if (random.permille(permille)) await act(run);
  };
  run.today = date;
  await platform.standAt(date);
  if (isFirst) await reportAccounts(run);
  if (isFirst) await setLevels(run);
  await run.tell();
  await run.deliver(random.permille(300));
  await perhaps(600, actOnHolds);
  await perhaps(400, deductSomething);
  await perhaps(850, runJobs);
  await perhaps(800, () => run.relay('clearing'));
  await perhaps(700, actOnTables);
  await run.deliver(random.permille(300));
  if (isAskingDay(run)) await askForIncrease(run);
  if (date.endsWith(LEVELS_DAY)) await setNextLevels(run);
  await perhaps(400, moveOneAdvance);
  await perhaps(400, moveOneNotice);
  if (run.treasury.permille(700)) await run.relay('prepayment');
  await treasuryDay(run);
}

/** The laws as things stand; in the end, with everything delivered and done, the platform's own invariants too. */
async function endOfMonth(run: SeedRun, isLast: boolean): Promise<readonly string[]> {
  const { platform, today } = run;
  if (isLast) {
    await run.tell();
    await run.deliver(true);
    await runJobs(run);
    await runJobs(run);
    await run.relay('clearing');
    await run.relay('prepayment');
    await run.deliver(true);
  }
  const broken = [...(await brokenLaws(platform, run)), ...(isLast ? await unreported(platform, run) : [])];
  // It builds every read model anew from the log, which takes as long as a month.
  const failed = isLast ? (await platform.verify()).filter(({ ok }) => !ok) : [];
  const letters = await platform.deadLetters();
  return [
    ...broken.map((law) => `${today} ${law}`),
    ...failed.map(({ name, rule, detail }) => `${today} verify ${name} (${rule})：${detail}`),
    ...(letters === 0 ? [] : [`${today} 死信${letters}封`]),
  ];
}
