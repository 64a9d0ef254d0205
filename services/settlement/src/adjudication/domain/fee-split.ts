import { Decimal, Money } from '#kernel';
import type { Ratio } from '#kernel';
import type { Amounts } from './types.js';

/** 收费项目等级 chrgitm_lv: 01 甲, 02 乙, 03 丙. */
export type CatalogueClass = '01' | '02' | '03';

/** 目录项目 One item of the catalogue of the place of care. */
export type CatalogueItem = {
  readonly code: string;
  readonly name: string;
  readonly class: CatalogueClass;
  /** 收费项目类别 med_chrgitm_type 01 … 14. */
  readonly category: string;
  /** First self-pay share of a class-B item. */
  readonly selfpayProp: Ratio;
  /** Ceiling of one unit in yuan, up to six decimals; null without a ceiling. */
  readonly priceCeiling: Decimal | null;
  /** 限制使用标志 lmt_used_flag. */
  readonly restricted: boolean;
};

/** One fee line as the hospital sends it. */
export type FeeLine = {
  readonly code: string;
  /** 明细项目费用总额, negative on a refund line. */
  readonly amount: Money;
  /** 数量, up to four decimals; has the sign of the amount. */
  readonly quantity: Decimal;
  /** 医院审批标志 hosp_appr_flag. */
  readonly approval: '0' | '1' | '2';
};

export type SplitLine = Amounts & {
  readonly class: CatalogueClass;
  readonly category: string;
  readonly selfpayProp: Ratio;
  readonly priceCeiling: Decimal | null;
  readonly name: string | null;
};

const OTHER_FEES = '14';

/**
 * 费用分割 Splits a line by the catalogue of the place of care (SET-03): above the ceiling → over-limit; of the rest,
 * class B bears its share first; class C is self-pay. A code that is not in the catalogue is class C 自费 of category 14.
 * The prepay is rounded half up and the in-scope part is what is left, so the parts always add up to the line.
 */
export function splitFeeLine(line: FeeLine, item: CatalogueItem | undefined): SplitLine {
  const found = item ?? { class: '03', category: OTHER_FEES, selfpayProp: '1', priceCeiling: null, name: null };
  const { category, selfpayProp, priceCeiling, name } = found;
  const known = { category, selfpayProp, priceCeiling, name, total: line.amount };
  if (!item || item.class === '03' || !mayBePaid(line, item)) {
    const { zero } = Money;
    return {
      ...known,
      class: found.class as CatalogueClass,
      inScope: zero,
      classBPrepay: zero,
      overLimit: zero,
      selfPay: line.amount,
    };
  }
  const overLimit = overCeiling(line, item.priceCeiling);
  const rest = line.amount.minus(overLimit);
  const classBPrepay = item.class === '02' ? rest.share(item.selfpayProp) : Money.zero;
  const inScope = rest.minus(classBPrepay);
  return { ...known, class: item.class, inScope, classBPrepay, overLimit, selfPay: Money.zero };
}

/** Restricted items need the hospital's approval (1); an unrestricted item is self-paid only when marked so (2). */
const mayBePaid = (line: FeeLine, item: CatalogueItem): boolean =>
  item.restricted ? line.approval === '1' : line.approval !== '2';

function overCeiling({ amount, quantity }: FeeLine, ceiling: Decimal | null): Money {
  if (ceiling === null) return Money.zero;
  const allowed = Money.roundHalfUp(ceiling.times(quantity.abs()));
  const over = amount.abs().minus(allowed).max(Money.zero);
  return amount.isNegative() ? over.negate() : over;
}

/** The amounts of a bill: the sum of its lines, part by part. */
export const sumSplit = (lines: readonly Amounts[]): Amounts => ({
  total: Money.sum(lines.map((line) => line.total)),
  inScope: Money.sum(lines.map((line) => line.inScope)),
  classBPrepay: Money.sum(lines.map((line) => line.classBPrepay)),
  overLimit: Money.sum(lines.map((line) => line.overLimit)),
  selfPay: Money.sum(lines.map((line) => line.selfPay)),
});
