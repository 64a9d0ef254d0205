import { Money } from '#kernel';
import type { Outcome } from '../month/outcome.js';
import { hashOf } from '../random.js';
import type { Institution } from '../world/institutions.js';
import type { DayTotals, HospitalBook } from './book.js';
import type { HospitalSystems } from './his.js';

const ONE_IN = 60;
const WRONG_BY = Money.of('1.00');

export interface StatementsBy {
  readonly systems: HospitalSystems;
  readonly book: HospitalBook;
  readonly outcome: Outcome;
  readonly signInNo: (institution: Institution) => string;
  readonly silentDays: readonly string[];
}

/** 3201 of every hospital for one day. Some totals are sent wrong on purpose; the platform must say so (REC-03). */
export class Statements {
  private wrong: { readonly date: string; readonly totals: DayTotals }[] = [];

  constructor(private readonly by: StatementsBy) {}

  /** Hospital that never reports a silent day: the first in the order of codes. */
  silentOn(date: string): Institution | null {
    if (!this.by.silentDays.includes(date)) return null;
    return this.by.book.totalsOf(date)[0]?.institution ?? null;
  }

  async sendDay(date: string, on: string): Promise<void> {
    const { book, outcome } = this.by;
    const silent = this.silentOn(date)?.code;
    const heard = book.totalsOf(date).filter(({ institution }) => institution.code !== silent);
    await Promise.all(
      heard.map(async (totals) => {
        const isWrong = this.isPlanted(date, totals);
        const balanced = await this.send({ date, on, totals, attempt: 1, isWrong });
        if (isWrong) {
          this.wrong.push({ date, totals });
          outcome.planted.statements += 1;
          if (balanced === false) outcome.found.statements += 1;
        } else if (balanced !== true) outcome.unexpected(`3201 ${date} ${totals.institution.code} 应平账`);
      }),
    );
  }

  /** The wrong ones of days before this one again, now right. */
  async sendCorrections(on: string): Promise<void> {
    const due = this.wrong.filter(({ date }) => date < on);
    this.wrong = this.wrong.filter(({ date }) => date >= on);
    for (const { date, totals } of due) {
      const balanced = await this.send({ date, on, totals, attempt: 2, isWrong: false });
      if (balanced !== true) this.by.outcome.unexpected(`3201 ${date} ${totals.institution.code} 更正后应平账`);
    }
  }

  private isPlanted(date: string, { institution, insuranceType, clearingType }: DayTotals): boolean {
    return hashOf(`${date}/${institution.code}/${insuranceType}/${clearingType}`) % ONE_IN === 0;
  }

  /** Whether the platform found the totals balanced; null if it did not compare them. */
  private async send({ date, on, totals, attempt, isWrong }: StatementOf): Promise<boolean | null> {
    const { institution, insuranceType, clearingType } = totals;
    const key = `9${insuranceType}${clearingType}${String(attempt).padStart(4, '0')}`;
    const { accepted, output } = await this.by.systems.send({
      ...{ institution, infno: '3201', msgid: `${institution.code}${date.replaceAll('-', '')}${key}` },
      ...{ at: `${on} 08:00:00`, insuredRegion: '', signInNo: this.by.signInNo(institution) },
      input: {
        data: {
          ...{ setl_optins: '', insutype: insuranceType, clr_type: clearingType },
          ...{ stmt_begndate: date, stmt_enddate: date, fixmedins_setl_cnt: String(totals.settlements) },
          medfee_sumamt: (isWrong ? totals.total.plus(WRONG_BY) : totals.total).toString(),
          fund_pay_sumamt: totals.fundTotal.toString(),
          acct_pay: totals.account.toString(),
        },
      },
    });
    if (!accepted) return null;
    return (output['stmtinfo'] as { stmt_rslt: string }).stmt_rslt === '0';
  }
}

interface StatementOf {
  readonly date: string;
  readonly on: string;
  readonly totals: DayTotals;
  readonly attempt: number;
  readonly isWrong: boolean;
}
