import { Decimal as BaseDecimal } from 'decimal.js';
import { ok, reject } from './result.js';
import type { Result } from './result.js';

/** Decimal arithmetic of the project: 40 significant digits, so that no product of an amount and a ratio is cut before the named rounding. */
export const Decimal = BaseDecimal.clone({
  precision: 40,
  rounding: BaseDecimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
});
export type Decimal = BaseDecimal;

/** 比例 Ratio: a decimal text from 0 to 1, for example `0.85`. */
export type Ratio = string;

const AMOUNT = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/;
const RATIO = /^(?:0(?:\.\d{1,8})?|1(?:\.0{1,8})?)$/;
/** numeric(18,2) holds sixteen digits before the point: the first amount beyond it, in fen. */
const BEYOND_FEN = 10n ** 18n;
/** One digit before the point and the two behind it. */
const FEN_DIGITS = 3;

const ratios = new Map<string, Decimal>();
const RATIO_CACHE_LIMIT = 1024;

/** Parses a ratio once per text (policy tables use a few hundred). Throws RangeError unless it is a decimal from 0 to 1. */
export const ratioOf = (ratio: Ratio): Decimal => {
  const known = ratios.get(ratio);
  if (known !== undefined) return known;
  if (!RATIO.test(ratio)) throw new RangeError(`比例须为0到1之间的小数，最多8位：${ratio}`);
  const value = new Decimal(ratio);
  if (ratios.size < RATIO_CACHE_LIMIT) ratios.set(ratio, value);
  return value;
};

/** Text of an amount as whole cents. */
function fenOf(text: string): bigint {
  const point = text.indexOf('.');
  return BigInt(point < 0 ? `${text}00` : `${text.slice(0, point)}${text.slice(point + 1).padEnd(2, '0')}`);
}

/**
 * 金额 Money in yuan, exact to the cent, immutable, within numeric(18,2). The only type that holds yuan (CLR-14). Whole cents inside;
 * whatever is finer than a cent is a Decimal. Every operation throws RangeError when its result leaves numeric(18,2).
 */
export class Money {
  static readonly zero = new Money(0n);

  /** A plain field, not a `#` one, so that structural equality of tests sees it. */
  private readonly fen: bigint;

  private constructor(fen: bigint) {
    if (fen >= BEYOND_FEN || fen <= -BEYOND_FEN) throw new RangeError('金额超出16位整数的范围');
    this.fen = fen;
  }

  /** Reads yuan from text with at most two decimals; throws RangeError for anything else. */
  static of(text: string): Money {
    if (!AMOUNT.test(text)) throw new RangeError('金额须为最多16位整数、2位小数的十进制数');
    return new Money(fenOf(text));
  }

  /** Reads yuan that come from outside; the rejection names the field and never repeats the text. */
  static parse(text: unknown, field: string): Result<Money> {
    if (typeof text === 'string' && AMOUNT.test(text)) return ok(new Money(fenOf(text)));
    return reject('money.malformed', 'CLR-14', `${field}须为金额（元，最多两位小数）`, [field]);
  }

  /** The one rounding place: half up to the cent, away from zero for negative amounts so that a refund mirrors its claim (SET-20). */
  static roundHalfUp(exact: Decimal): Money {
    if (!exact.isFinite()) throw new RangeError('金额必须是有限数');
    return new Money(fenOf(exact.toFixed(2, Decimal.ROUND_HALF_UP)));
  }

  /** Whole cents (分) as they are stored by compact records. */
  static fromFen(fen: bigint): Money {
    return new Money(fen);
  }

  static sum(amounts: Iterable<Money>): Money {
    let total = 0n;
    for (const { fen } of amounts) total += fen;
    return new Money(total);
  }

  plus(other: Money): Money {
    return other.fen === 0n ? this : new Money(this.fen + other.fen);
  }

  minus(other: Money): Money {
    return other.fen === 0n ? this : new Money(this.fen - other.fen);
  }

  negate(): Money {
    return new Money(-this.fen);
  }

  abs(): Money {
    return this.isNegative() ? this.negate() : this;
  }

  min(other: Money): Money {
    return this.lte(other) ? this : other;
  }

  max(other: Money): Money {
    return this.gte(other) ? this : other;
  }

  /** -1, 0 or 1; usable as a sort function's answer. */
  compare(other: Money): -1 | 0 | 1 {
    if (this.fen === other.fen) return 0;
    return this.fen < other.fen ? -1 : 1;
  }

  eq(other: Money): boolean {
    return this.fen === other.fen;
  }

  lt(other: Money): boolean {
    return this.fen < other.fen;
  }

  lte(other: Money): boolean {
    return this.fen <= other.fen;
  }

  gt(other: Money): boolean {
    return this.fen > other.fen;
  }

  gte(other: Money): boolean {
    return this.fen >= other.fen;
  }

  isZero(): boolean {
    return this.fen === 0n;
  }

  isNegative(): boolean {
    return this.fen < 0n;
  }

  isPositive(): boolean {
    return this.fen > 0n;
  }

  /** The share of this amount, rounded half up to the cent. Throws RangeError for a ratio outside 0..1. */
  share(ratio: Ratio): Money {
    return Money.roundHalfUp(this.exact().times(ratioOf(ratio)));
  }

  /** The exact value, for computations that round once at their own named end. */
  exact(): Decimal {
    return new Decimal(this.toString());
  }

  /** Always two decimals: `1234.50`. */
  toString(): string {
    const digits = (this.fen < 0n ? -this.fen : this.fen).toString().padStart(FEN_DIGITS, '0');
    return `${this.fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** Whole cents (分). */
  toFen(): bigint {
    return this.fen;
  }
}
