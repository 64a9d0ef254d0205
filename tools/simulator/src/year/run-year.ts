import { businessDate, clearingMonth, dayIn, lastDayOf, nextMonth, shiftMonth } from '#kernel';
import type { BusinessDate, ClearingMonth } from '#kernel';
import type { WorldLink } from '../link.js';
import { actsOf } from '../month/acts.js';
import type { MonthOutcome } from '../month/outcome.js';
import { Outside } from '../month/outside.js';
import type { MonthOptions } from '../month/run-month.js';
import { moveAdvances } from '../provinces/advances.js';
import { approvePublication, confirmTables, handOver, pay, report } from '../provinces/clearing.js';
import { registerInstitutions } from '../provinces/enrolment.js';
import { Increases, type PlantedIncrease } from '../provinces/increases.js';
import { setProposedLevels, setReportedLevels } from '../provinces/year-levels.js';
import { makeLevels } from '../world/levels.js';
import type { World } from '../world/world.js';
import { plantReturn, type PlantedReturn } from './late-refund.js';
import { CLAIM_DAYS } from './year-world.js';

/** What was planted in the year, for the figures of the platform to be held against. Yuan as text. */
export interface YearOutcome extends MonthOutcome {
  /** Months that were cleared: the twelve and the two until the end of March. */
  readonly cleared: readonly string[];
  /** Σ of the levels reported and set in January, and of those the rule gave for the next year. */
  readonly levels: string;
  readonly nextLevels: string;
  readonly increase: PlantedIncrease | null;
  readonly refusedIncrease: string | null;
  readonly returned: PlantedReturn | null;
  /** Claims nobody ever reconciled: of silent hospitals and with differences left open, and their refunds. */
  readonly neverReconciled: readonly LateClaim[];
}

export interface LateClaim {
  readonly claimId: string;
  readonly settledOn: string;
}

type Act = (date: BusinessDate) => Promise<unknown>;

/** Day on which hospitals and provinces report a day of claims. */
const REPORTED_ON: Readonly<Record<number, number>> = { 3: 8, 8: 13, 13: 18, 18: 20, 23: 25 };
const REVIEW_DAY = 20;
/** From this month on a refund that turns a pair round is looked for. */
const RETURN_FROM = '03';
const LATE_DAY = '18';

/** Days on which a hospital stays silent for ever: one claim is late after two months, one at the end of March (CLR-02). */
export const silentDaysOf = (year: string): readonly string[] => [`${year}-06-${LATE_DAY}`, `${year}-12-${LATE_DAY}`];

/**
 * Plays a year and its clearing up to the end of March against a platform: first levels in January and those of the next
 * January, twelve months of claims, every step of every clearing month, one emergency increase, one pair that turns round,
 * and claims that come too late.
 */
export async function runYear(link: WorldLink, worlds: readonly World[], options: MonthOptions): Promise<YearOutcome> {
  const year = new PlayedYear(link, worlds, options);
  try {
    await year.play();
    return year.result();
  } finally {
    year.close();
  }
}

class PlayedYear {
  private readonly outside: Outside;
  private readonly increases: Increases;
  private readonly year: string;
  /** What happens on a day before its jobs, and after them. */
  private readonly acts = new Map<string, Act[]>();
  private readonly evenings = new Map<string, Act[]>();
  private readonly cleared: readonly ClearingMonth[];
  private levels = '0.00';
  private nextLevels = '0.00';
  private returned: PlantedReturn | null = null;

  constructor(
    private readonly link: WorldLink,
    private readonly worlds: readonly World[],
    private readonly options: MonthOptions,
  ) {
    this.year = worlds[0]?.month.slice(0, 4) ?? '';
    const persons = worlds.flatMap((world) => world.persons);
    const silentDays = silentDaysOf(this.year);
    this.outside = new Outside(link, { atOnce: options.atOnce, persons, silentDays });
    this.increases = new Increases(this.outside.agencies);
    const months = worlds.map(({ month }) => month);
    this.cleared = [...months, ...[1, 2].map((more) => shiftMonth(months.at(-1) as ClearingMonth, more))];
  }

  async play(): Promise<void> {
    this.planYear();
    // What goes by what the platform shows comes before the patients of the day, whose claims are still on their way.
    for (const month of this.cleared) this.planClearing(month);
    for (const [index, world] of this.worlds.entries()) this.planClaims(world, index);
    this.outside.outcome.begin();
    const dates = [...new Set([...this.acts.keys(), ...this.evenings.keys()])].sort();
    for (const [index, date] of dates.entries()) {
      await this.playDay(businessDate(date));
      this.options.onProgress({ phase: '业务日', done: index + 1, of: dates.length });
    }
    await this.outside.ledgers.compareWithPlatform();
  }

  result(): YearOutcome {
    const { outcome, systems } = this.outside;
    return {
      ...outcome.result(systems.messages),
      ...{ cleared: this.cleared, levels: this.levels, nextLevels: this.nextLevels },
      ...{ increase: this.increases.planted, refusedIncrease: this.increases.refusal, returned: this.returned },
      neverReconciled: this.neverReconciled(),
    };
  }

  close(): void {
    this.outside.close();
  }

  private at(date: BusinessDate, act: Act, when: 'day' | 'evening' = 'day'): void {
    const acts = when === 'day' ? this.acts : this.evenings;
    acts.set(date, [...(acts.get(date) ?? []), act]);
  }

  private async playDay(date: BusinessDate): Promise<void> {
    await this.outside.standAt(date);
    await this.link.settle();
    for (const act of this.acts.get(date) ?? []) await act(date);
    await this.link.runJobs(date);
    for (const act of this.evenings.get(date) ?? []) await act(date);
  }

  /** Institutions, the levels of both Januaries and the money moved for them (PRE-01, PRE-02). */
  private planYear(): void {
    const { year, outside, worlds, options } = this;
    const { agencies } = outside;
    const next = String(Number(year) + 1);
    const january = clearingMonth(`${year}-01`);
    this.at(dayIn(january, 2), () => registerInstitutions(agencies, worlds[0]?.institutions ?? [], options.atOnce));
    const sessions = worlds.flatMap((world) => world.sessions);
    const levels = makeLevels({ sessions }, worlds.length);
    this.at(dayIn(january, 20), async () => (this.levels = await setReportedLevels(agencies, year, levels)));
    this.at(dayIn(nextMonth(january), 13), (date) => moveAdvances(agencies, year, date));
    const nextJanuary = clearingMonth(`${next}-01`);
    this.at(dayIn(nextJanuary, 26), async () => (this.nextLevels = await setProposedLevels(agencies, next)));
    this.at(dayIn(nextMonth(nextJanuary), 13), (date) => moveAdvances(agencies, next, date));
  }

  /** Patients of a month, registered before it, and what hospitals and provinces report of them. */
  private planClaims(world: World, index: number): void {
    const { outside } = this;
    const { month, persons } = world;
    const registered = index === 0 ? dayIn(month, 2) : lastDayOf(shiftMonth(month, -1));
    this.at(registered, (date) => outside.register(persons, date, () => undefined));
    const before = this.worlds[index - 1];
    if (before !== undefined && month.slice(5) >= RETURN_FROM) {
      this.at(dayIn(month, 23), (date) => this.turnRound(before, world, date));
    }
    const acts = actsOf(world);
    for (const day of CLAIM_DAYS) {
      const date = dayIn(month, day);
      this.at(date, async () => {
        const begun = performance.now();
        await outside.treat(date, acts[day - 1] ?? [], () => undefined);
        outside.outcome.claimMs += performance.now() - begun;
      });
      this.at(dayIn(month, REPORTED_ON[day] ?? day), (on) => outside.reconcile(date, { on, isPast: false }));
    }
    this.at(
      dayIn(month, REVIEW_DAY),
      () => outside.audit.review(`${month} first`, { certain: index === 0 }),
      'evening',
    );
  }

  /** The months after: corrections, the 20th, 21st, 25th, 26th and month end, payment, report, and an increase at red. */
  private planClearing(month: ClearingMonth): void {
    const { agencies, audit, ledgers, statements } = this.outside;
    const following = nextMonth(month);
    this.at(dayIn(following, 3), () => ledgers.settleDifferences());
    this.at(dayIn(following, 8), (date) => statements.sendCorrections(date));
    this.at(dayIn(following, 13), () => audit.review(`${month} second`).then(() => audit.answerListed()));
    this.at(dayIn(following, 18), () => audit.confirmAnswers());
    for (const day of [20, 21, 25]) this.at(dayIn(following, day), () => Promise.resolve());
    this.at(dayIn(following, 23), () => confirmTables(agencies, month));
    this.at(dayIn(following, 26), () => approvePublication(agencies, month));
    this.at(lastDayOf(following), () => Promise.resolve());
    const paying = nextMonth(following);
    this.at(dayIn(paying, 3), () => handOver(agencies, month));
    this.at(dayIn(paying, 3), () => this.increase(month, 'ask'));
    this.at(dayIn(paying, 8), () => this.increase(month, 'grant'));
    this.at(dayIn(paying, 13), () => pay(agencies, month));
    this.at(dayIn(paying, 13), () => this.increase(month, 'pay', dayIn(paying, 13)));
    this.at(dayIn(paying, 18), () => report(agencies, month));
  }

  /** In the months after the increase nobody asks again. */
  private async increase(month: string, act: 'ask' | 'grant' | 'pay', on = ''): Promise<void> {
    if (act === 'ask') return this.increases.ask(month);
    if (this.increases.planted?.month !== month) return;
    await (act === 'grant' ? this.increases.grant() : this.increases.pay(on));
  }

  private async turnRound(before: World, month: World, date: BusinessDate): Promise<void> {
    this.returned ??= await plantReturn(this.outside, { before, month, date });
  }

  private neverReconciled(): readonly LateClaim[] {
    const { book, statements, ledgers } = this.outside;
    const silent = silentDaysOf(this.year).flatMap((date) => {
      const code = statements.silentOn(date)?.code;
      return book.ofDay(date).filter(({ institution }) => institution.code === code);
    });
    const late = new Set([...silent.map(({ claimId }) => claimId), ...ledgers.leftOpen()]);
    return book
      .all()
      .filter(({ claimId, refundOf }) => late.has(claimId) || late.has(refundOf ?? ''))
      .map(({ claimId, date }) => ({ claimId, settledOn: date }));
  }
}
