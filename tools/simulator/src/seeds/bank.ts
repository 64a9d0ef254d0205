import { Money } from '#kernel';

/** One movement at a unit's bank, and what only the seed knows of it. */
export interface BankLine {
  readonly on: string;
  /** Into the account is positive. */
  readonly change: Money;
  /** The other account; empty for the bank itself. */
  readonly other: string;
  readonly serial: string;
  readonly text: string;
  /** The item it truly is of; null for charges, interest, mistakes and what came back. */
  readonly item: string | null;
}

/** A statement as a bank writes it, with the faults a seed has drawn. */
export interface DrawnStatement {
  readonly file: string;
  readonly to: string;
  readonly closing: Money;
  readonly lines: readonly BankLine[];
  /** Whether the platform must take it. */
  readonly isWhole: boolean;
}

export const accountOf = (unit: string): string => `${unit}00001234567890`;

const OPENING = Money.of('50000000.00');

/** 开户银行 of one unit: everything that moved, and how far it was handed in. */
export class SeedBank {
  readonly opening = OPENING;
  /** What the platform has taken. */
  readonly taken = new Set<BankLine>();
  takenTo: string | null = null;
  takenClosing = OPENING;
  private readonly moved: BankLine[] = [];

  constructor(readonly unit: string) {}

  move(line: BankLine): void {
    this.moved.push(line);
  }

  /** Lines of some days, oldest first. */
  between(from: string, to: string): readonly BankLine[] {
    return this.moved
      .filter(({ on }) => on >= from && on <= to)
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  }

  /** The balance at the end of a day. */
  balanceOn(day: string): Money {
    return this.opening.plus(Money.sum(this.moved.filter(({ on }) => on <= day).map(({ change }) => change)));
  }

  /** The whole list of some days as CSV with its balances. */
  rowsOf(lines: readonly BankLine[], before: Money): readonly string[] {
    let balance = before;
    return lines.map(({ on, change, other, serial, text }) => {
      balance = balance.plus(change);
      const [debit, credit] = change.isNegative() ? [change.abs().toString(), ''] : ['', change.toString()];
      return [on, debit, credit, balance.toString(), other, serial, text].join(',');
    });
  }

  take({ to, closing, lines }: DrawnStatement): void {
    for (const line of lines) this.taken.add(line);
    if (this.takenTo !== null && to < this.takenTo) return;
    this.takenTo = to;
    this.takenClosing = closing;
  }
}
