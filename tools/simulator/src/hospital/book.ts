import type { VisitKind } from '#contracts';
import { Money } from '#kernel';
import type { Institution } from '../world/institutions.js';
import type { Person } from '../world/people.js';

/** One settlement or refund as the hospital recorded it from the answer. Yuan as text. */
export interface BookEntry {
  readonly claimId: string;
  readonly refundOf: string | null;
  readonly date: string;
  readonly institution: Institution;
  readonly person: Person;
  readonly kind: VisitKind;
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly cash: string;
  /** Funds, split of the fee and what the hospital bears, by their names in a day's list (REC-01). */
  readonly parts: Readonly<Record<string, string>>;
}

/** 清算类别 clr_type by kind of visit. */
const CLEARING_TYPE: Readonly<Record<VisitKind, string>> = {
  outpatient: '11',
  chronic: '14',
  inpatient: '21',
  pharmacy: '41',
};

/** What one hospital reconciles of one day: scheme, clearing category, totals (3201). */
export interface DayTotals {
  readonly institution: Institution;
  readonly insuranceType: string;
  readonly clearingType: string;
  readonly settlements: number;
  readonly total: Money;
  readonly fundTotal: Money;
  readonly account: Money;
}

/** What all hospitals recorded; the other side of every reconciliation. */
export class HospitalBook {
  private readonly days = new Map<string, BookEntry[]>();

  record(entry: BookEntry): void {
    this.days.set(entry.date, [...(this.days.get(entry.date) ?? []), entry]);
  }

  /** In the order of claim numbers, whatever the order of answers was. */
  ofDay(date: string): readonly BookEntry[] {
    return [...(this.days.get(date) ?? [])].sort((a, b) => (a.claimId < b.claimId ? -1 : 1));
  }

  all(): readonly BookEntry[] {
    return [...this.days.values()].flat();
  }

  claim(claimId: string): BookEntry | undefined {
    return this.all().find((entry) => entry.claimId === claimId);
  }

  totalsOf(date: string): readonly DayTotals[] {
    const groups = new Map<string, BookEntry[]>();
    for (const entry of this.ofDay(date)) {
      const key = `${entry.institution.code}/${entry.person.insuranceType}/${CLEARING_TYPE[entry.kind]}`;
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, entries]) => totalsOf(entries) ?? []);
  }
}

function totalsOf(entries: readonly BookEntry[]): DayTotals | null {
  const [first] = entries;
  if (first === undefined) return null;
  const sum = (name: 'total' | 'fundTotal' | 'account'): Money =>
    Money.sum(entries.map((entry) => Money.of(entry[name])));
  return {
    institution: first.institution,
    insuranceType: first.person.insuranceType,
    clearingType: CLEARING_TYPE[first.kind],
    settlements: entries.length,
    ...{ total: sum('total'), fundTotal: sum('fundTotal'), account: sum('account') },
  };
}
