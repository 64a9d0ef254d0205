import { z } from 'zod';
import { condition } from './condition.js';
import { reduction } from './deductible-values.js';
import { RULES_LIMIT, name, named } from './named-rules.js';
import { TREATMENTS, VISIT_KINDS, amount, bands, count, factor, limit, ratio, visits } from './values.js';

/** 开展跨省直接结算的门诊慢特病病种: every one, or the codes of each disease that are settled directly (SET-11). */
export const directDiseases = z.union(
  [
    z.literal('all'),
    named(
      z.strictObject({
        name,
        codes: z.array(z.string().min(1, '不能为空').max(30, '最多30位')).min(1, '至少一个编码'),
      }),
    ),
  ],
  { error: '须为all或病种的表[{ name, codes }, …]' },
);

/**
 * 个人负担的组成 What is left to the patient after the basic fund: 起付, 按比例自付, 先行承担 out of area, 超封顶线, 超限额 (of a
 * month, a disease, an item), 乙类先行自付, 超限价, 自费.
 */
export const COMPONENTS = [
  'coinsurance',
  'over-cap',
  'over-quota',
  'first-bear',
  'deductible',
  'prepay',
  'over-limit',
  'self-pay',
] as const;
export type Component = (typeof COMPONENTS)[number];

const NAMED_BASES = ['over-cap', 'personal', 'personal-without-deductible'] as const;
/**
 * `over-cap`: in-scope cost beyond the cap of the basic fund. `personal`: all in-scope cost the basic fund did not pay.
 * `personal-without-deductible`: the same less the basic deductible. Or the parts themselves.
 */
const layerBase = z.union(
  [
    z.enum(NAMED_BASES),
    z.array(z.enum(COMPONENTS, { error: `须为${COMPONENTS.join('、')}之一` })).min(1, '至少一个组成部分'),
  ],
  { error: '须为over-cap、personal、personal-without-deductible或组成部分的表' },
);

/**
 * 激励 What the cap rises by for whoever stays insured, or has nothing reimbursed, year after year: `amount` for every year
 * above `above` of each reason, at most `max` for all of them together.
 */
const capRaise = z.strictObject({
  reasons: named(
    z.strictObject({
      name,
      years: z.enum(['insuredYears', 'unclaimedYears'], { error: '须为insuredYears或unclaimedYears' }),
      above: count,
      amount,
    }),
  ).min(1, '至少一种情形'),
  max: amount.optional(),
});

const layerTerms = {
  base: layerBase,
  /** Of the medical year on the accumulated base, or of every claim. */
  deductible: amount,
  per: z.enum(['year', 'claim'], { error: '须为year或claim' }).optional(),
  bands,
  /** Whether the limits of bands count from zero, the deductible inside (cases WC21), or from the deductible on. */
  bandsFrom: z.enum(['zero', 'deductible'], { error: '须为zero或deductible' }).optional(),
  /** On the layer's payment, of the medical year or of every claim as `per` says. */
  cap: limit,
  capRaise: capRaise.optional(),
  visits,
};

/** 大额、大病 Large-amount or catastrophic layer above the basic fund. */
export const layerRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('layer'),
    fund: z.enum(['330100', '390200'], { error: '须为330100或390200' }),
    ...layerTerms,
  }),
]);

/** Where a further layer pays in the order of SET-20. */
export const STAGES = ['large', 'civil-servant', 'supplementary', 'assistance'] as const;

const BASIC_FUNDS = ['310100', '390100'];

/** 补充保障 Layers after the basic fund beside the large-amount one: supplements, medical assistance, the hospital's part. */
const supplement = z.strictObject({
  name,
  /** 基金支付类型; 999996 is what the hospital bears itself. */
  fund: z
    .string()
    .regex(/^\d{6,8}$/, '须为6至8位基金支付类型代码')
    .refine((code) => !BASIC_FUNDS.includes(code), '基本医保的基金代码不能用于其他层'),
  stage: z.enum(STAGES, { error: `须为${STAGES.join('、')}之一` }),
  when: condition.optional(),
  ...layerTerms,
  /** A word: layers that have the same one share their cap. */
  capShared: z.string().min(1, '不能为空').max(40, '最多40个字').optional(),
  reductions: z.partialRecord(z.enum(TREATMENTS, { error: `须为${TREATMENTS.join('、')}之一` }), reduction).optional(),
});
export const supplements = named(supplement);

/** 保底 The least the fund pays of a claim after all other rules; `against` the basic fund alone, or with the layer above it. */
export const minimumRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('share'),
    ratio,
    of: z.enum(['in-scope', 'in-scope-above-deductible', 'total', 'total-above-deductible'], {
      error: '须为in-scope、in-scope-above-deductible、total或total-above-deductible',
    }),
    against: z.enum(['basic', 'basic-and-large'], { error: '须为basic或basic-and-large' }),
    visits,
  }),
]);

/** What the cap of the basic fund is on, and the kinds of visit that share it. */
export const capRule = z.strictObject({
  on: z.enum(['payment', 'in-scope'], { error: '须为payment或in-scope' }),
  visits,
});

/** 限额 A further limit on the basic fund's payment or on in-scope cost, per claim, bed day, day, month, quarter or medical year. */
const limitRule = z.strictObject({
  name,
  when: condition.optional(),
  on: z.enum(['payment', 'in-scope'], { error: '须为payment或in-scope' }),
  /** `bed-day`: so much for every day of the stay, the day of discharge not counted. */
  per: z.enum(['claim', 'bed-day', 'day', 'month', 'quarter', 'year'], {
    error: '须为claim、bed-day、day、month、quarter或year',
  }),
  /** `disease`: every disease has this limit for itself. */
  each: z.enum(['disease'], { error: '须为disease' }).optional(),
  amount,
});
export const limitRules = named(limitRule);

const onDeductible = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('times'), factor }),
  z.strictObject({ kind: z.literal('minus'), amount, floor: amount.optional() }),
  z.strictObject({ kind: z.literal('plus'), amount }),
  z.strictObject({ kind: z.literal('to'), amount }),
]);
const onRatio = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plus'), points: ratio }),
  z.strictObject({ kind: z.literal('minus'), points: ratio }),
  z.strictObject({ kind: z.literal('times'), factor }),
  /** What the patient bears, times so much: retired people who bear 60% of what others do. */
  z.strictObject({ kind: z.literal('personal-times'), factor }),
  z.strictObject({ kind: z.literal('to'), ratio }),
  z.strictObject({ kind: z.literal('at-least'), ratio }),
  z.strictObject({ kind: z.literal('at-most'), ratio }),
  /** So many points for each year of age above `above` (成都: 0.2 a year). */
  z.strictObject({
    kind: z.literal('by-age'),
    points: ratio,
    above: z
      .string()
      .regex(/^\d{1,3}$/, '须为整数')
      .transform(Number)
      .meta({ title: 'number' }),
  }),
]);

/** 调整 A change to the deductible or the ratios of whom or what it names, on top of the table; in the order written. */
const adjustment = z
  .strictObject({
    name,
    when: condition,
    deductible: onDeductible.optional(),
    ratio: onRatio.optional(),
    /** Ratios: before the out-of-area reduction unless said otherwise. */
    after: z.enum(['reduction'], { error: '须为reduction' }).optional(),
  })
  .refine(({ deductible, ratio: change }) => deductible !== undefined || change !== undefined, '须有deductible或ratio');
export const adjustments = named(adjustment);

/** 未直接结算的扣减 On top of the reduction where the patient refused direct settlement for reasons of their own (吉林). */
export const penalty = reduction;

const splitDeductible = z.enum(['first', 'last', 'each'], { error: '须为first、last或each' });
/**
 * 跨年度住院 A stay across the end of the medical year (SET-12): one claim of the year of settlement or of admission; or its
 * cost split by mean daily cost or by the date of each line, every part by its own year, and the deductible in the first
 * year, the last, or each.
 */
export const crossYearRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('whole'),
    year: z.enum(['settlement', 'admission'], { error: '须为settlement或admission' }),
  }),
  z.strictObject({ kind: z.literal('daily'), deductible: splitDeductible }),
  z.strictObject({ kind: z.literal('by-line'), deductible: splitDeductible }),
]);

/** Conditions under which a visit is treated as an emergency though nobody marked it so (SET-07: 济源's newborns). */
export const emergencyAlso = z.array(condition).max(RULES_LIMIT, `最多${RULES_LIMIT}条`);
/** SET-08: as what an emergency outpatient visit that ended in death is settled. */
export const emergencyDeath = z.enum(['outpatient', 'inpatient'], { error: '须为outpatient或inpatient' });
/** Kinds of visit whose yearly deductible is one and the same. */
export const sharedDeductible = visits.refine(
  (kinds) => new Set(kinds).size === kinds.length && kinds.every((kind) => VISIT_KINDS.includes(kind)),
  '就医类别有重复',
);

export type LayerRule = z.output<typeof layerRule>;
export type Layer = Exclude<LayerRule, { kind: 'none' }>;
export type CapRaise = z.output<typeof capRaise>;
export type Supplement = z.output<typeof supplement>;
export type MinimumRule = z.output<typeof minimumRule>;
export type LimitRule = z.output<typeof limitRule>;
export type Adjustment = z.output<typeof adjustment>;
export type RatioChange = NonNullable<Adjustment['ratio']>;
export type DeductibleChange = NonNullable<Adjustment['deductible']>;
export type CrossYearRule = z.output<typeof crossYearRule>;
