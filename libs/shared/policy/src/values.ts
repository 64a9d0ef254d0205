import { z } from 'zod';
import { Money } from '#kernel';
import type { Ratio } from '#kernel';

/** Every scalar of a policy file is read as text, so that no amount ever passes through a JavaScript number. */
const AMOUNT = /^(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/;
const RATIO = /^(?:0(?:\.\d{1,8})?|1(?:\.0{1,8})?)$/;
const COUNT = /^\d{1,4}$/;
const FACTOR = /^\d(?:\.\d{1,8})?$/;

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
/** A multiplier below ten, such as `0.5` for half and `1.5` for half as much again. */
export const factor = z
  .string()
  .regex(FACTOR, '须为小于10的倍数，例如0.5')
  .transform((text): Ratio => text)
  .meta({ title: 'factor' });
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
/**
 * How the visit is covered: by a filing of some kind, not at all, or in the place of insurance itself, there also by a
 * filer whose promised documents are still owed (REG-17).
 */
export const TREATMENTS = [...FILING_KINDS, 'unfiled', 'home', 'home-promise'] as const;
/** 就医地 Where care is given, seen from the place of insurance: in it, elsewhere in its province, outside. */
export const PLACES = ['home', 'province', 'outside'] as const;
/** What an out-of-area reduction applies to: the basic fund per kind of visit, or the large-amount fund. */
export const REDUCIBLE = [...VISIT_KINDS, 'large'] as const;

export const LEVELS = ['1', '2', '3'] as const;

export type VisitKind = (typeof VISIT_KINDS)[number];
export type FilingKind = (typeof FILING_KINDS)[number];
export type Treatment = (typeof TREATMENTS)[number];
export type Place = (typeof PLACES)[number];
export type Reducible = (typeof REDUCIBLE)[number];
/** 医保结算等级 Settlement level of an institution, not its hospital grade (cases RC07). */
export type SettlementLevel = (typeof LEVELS)[number];

export const visits = z.array(z.enum(VISIT_KINDS, { error: `须为${VISIT_KINDS.join('、')}之一` }));
export const levels = <T extends z.ZodType>(of: T) => z.strictObject({ '1': of, '2': of, '3': of });

const bandList = z
  .array(z.strictObject({ upTo: limit, ratio }))
  .min(1, '至少一段')
  .refine(([first]) => first?.upTo?.isPositive() !== false, '第一段的upTo须大于0')
  .refine((bands) => bands.at(-1)?.upTo === null, '最后一段的upTo须为none')
  .refine(
    (bands) => bands.every((band, index) => index === 0 || isAbove(band.upTo, bands[index - 1]?.upTo)),
    '各段的upTo须逐段增大，只有最后一段为none',
  );

/** 分段 Bands on a cumulative amount that includes the deductible (cases WC13); a single ratio is one band without end. */
export const bands = z
  .union([ratio.transform((single) => [{ upTo: null, ratio: single }]), bandList], {
    error: '须为0到1之间的小数，或分段的表[{ upTo, ratio }, …]',
  })
  .meta({ title: 'bands' });

/** What the limits of bands are compared with: in-scope cost, the same above the deductible, or the total of the bill. */
export const bandsBase = z.enum(['in-scope', 'above-deductible', 'total'], {
  error: '须为in-scope、above-deductible或total',
});
/** Each stretch at the ratio of its own band, or the whole claim at the ratio of the band its end lies in. */
export const bandsMode = z.enum(['progressive', 'whole'], { error: '须为progressive或whole' });

/** Whether bands count the claim alone or the whole medical year. */
export const bandsOn = z.enum(['stay', 'year'], { error: '须为stay或year' });

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

export type Band = z.output<typeof bands>[number];
export type BandsOn = z.output<typeof bandsOn>;
export type PharmacyRule = z.output<typeof pharmacyRule>;
export type CivilServantRule = z.output<typeof civilServantRule>;

function isAbove(upper: Money | null, lower: Money | null | undefined): boolean {
  if (lower === null || lower === undefined) return false;
  return upper === null || upper.gt(lower);
}
