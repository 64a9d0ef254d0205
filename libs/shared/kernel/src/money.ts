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
/** numeric(18,2) holds sixteen digits before the point: the decimal exponent of its largest amount. */
const LARGEST_EXPONENT = 15;

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

/**
 * 金额 Money in yuan, exact to the cent, immutable, within numeric(18,2). The only type that holds yuan (CLR-14).
 * Every operation throws RangeError when its result leaves numeric(18,2).
 */
export class Money {
  static readonly zero = new Money(new Decimal(0));

  /** Rounded to the cent by every path that leads here. A plain field, not a `#` one, so that structural equality of tests sees it. */
  private readonly value: Decimal;

  private constructor(value: Decimal) {
    // Whole cents only, so what is beyond the largest amount shows in the exponent alone.
    if (value.e > LARGEST_EXPONENT) throw new RangeError('金额超出16位整数的范围');
    // One zero only: minus zero would print a sign and differ structurally.
    this.value = value.isZero() ? value.abs() : value;
  }

  /** Reads yuan from text with at most two decimals; throws RangeError for anything else. */
  static of(text: string): Money {
    if (!AMOUNT.test(text)) throw new RangeError('金额须为最多16位整数、2位小数的十进制数');
    return new Money(new Decimal(text));
  }

  /** Reads yuan that come from outside; the rejection names the field and never repeats the text. */
  static parse(text: unknown, field: string): Result<Money> {
    if (typeof text === 'string' && AMOUNT.test(text)) return ok(new Money(new Decimal(text)));
    return reject('money.malformed', 'CLR-14', `${field}须为金额（元，最多两位小数）`, [field]);
  }

  /** The one rounding place: half up to the cent, away from zero for negative amounts so that a refund mirrors its claim (SET-20). */
  static roundHalfUp(exact: Decimal): Money {
    if (!exact.isFinite()) throw new RangeError('金额必须是有限数');
    return new Money(exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
  }

  /** Whole cents (分) as they are stored by compact records. */
  static fromFen(fen: bigint): Money {
    return new Money(new Decimal(fen.toString()).div(100));
  }

  static sum(amounts: Iterable<Money>): Money {
    let total: Decimal = Money.zero.value;
    for (const amount of amounts) total = total.plus(amount.value);
    return new Money(total);
  }

  plus(other: Money): Money {
    if (other.value.isZero()) return this;
    return new Money(this.value.plus(other.value));
  }

  minus(other: Money): Money {
    if (other.value.isZero()) return this;
    return new Money(this.value.minus(other.value));
  }

  negate(): Money {
    return new Money(this.value.negated());
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
    return this.value.cmp(other.value) as -1 | 0 | 1;
  }

  eq(other: Money): boolean {
    return this.value.eq(other.value);
  }

  lt(other: Money): boolean {
    return this.value.lt(other.value);
  }

  lte(other: Money): boolean {
    return this.value.lte(other.value);
  }

  gt(other: Money): boolean {
    return this.value.gt(other.value);
  }

  gte(other: Money): boolean {
    return this.value.gte(other.value);
  }

  isZero(): boolean {
    return this.value.isZero();
  }

  isNegative(): boolean {
    return this.value.isNegative();
  }

  isPositive(): boolean {
    return this.value.isPositive() && !this.value.isZero();
  }

  /** The share of this amount, rounded half up to the cent. Throws RangeError for a ratio outside 0..1. */
  share(ratio: Ratio): Money {
    return Money.roundHalfUp(this.value.times(ratioOf(ratio)));
  }

  /** The exact value, for computations that round once at their own named end. */
  exact(): Decimal {
    return this.value;
  }

  /** Always two decimals: `1234.50`. */
  toString(): string {
    return this.value.toFixed(2);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Whole cents (分). */
  toFen(): bigint {
    return BigInt(this.value.times(100).toFixed(0));
  }
}
