import { addDays, businessDate, dayIn, lastDayOf, nextMonth, type BusinessDate } from '#kernel';
import { CASTS, Replay } from '../hospital/replay.js';
import type { WorldLink } from '../link.js';
import { moveAdvances } from '../provinces/advances.js';
import { approvePublication, confirmTables, handOver, pay, report } from '../provinces/clearing.js';
import { registerInstitutions, setLevels } from '../provinces/enrolment.js';
import { makeLevels } from '../world/levels.js';
import type { World } from '../world/world.js';
import { actsOf } from './acts.js';
import type { MonthOutcome } from './outcome.js';
import { Outside } from './outside.js';

export interface MonthProgress {
  readonly phase: string;
  readonly done: number;
  readonly of: number;
}

export interface MonthOptions {
  /** Patients treated at the same time. */
  readonly atOnce: number;
  onProgress(progress: MonthProgress): void;
}

const LEVELS_ON = '2025-01-20';
const ADVANCES_ON = '2025-02-12';
const DAYS_BEFORE = -2;
const OUTPATIENT_REPLAY_DAY = 11;
const STAY_REPLAY_DAY = 12;
const REVIEW_DAY = 20;

/**
 * Plays one month and its clearing against a platform: the year's levels, filings, the days of claims, reconciliation, the
 * steps of the 20th to the month end, notices until they are reported. Started again on the same platform it sends the same
 * bytes again and goes on where it ended.
 */
export async function runMonth(link: WorldLink, world: World, options: MonthOptions): Promise<MonthOutcome> {
  const month = new PlayedMonth(link, world, options);
  try {
    await month.prepare();
    await month.claims();
    await month.clearing();
    return month.result();
  } finally {
    month.close();
  }
}

class PlayedMonth {
  private readonly outside: Outside;
  private readonly replay: Replay;

  constructor(
    private readonly link: WorldLink,
    private readonly world: World,
    private readonly options: MonthOptions,
  ) {
    this.outside = new Outside(link, { atOnce: options.atOnce, persons: this.persons });
    const { systems, book, outcome } = this.outside;
    this.replay = new Replay(systems, book, outcome);
  }

  private get persons() {
    return [...this.world.persons, ...CASTS.map(({ person }) => person)];
  }

  /** Levels of the year and their advances, institutions, the insured, their filings. */
  async prepare(): Promise<void> {
    const { outside, world, options } = this;
    const { agencies } = outside;
    const institutions = [...world.institutions, ...CASTS.map(({ institution }) => institution)];
    await outside.standAt(businessDate(LEVELS_ON));
    await setLevels(agencies, LEVELS_ON.slice(0, 4), makeLevels(world));
    const isPast = await outside.standAt(businessDate(ADVANCES_ON));
    if (!isPast) await moveAdvances(agencies, LEVELS_ON.slice(0, 4), ADVANCES_ON);
    const on = addDays(this.day(1), DAYS_BEFORE);
    await outside.standAt(on);
    await registerInstitutions(agencies, institutions, options.atOnce);
    await outside.register(this.persons, on, (filed, of) => this.progress('备案', filed, of));
  }

  /** Every day: sign in, treat patients, next morning reconcile. */
  async claims(): Promise<void> {
    const { world, outside } = this;
    const { outcome } = outside;
    const acts = actsOf(world);
    const of = acts.reduce((sum, day) => sum + day.reduce((n, { acts: own }) => n + own.length, 0), 0);
    let done = 0;
    outcome.begin();
    for (let number = 1; number <= world.days; number += 1) {
      const date = this.day(number);
      const isPast = await outside.standAt(date);
      if (number > 1) await outside.reconcile(addDays(date, -1), { on: date, isPast });
      const begun = performance.now();
      await outside.treat(date, acts[number - 1] ?? [], () => this.progress('结算', (done += 1), of));
      await this.replayOf(number, date);
      outcome.claimMs += performance.now() - begun;
      await this.link.runJobs(date);
      if (number === REVIEW_DAY && !isPast) await outside.audit.review('first', { certain: true });
    }
  }

  /** The month after: corrections, the 20th, 21st, 25th, 26th and month end, payment and report. */
  async clearing(): Promise<void> {
    const { month } = this.world;
    const { outside } = this;
    const { agencies, audit, ledgers, statements } = outside;
    const next = nextMonth(month);
    const last = lastDayOf(next);
    const steps: readonly (readonly [BusinessDate, (isPast: boolean) => Promise<unknown>])[] = [
      [dayIn(next, 1), (isPast) => outside.reconcile(lastDayOf(month), { on: dayIn(next, 1), isPast })],
      [dayIn(next, 3), once(() => ledgers.settleDifferences())],
      [dayIn(next, 5), () => statements.sendCorrections(dayIn(next, 5))],
      [dayIn(next, 10), once(() => audit.review('second').then(() => audit.answerListed()))],
      [dayIn(next, 12), once(() => audit.confirmAnswers())],
      [dayIn(next, 20), nothing],
      [dayIn(next, 21), nothing],
      [dayIn(next, 23), () => confirmTables(agencies, month)],
      [dayIn(next, 25), nothing],
      [dayIn(next, 26), () => approvePublication(agencies, month)],
      [last, nothing],
      [addDays(last, 9), () => handOver(agencies, month)],
      [addDays(last, 20), () => pay(agencies, month)],
      [addDays(last, 24), () => report(agencies, month)],
    ];
    for (const [index, [date, act]] of steps.entries()) {
      const isPast = await outside.standAt(date);
      await this.link.settle();
      await act(isPast);
      await this.link.runJobs(date);
      this.progress('清算', index + 1, steps.length);
    }
    await ledgers.compareWithPlatform();
  }

  result(): MonthOutcome {
    return this.outside.outcome.result(this.outside.systems.messages);
  }

  close(): void {
    this.outside.close();
  }

  private day(number: number): BusinessDate {
    return dayIn(this.world.month, number);
  }

  private async replayOf(number: number, date: BusinessDate): Promise<void> {
    if (number === OUTPATIENT_REPLAY_DAY) await this.replay.outpatient(date);
    if (number === STAY_REPLAY_DAY) await this.replay.stay(date);
  }

  private progress(phase: string, done: number, of: number): void {
    this.options.onProgress({ phase, done, of });
  }
}

const nothing = (): Promise<void> => Promise.resolve();
/** For acts that go by what the platform shows: on a day that is past they would find what came later. */
const once =
  (act: () => Promise<unknown>) =>
  (isPast: boolean): Promise<unknown> =>
    isPast ? nothing() : act();
