import { z } from 'zod';
import { Money } from '#kernel';
import type { Ratio } from '#kernel';

/** Every scalar of a policy file is read as text, so that no amount ever passes through a JavaScript number. */
const AMOUNT = /^(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/;
const RATIO = /^(?:0(?:\.\d{1,8})?|1(?:\.0{1,8})?)$/;
const COUNT = /^\d{1,4}$/;

// Titles are the words of the generated reference of parameters.
export const amount = z
  .string()
  .regex(AMOUNT, '须为金额（元，最多两位小数）')
  .transform((text) => Money.of(text))
  .meta({ title: 'amount' });
export const ratio = z
  .string()
  .regex(RATIO, '须为0到1之间的小数')
  .transform((text): Ratio => text)
  .meta({ title: 'ratio' });
export const count = z
  .string()
  .regex(COUNT, '须为整数')
  .transform((text) => Number(text))
  .meta({ title: 'number' });
export const flag = z.enum(['true', 'false'], { error: '须为true或false' }).transform((text) => text === 'true');
export const day = z.iso.date({ error: '须为日期YYYY-MM-DD' }).meta({ title: 'date' });
/** An amount, or the word `none` for "no limit". */
export const limit = z.union([z.literal('none').transform(() => null), amount], { error: '须为金额（元）或none' });

/** 就医类别 Kind of visit. */
export const VISIT_KINDS = ['inpatient', 'outpatient', 'chronic', 'pharmacy'] as const;
/** 备案类别 Filing kind (REG-01). */
export const FILING_KINDS = [
  'retiree-resettled',
  'long-term-resident',
  'posted-worker',
  'referred',
  'emergency',
  'other-temporary',
] as const;
/** How the stay is covered: by a filing of some kind, or not at all. */
export const TREATMENTS = [...FILING_KINDS, 'unfiled'] as const;
/** What an out-of-area reduction applies to: the basic fund per kind of visit, or the large-amount fund. */
export const REDUCIBLE = [...VISIT_KINDS, 'large'] as const;

export const LEVELS = ['1', '2', '3'] as const;

export type VisitKind = (typeof VISIT_KINDS)[number];
export type FilingKind = (typeof FILING_KINDS)[number];
export type Treatment = (typeof TREATMENTS)[number];
export type Reducible = (typeof REDUCIBLE)[number];
/** 医保结算等级 Settlement level of an institution, not its hospital grade (cases RC07). */
export type SettlementLevel = (typeof LEVELS)[number];

export const visits = z.array(z.enum(VISIT_KINDS, { error: `须为${VISIT_KINDS.join('、')}之一` }));
const levels = <T extends z.ZodType>(of: T) => z.strictObject({ '1': of, '2': of, '3': of });

const bandList = z
  .array(z.strictObject({ upTo: limit, ratio }))
  .min(1, '至少一段')
  .refine((bands) => bands.at(-1)?.upTo === null, '最后一段的upTo须为none')
  .refine(
    (bands) => bands.every((band, index) => index === 0 || isAbove(band.upTo, bands[index - 1]?.upTo)),
    '各段的upTo须逐段增大，只有最后一段为none',
  );

/** 分段 Bands on a cumulative amount that includes the deductible (cases WC13); a single ratio is one band without end. */
export const bands = z.union([ratio.transform((single) => [{ upTo: null, ratio: single }]), bandList]);

const laterStays = z.discriminatedUnion('kind', [
  /** Second, third … stay of the year as a factor of the first; the last factor holds for all further stays. */
  z.strictObject({ kind: z.literal('factors'), factors: z.array(ratio).min(1, '至少一个系数') }),
  /** Every further stay costs one step less, down to a floor by level. */
  z.strictObject({ kind: z.literal('step-down'), step: amount, floors: levels(amount) }),
]);

/** 起付标准 Deductible of a stay by settlement level. */
export const deductibleRule = z.strictObject({
  levels: levels(amount),
  /** `year`: one deductible a medical year, topped up when a higher level is used. */
  per: z.enum(['stay', 'year'], { error: '须为stay或year' }).default('stay'),
  later: laterStays.optional(),
});

/** Whether bands count the claim alone or the whole medical year. */
export const bandsOn = z.enum(['stay', 'year'], { error: '须为stay或year' });

/** 大额、大病 Large-amount or catastrophic layer above the basic fund. */
export const layerRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('layer'),
    fund: z.enum(['330100', '390200'], { error: '须为330100或390200' }),
    /**
     * `over-cap`: in-scope cost beyond the cap of the basic fund. `personal`: all in-scope cost the basic fund did not
     * pay. `personal-without-deductible`: the same less the basic deductible.
     */
    base: z.enum(['over-cap', 'personal', 'personal-without-deductible'], {
      error: '须为over-cap、personal或personal-without-deductible',
    }),
    /** Of the medical year, on the accumulated base. */
    deductible: amount,
    bands,
    /** On the layer's payment of the medical year. */
    cap: limit,
    visits,
  }),
]);

/** 药店 Pharmacy: the personal account alone, or a ratio under the outpatient deductible and cap. */
export const pharmacyRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account-only') }),
  z.strictObject({ kind: z.literal('ratio'), ratio }),
]);

/** 公务员医疗补助 Share of the in-scope cost the earlier funds left to a civil servant. */
export const civilServantRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('share'), ratio, visits }),
]);

const ownDeductible = { deductible: amount.optional() };
/** 异地降低 Out-of-area treatment of one kind of filing (SET-06); any of them may bring its own deductible. */
export const reduction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none'), ...ownDeductible }),
  /** Percentage points off every ratio: 0.10 turns 85% into 75%. */
  z.strictObject({ kind: z.literal('points'), points: ratio, ...ownDeductible }),
  /** 先行自付: the insured bears this share first, the full ratio applies to the rest. */
  z.strictObject({ kind: z.literal('first-bear'), share: ratio, ...ownDeductible }),
  /** Own bands in place of the local ones. */
  z.strictObject({ kind: z.literal('separate'), bands, ...ownDeductible }),
  /** No direct settlement; the claim is made by hand at home (SET-17). */
  z.strictObject({ kind: z.literal('refuse') }),
]);

export type Band = z.output<typeof bands>[number];
export type DeductibleRule = z.output<typeof deductibleRule>;
export type BandsOn = z.output<typeof bandsOn>;
export type LayerRule = z.output<typeof layerRule>;
export type PharmacyRule = z.output<typeof pharmacyRule>;
export type CivilServantRule = z.output<typeof civilServantRule>;
export type Reduction = z.output<typeof reduction>;

function isAbove(upper: Money | null, lower: Money | null | undefined): boolean {
  if (lower === null || lower === undefined) return false;
  return upper === null || upper.gt(lower);
}
