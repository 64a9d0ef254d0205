import { CONTRACTS, type TableGenerated } from '#contracts';
import type { DeliveredMessage } from '#event-bus';
import { Money } from '#kernel';

export type Level = 'none' | 'no-advance' | 'yellow' | 'red';

export interface RecomputedRate {
  readonly cleared: Money;
  readonly advance: Money;
  readonly level: Level;
}

interface KnownMonth {
  readonly generatedOn: string;
  /** By `receiver/payer`; the payer is empty for all advances a place of care holds. */
  readonly rates: ReadonlyMap<string, RecomputedRate>;
}

export interface RecomputedWarning {
  readonly month: string;
  readonly line: string;
  readonly level: 'yellow' | 'red';
}

const RANK: Readonly<Record<Level, number>> = { none: 0, 'no-advance': 0, yellow: 1, red: 2 };

/** PRE-05: 70.00% is yellow, 90.00% is red, on the amounts themselves. */
function levelAt(cleared: Money, advance: Money): Level {
  if (!advance.isPositive()) return cleared.isPositive() ? 'no-advance' : 'none';
  const percent = cleared.exact().times(100).div(advance.exact());
  if (percent.gte(90)) return 'red';
  return percent.gte(70) ? 'yellow' : 'none';
}

/** The advances and the use of them, recomputed from the tables clearing published. */
export class AdvanceBooks {
  readonly months = new Map<string, KnownMonth>();
  /** A table came after that of a later month: then a spell may have been announced in another month of it. */
  isOutOfOrder = false;
  private readonly levels = new Map<string, { readonly on: string; readonly amount: Money }[]>();

  levelFrom(payer: string, receiver: string, { on, amount }: { readonly on: string; readonly amount: string }): void {
    const key = `${receiver}/${payer}`;
    this.levels.set(key, [...(this.levels.get(key) ?? []), { on, amount: Money.of(amount) }]);
  }

  /** An emergency increase on top of the level in force (PRE-06). */
  raised(payer: string, receiver: string, { on, amount }: { readonly on: string; readonly amount: string }): void {
    const before = this.levelOn(`${receiver}/${payer}`, on);
    this.levelFrom(payer, receiver, { on, amount: before.plus(Money.of(amount)).toString() });
  }

  applied(messages: readonly DeliveredMessage[]): void {
    for (const { type, data } of messages) {
      if (type === CONTRACTS.tableGenerated.type) this.apply(data as unknown as TableGenerated);
    }
  }

  /** Receivers whose whole use is at a level in a month. */
  receiversAt(month: string, level: Level): readonly string[] {
    const rates = [...(this.months.get(month)?.rates ?? [])];
    return rates.filter(([line, rate]) => line.endsWith('/') && rate.level === level).map(([line]) => line.slice(0, 2));
  }

  /** 年度额度 of the year after these months, by the rule: nothing for a pair that only holds an advance (PRE-01, PRE-02). */
  nextLevels(quarter: readonly string[], today: string): ReadonlyMap<string, Money> {
    const levels = new Map<string, Money>();
    const lines = quarter.flatMap((month) => [...(this.months.get(month)?.rates.keys() ?? [])]);
    const held = [...this.levels.keys()].filter((line) => this.levelOn(line, today).isPositive());
    for (const line of new Set([...lines.filter((each) => !each.endsWith('/')), ...held])) {
      const cleared = quarter.map((month) => this.months.get(month)?.rates.get(line)?.cleared ?? Money.zero);
      levels.set(line, Money.roundHalfUp(Money.sum(cleared).exact().times(2).div(3)).max(Money.zero));
    }
    return levels;
  }

  /** One for every crossing, armed again by a fall (PRE-05). */
  warnings(): readonly RecomputedWarning[] {
    const months = [...this.months].sort(([a], [b]) => (a < b ? -1 : 1));
    return months.flatMap(([month, { rates }], index) =>
      [...rates].flatMap(([line, { level }]) => {
        const before = months[index - 1]?.[1].rates.get(line)?.level ?? 'none';
        return RANK[level] > RANK[before] && (level === 'yellow' || level === 'red') ? [{ month, line, level }] : [];
      }),
    );
  }

  private apply({ month, generatedOn, cells }: TableGenerated): void {
    if (this.months.has(month)) return;
    if ([...this.months.keys()].some((known) => known > month)) this.isOutOfOrder = true;
    const sums = new Map<string, Money>();
    for (const { payer, receiver, cleared } of cells) {
      const line = `${receiver}/${payer}`;
      sums.set(line, (sums.get(line) ?? Money.zero).plus(Money.of(cleared)));
    }
    this.months.set(month, { generatedOn, rates: this.ratesOf(sums, generatedOn) });
  }

  private ratesOf(sums: ReadonlyMap<string, Money>, on: string): ReadonlyMap<string, RecomputedRate> {
    const rates = new Map<string, RecomputedRate>();
    for (const line of new Set([...sums.keys(), ...this.levels.keys()])) {
      const [cleared, advance] = [sums.get(line) ?? Money.zero, this.levelOn(line, on)];
      if (cleared.isZero() && advance.isZero()) continue;
      for (const key of [line, `${line.slice(0, 2)}/`]) {
        const before = rates.get(key) ?? { cleared: Money.zero, advance: Money.zero };
        const both = { cleared: before.cleared.plus(cleared), advance: before.advance.plus(advance) };
        rates.set(key, { ...both, level: levelAt(both.cleared, both.advance) });
      }
    }
    return rates;
  }

  private levelOn(line: string, day: string): Money {
    return this.levels.get(line)?.findLast(({ on }) => on <= day)?.amount ?? Money.zero;
  }
}
