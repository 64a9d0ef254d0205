import { z } from 'zod';
import { amount, bands, count, factor, flag, levels, ratio } from './values.js';

/** A deductible of a claim: an amount, or a share of its bill between a floor and a ceiling (安徽: 20%, 2,000 to 10,000). */
export const shareOfBill = z
  .strictObject({
    share: ratio,
    of: z.enum(['total', 'in-scope'], { error: '须为total或in-scope' }),
    floor: amount.optional(),
    ceiling: amount.optional(),
  })
  .refine(({ floor, ceiling }) => !(floor && ceiling && floor.gt(ceiling)), 'floor大于ceiling')
  .meta({ title: 'share-of-bill' });
const amountOrShare = z.union([amount, shareOfBill], { error: '须为金额，或按费用比例{ share, of, floor, ceiling }' });

const laterStays = z.discriminatedUnion('kind', [
  /** Second, third … stay of the year as a factor of the first; the last factor holds for all further stays. */
  z.strictObject({ kind: z.literal('factors'), factors: z.array(factor).min(1, '至少一个系数') }),
  /** Every further stay costs one step less, down to a floor by level. */
  z.strictObject({ kind: z.literal('step-down'), step: amount, floors: levels(amount) }),
]);

/**
 * 短期再住院 A stay that begins within so many days of the end of another: charged nothing more in a hospital of the same
 * or a lower level, and in a higher one the difference (洛阳) or its own deductible in full.
 */
const readmission = z.strictObject({
  days: count,
  sameDisease: flag.default(true),
  higher: z.enum(['difference', 'full'], { error: '须为difference或full' }).default('difference'),
});

const PER = ['stay', 'day', 'month', 'quarter', 'year'] as const;
const leveled = (per: 'stay' | 'year') =>
  z.strictObject({
    levels: levels(amountOrShare),
    /**
     * `year`: one deductible a medical year, topped up when a higher level is used; `day`, `month` and `quarter` likewise,
     * by the date of settlement. `stay`: every claim has its own.
     */
    per: z.enum(PER, { error: '须为stay、day、month、quarter或year' }).default(per),
    /** 年度累计起付上限 What all claims of the kind are charged in a medical year at the most. */
    yearMaximum: amount.optional(),
    later: laterStays.optional(),
    readmission: readmission.optional(),
  });

/** 起付标准 Deductible by settlement level, or one for all; `per` where nothing is written. */
export const deductibleRule = (per: 'stay' | 'year') =>
  z
    .union([amount, shareOfBill, leveled(per)], {
      error: '须为金额（元，最多两位小数）、按费用比例{ share, of }或按等级{ levels }',
    })
    .meta({ title: 'deductible' });

const ownDeductible = { deductible: deductibleRule('stay').optional() };

const common = [
  z.strictObject({ kind: z.literal('none'), ...ownDeductible }),
  /** Percentage points off every ratio: 0.10 turns 85% into 75%. */
  z.strictObject({ kind: z.literal('points'), points: ratio, ...ownDeductible }),
  /**
   * 先行自付: the insured bears this share first, the full ratio applies to the rest. The share is of the cost above the
   * deductible, or of all in-scope cost before the deductible is taken.
   */
  z.strictObject({
    kind: z.literal('first-bear'),
    share: ratio,
    of: z.enum(['above-deductible', 'in-scope'], { error: '须为above-deductible或in-scope' }).optional(),
    ...ownDeductible,
  }),
  /** Own bands in place of the local ones; by level where they differ. */
  z.strictObject({
    kind: z.literal('separate'),
    bands: z.union([bands, levels(bands)], { error: '须为比例、分段或按等级{ 1, 2, 3 }' }),
    ...ownDeductible,
  }),
  /** No direct settlement; the claim is made by hand at home (SET-17). */
  z.strictObject({ kind: z.literal('refuse') }),
] as const;

/** 异地降低 Out-of-area treatment of one kind of filing (SET-06); any of them may bring its own deductible. */
export const reduction = z.discriminatedUnion('kind', common).meta({ title: 'reduction' });

export type DeductibleAmount = z.output<typeof amountOrShare>;
export type DeductibleRule = z.output<ReturnType<typeof deductibleRule>>;
export type LeveledDeductible = z.output<ReturnType<typeof leveled>>;
export type Readmission = z.output<typeof readmission>;
export type Reduction = z.output<typeof reduction>;
