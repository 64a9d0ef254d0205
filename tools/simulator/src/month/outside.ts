import type { BusinessDate } from '#kernel';
import { HospitalBook } from '../hospital/book.js';
import { HospitalSystems } from '../hospital/his.js';
import { SessionPlayer } from '../hospital/play.js';
import { SignIns } from '../hospital/sign-ins.js';
import { Statements } from '../hospital/statements.js';
import type { WorldLink } from '../link.js';
import { Agencies, forEach } from '../provinces/agencies.js';
import { Audit } from '../provinces/audit.js';
import { enrolPersons, fileRegistrations } from '../provinces/enrolment.js';
import { Ledgers } from '../provinces/ledgers.js';
import type { Person } from '../world/people.js';
import type { PatientDay } from './acts.js';
import { Outcome } from './outcome.js';

export interface OutsideOptions {
  /** Patients treated at the same time. */
  readonly atOnce: number;
  readonly persons: readonly Person[];
  /** Days on which one hospital never reports its totals (REC-03). */
  readonly silentDays?: readonly string[];
}

/** Everybody outside the platform for as long as they act on it: hospitals with their book, provinces with their ledgers. */
export class Outside {
  readonly outcome = new Outcome();
  readonly book = new HospitalBook();
  readonly systems: HospitalSystems;
  readonly agencies: Agencies;
  readonly ledgers: Ledgers;
  readonly statements: Statements;
  readonly player: SessionPlayer;
  readonly audit: Audit;
  private readonly signIns: SignIns;

  constructor(
    readonly link: WorldLink,
    private readonly options: OutsideOptions,
  ) {
    const { book, outcome } = this;
    this.systems = new HospitalSystems(link.urls.settlement, options.atOnce);
    this.agencies = new Agencies(link, options.atOnce);
    this.signIns = new SignIns(this.systems, outcome);
    this.ledgers = new Ledgers(this.agencies, book, outcome);
    this.statements = new Statements({
      ...{ systems: this.systems, book, outcome, signInNo: this.signIns.numberOf },
      silentDays: options.silentDays ?? [],
    });
    this.player = new SessionPlayer(this.systems, book, outcome, this.signIns.numberOf);
    this.audit = new Audit(this.agencies, outcome, options.persons);
  }

  /**
   * The calendar only goes forward: a platform that is further already stays there. True if it is: then an earlier run has
   * done everything of the day, for the calendar moves on only after that.
   */
  async standAt(date: BusinessDate): Promise<boolean> {
    const standing = await this.link.businessDate();
    if (standing < date) await this.link.setBusinessDate(date);
    return standing > date;
  }

  /** 参保登记 and 备案 of those who file. */
  async register(persons: readonly Person[], on: string, onFiled: (filed: number, of: number) => void): Promise<void> {
    const { atOnce } = this.options;
    await enrolPersons(this.agencies, persons, atOnce);
    const filers = persons.filter(({ filing }) => filing !== null);
    let filed = 0;
    await fileRegistrations(this.agencies, { persons: filers, on }, atOnce, () => {
      filed += 1;
      onFiled(filed, filers.length);
    });
    await this.link.settle();
  }

  /** Signs in the hospitals of a day and treats its patients. */
  async treat(date: BusinessDate, patients: readonly PatientDay[], onAct: () => void): Promise<void> {
    const { atOnce } = this.options;
    const institutions = [...new Set(patients.flatMap(({ acts }) => acts.map(({ session }) => session.institution)))];
    await forEach(institutions, atOnce, (institution) => this.signIns.signIn(institution, date));
    await forEach(patients, atOnce, async ({ acts }) => {
      for (const { kind, session } of acts) {
        await this.player[kind](session, date);
        onAct();
      }
    });
  }

  /** What hospitals and provinces report of a day on a later one. */
  async reconcile(date: BusinessDate, { on, isPast }: { on: BusinessDate; isPast: boolean }): Promise<void> {
    await this.statements.sendDay(date, on);
    await this.ledgers.sendDay(date, { reported: isPast });
  }

  close(): void {
    this.systems.close();
    this.agencies.close();
  }
}
