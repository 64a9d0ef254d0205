import { Decimal, type Money } from '#kernel';

const YUAN_PER_WAN = 10_000;

/** 万元 as advance papers print it: half up to 0.01, the yuan amount stays the legal one (rulebook section 10 item 6). */
const wanOf = (amount: Money): Decimal => amount.exact().div(YUAN_PER_WAN).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);

export interface PaperColumn {
  readonly lines: readonly string[];
  readonly total: string;
}

/** A column of a paper in 万元: every line rounded, the total the sum of the printed lines. */
export function paperColumn(amounts: readonly Money[]): PaperColumn {
  const lines = amounts.map(wanOf);
  const total = lines.reduce((sum, line) => sum.plus(line), new Decimal(0));
  return { lines: lines.map((line) => line.toFixed(2)), total: total.toFixed(2) };
}
