import { isBusinessDate, Money, reject, type Result } from '#kernel';
import { maskText } from '#privacy';
import type { Direction } from '../../../domain/bookings.js';

/** One line as a file says it, in the file's order. Amount in yuan, positive. */
export interface ReadLine {
  readonly bookedOn: string;
  readonly direction: Direction;
  readonly amount: Money;
  readonly serialNumber: string | null;
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly text: string | null;
  /** 红字、冲正: it takes back a line of the other way. */
  readonly reversal: boolean;
}

/** A statement as a file says it; `account` is null where the file does not name it. */
export interface ReadStatement {
  readonly account: string | null;
  readonly from: string;
  readonly to: string;
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly ReadLine[];
}

/** 第N行 A fault of one place of the file. The value itself is never repeated. */
export const fault = (where: string, what: string, field: string): Result<never> =>
  reject('statement.format', 'CLR-13', `${where}：${what}`, [field]);

const DATE = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T-].*)?$/;

/** `20251015`, `2025-10-15`, `2025/10/15 10:11:12`, `2025年10月15日`; null for anything else. */
export function dayOf(text: string): string | null {
  const [, year, month, day, monthDigits, dayDigits] = DATE.exec(text.trim()) ?? [];
  const [m, d] = [month ?? monthDigits, day ?? dayDigits];
  if (year === undefined || m === undefined || d === undefined) return null;
  const date = `${year}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return isBusinessDate(date) ? date : null;
}

const AMOUNT = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?$/;

/** `1,234.56`, `￥1234.5`, `-20`; empty or a dash is zero; null for anything else. */
export function moneyOf(text: string): Money | null {
  const bare = text.replace(/[￥¥元\s]/g, '').replace(/^CNY/i, '');
  if (bare === '' || bare === '-' || bare === '--') return Money.zero;
  if (!AMOUNT.test(bare)) return null;
  const read = Money.parse(bare.replace(/[+,]/g, ''), '金额');
  return read.ok ? read.value : null;
}

const SIGN: Readonly<Record<Direction, RegExp>> = {
  out: /^(?:借|付|支|往|转出|出|D|DR|DEBIT|DBIT)/i,
  in: /^(?:贷|收|存|来|转入|入|C|CR|CREDIT|CRDT)/i,
};

/** 借贷标志 as the bank sees it: 借 leaves the account, 贷 enters it; null for anything else. */
export function directionOf(flag: string): Direction | null {
  const text = flag.trim();
  if (SIGN.out.test(text)) return 'out';
  return SIGN.in.test(text) ? 'in' : null;
}

const CURRENCY = /^(?:人民币元?|CNY|RMB|156|001|01)$/i;
export const isYuan = (currency: string): boolean => CURRENCY.test(currency.trim());

/** Longest text that is kept of a name, a number and a purpose. */
const LONGEST = { name: 100, number: 60, text: 200 } as const;
const BLANKS = /\s+/g;

/**
 * Text without blanks around it, cut; null for none. Whatever people write into a purpose: what looks like a citizen's number, phone
 * or card is masked before anything is recorded (SEC-02).
 */
export function textOf(value: string | null | undefined, kind: keyof typeof LONGEST): string | null {
  const bare = (value ?? '').replace(BLANKS, ' ').trim();
  if (bare === '' || bare === '-') return null;
  const kept = (kind === 'number' ? bare : maskText(bare)).slice(0, LONGEST[kind]);
  // A copy: a part of a string keeps the whole piece of the file it was cut from.
  return Buffer.from(kept).toString();
}

export const signed = ({ direction, amount }: Pick<ReadLine, 'direction' | 'amount'>): Money =>
  direction === 'in' ? amount : amount.negate();

/** A signed movement as way and positive amount; null for zero. */
export function lineMovement(change: Money): Pick<ReadLine, 'direction' | 'amount'> | null {
  if (change.isZero()) return null;
  return { direction: change.isNegative() ? 'out' : 'in', amount: change.abs() };
}

/** Keeps the first and last day of what it was shown, as text. */
export class DayRange {
  first: string | null = null;
  last: string | null = null;

  add(day: string): void {
    if (this.first === null || day < this.first) this.first = day;
    if (this.last === null || day > this.last) this.last = day;
  }
}
