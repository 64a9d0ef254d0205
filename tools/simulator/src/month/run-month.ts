import { addDays, businessDate, dayIn, lastDayOf, nextMonth, type BusinessDate } from '#kernel';
import { HospitalBook } from '../hospital/book.js';
import { HospitalSystems } from '../hospital/his.js';
import { SessionPlayer } from '../hospital/play.js';
import { CASTS, Replay } from '../hospital/replay.js';
import { SignIns } from '../hospital/sign-ins.js';
import { Statements } from '../hospital/statements.js';
import type { WorldLink } from '../link.js';
import { Agencies, forEach } from '../provinces/agencies.js';
import { Audit } from '../provinces/audit.js';
import { approvePublication, confirmTables, handOver, pay, report } from '../provinces/clearing.js';
import { enrolPersons, fileRegistrations, registerInstitutions, setLevels } from '../provinces/enrolment.js';
import { Ledgers } from '../provinces/ledgers.js';
import { makeLevels } from '../world/levels.js';
import type { World } from '../world/world.js';
import { actsOf, type PatientDay } from './acts.js';
import { Outcome, type MonthOutcome } from './outcome.js';

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
  private readonly outcome = new Outcome();
  private readonly book = new HospitalBook();
  private readonly systems: HospitalSystems;
  private readonly agencies: Agencies;
  private readonly ledgers: Ledgers;
  private readonly statements: Statements;
  private readonly signIns: SignIns;
  private readonly player: SessionPlayer;
  private readonly audit: Audit;
  private readonly replay: Replay;

  constructor(
    private readonly link: WorldLink,
    private readonly world: World,
    private readonly options: MonthOptions,
  ) {
    const { book, outcome } = this;
    this.systems = new HospitalSystems(link.urls.settlement, options.atOnce);
    this.agencies = new Agencies(link, options.atOnce);
    this.signIns = new SignIns(this.systems, outcome);
    this.ledgers = new Ledgers(this.agencies, book, outcome);
    this.statements = new Statements(this.systems, book, outcome, this.signIns.numberOf);
    this.player = new SessionPlayer(this.systems, book, outcome, this.signIns.numberOf);
    this.replay = new Replay(this.systems, book, outcome);
    this.audit = new Audit(this.agencies, outcome, this.persons);
  }

  private get persons() {
    return [...this.world.persons, ...CASTS.map(({ person }) => person)];
  }

  /** Levels of the year, institutions, the insured, their filings. */
  async prepare(): Promise<void> {
    const { agencies, world, options } = this;
    const institutions = [...world.institutions, ...CASTS.map(({ institution }) => institution)];
    await this.standAt(businessDate(LEVELS_ON));
    await setLevels(agencies, LEVELS_ON.slice(0, 4), makeLevels(world));
    const on = addDays(this.day(1), DAYS_BEFORE);
    await this.standAt(on);
    await registerInstitutions(agencies, institutions, options.atOnce);
    await enrolPersons(agencies, this.persons, options.atOnce);
    const filers = this.persons.filter(({ filing }) => filing !== null);
    let filed = 0;
    await fileRegistrations(agencies, { persons: filers, on }, options.atOnce, () => {
      filed += 1;
      this.progress('备案', filed, filers.length);
    });
    await this.link.settle();
  }

  /** Every day: sign in, treat patients, next morning reconcile. */
  async claims(): Promise<void> {
    const { world, outcome } = this;
    const acts = actsOf(world);
    const acted = {
      done: 0,
      of: acts.reduce((sum, day) => sum + day.reduce((n, { acts: own }) => n + own.length, 0), 0),
    };
    outcome.begin();
    for (let number = 1; number <= world.days; number += 1) {
      const date = this.day(number);
      const isPast = await this.standAt(date);
      if (number > 1) await this.reconcile(addDays(date, -1), { on: date, isPast });
      const begun = performance.now();
      await this.treat(date, acts[number - 1] ?? [], acted);
      await this.replayOf(number, date);
      outcome.claimMs += performance.now() - begun;
      await this.link.runJobs(date);
      if (number === REVIEW_DAY && !isPast) await this.audit.review('first');
    }
  }

  /** The month after: corrections, the 20th, 21st, 25th, 26th and month end, payment and report. */
  async clearing(): Promise<void> {
    const { month } = this.world;
    const next = nextMonth(month);
    const last = lastDayOf(next);
    const steps: readonly (readonly [BusinessDate, (isPast: boolean) => Promise<unknown>])[] = [
      [dayIn(next, 1), (isPast) => this.reconcile(lastDayOf(month), { on: dayIn(next, 1), isPast })],
      [dayIn(next, 3), once(() => this.ledgers.settleDifferences())],
      [dayIn(next, 5), () => this.statements.sendCorrections(dayIn(next, 5))],
      [dayIn(next, 10), once(() => this.audit.review('second').then(() => this.audit.answerListed()))],
      [dayIn(next, 12), once(() => this.audit.confirmAnswers())],
      [dayIn(next, 20), nothing],
      [dayIn(next, 21), nothing],
      [dayIn(next, 23), () => confirmTables(this.agencies, month)],
      [dayIn(next, 25), nothing],
      [dayIn(next, 26), () => approvePublication(this.agencies, month)],
      [last, nothing],
      [addDays(last, 9), () => handOver(this.agencies, month)],
      [addDays(last, 20), () => pay(this.agencies, month)],
      [addDays(last, 24), () => report(this.agencies, month)],
    ];
    for (const [index, [date, act]] of steps.entries()) {
      const isPast = await this.standAt(date);
      await this.link.settle();
      await act(isPast);
      await this.link.runJobs(date);
      this.progress('清算', index + 1, steps.length);
    }
    await this.ledgers.compareWithPlatform();
  }

  result(): MonthOutcome {
    return this.outcome.result(this.systems.messages);
  }

  close(): void {
    this.systems.close();
    this.agencies.close();
  }

  private day(number: number): BusinessDate {
    return dayIn(this.world.month, number);
  }

  /**
   * The calendar only goes forward: a platform that is further already stays there. True if it is: then an earlier run has
   * done everything of the day, for the calendar moves on only after that.
   */
  private async standAt(date: BusinessDate): Promise<boolean> {
    const standing = await this.link.businessDate();
    if (standing < date) await this.link.setBusinessDate(date);
    return standing > date;
  }

  private async reconcile(date: BusinessDate, { on, isPast }: { on: BusinessDate; isPast: boolean }): Promise<void> {
    await this.statements.sendDay(date, on);
    await this.ledgers.sendDay(date, { reported: isPast });
  }

  private async treat(
    date: BusinessDate,
    patients: readonly PatientDay[],
    acted: { done: number; readonly of: number },
  ): Promise<void> {
    const institutions = [...new Set(patients.flatMap(({ acts }) => acts.map(({ session }) => session.institution)))];
    await forEach(institutions, this.options.atOnce, (institution) => this.signIns.signIn(institution, date));
    await forEach(patients, this.options.atOnce, async ({ acts }) => {
      for (const { kind, session } of acts) {
        await this.player[kind](session, date);
        acted.done += 1;
        this.progress('结算', acted.done, acted.of);
      }
    });
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
