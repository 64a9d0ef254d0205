import { z } from 'zod';
import { RegionCode } from '#kernel';
import { FILINGS, LEVELS, PLACES, VISIT_KINDS } from '#policy';
import { datesFaults } from './case-dates.js';
import { caseLine } from './case-lines.js';
import { count, date, money, words, yesNo } from './scalars.js';

const region = z
  .string()
  .refine((text) => RegionCode.parse(text, 'region').ok, '须为6位行政区划代码')
  .transform((text): RegionCode => RegionCode.of(text));
const section = z.record(z.string(), z.unknown()).optional();

const policy = z
  .strictObject({
    /** Pooling area of insurance whose tables in force apply, by code or by the name of its table. */
    region: region.optional(),
    name: z.string().min(1, '不能为空').max(50).optional(),
    date,
    /** Values written into the case itself; they go before every table. Same form as a policy file. */
    inline: z
      .strictObject({
        sources: z.record(z.string(), z.unknown()),
        employee: section,
        active: section,
        retired: section,
        resident: section,
      })
      .optional(),
  })
  .refine((one) => (one.region === undefined) !== (one.name === undefined), {
    message: 'region（行政区划代码）与name（政策表名称）须有且只有一个',
    path: ['region'],
  });

const STATUS = z.enum(['active', 'retired', 'resident'], { error: '须为active、retired或resident' });
const COVER = z.enum(['normal', 'suspended', 'ended'], { error: '须为normal、suspended或ended' });
const person = z
  .strictObject({
    insutype: z.enum(['310', '390'], { error: '须为310（职工）或390（居民）' }),
    status: STATUS,
    civilServant: yesNo.default(false),
    cover: COVER.default('normal'),
    /** Either; the age is that on the day of admission. */
    birthDate: date.optional(),
    age: count.optional(),
    insuredSince: date.optional(),
    insuredYears: count.optional(),
    insuredMonths: count.optional(),
    unclaimedYears: count.optional(),
    retiredOn: date.optional(),
    groups: words.optional(),
    diseases: words.optional(),
  })
  .refine(({ birthDate, age }) => birthDate === undefined || age === undefined, {
    message: 'age与birthDate只写一个',
    path: ['age'],
  })
  .refine(
    (one) => [one.insuredSince, one.insuredYears, one.insuredMonths].filter((text) => text !== undefined).length < 2,
    {
      message: 'insuredSince、insuredYears与insuredMonths只写一个',
      path: ['insuredSince'],
    },
  );

const visit = z.strictObject({
  kind: z.enum(VISIT_KINDS, { error: `须为${VISIT_KINDS.join('、')}之一` }),
  settlementLevel: z.enum(LEVELS, { error: '须为1、2、3之一' }),
  /** Where it is not written, one more than the stays of the accumulators. */
  stayNumberOfYear: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, '须为正整数')
    .transform(Number)
    .optional(),
  emergency: yesNo.default(false),
  injury: yesNo.default(false),
  thirdParty: yesNo.default(false),
  died: yesNo.default(false),
  directRefused: yesNo.default(false),
  date: date.optional(),
  admittedOn: date.optional(),
  dischargedOn: date.optional(),
  place: z.enum(PLACES, { error: `须为${PLACES.join('、')}之一` }).default('outside'),
  marks: words.optional(),
  disease: z.string().max(50).optional(),
});

const amounts = z.strictObject({
  total: money,
  inScope: money,
  classBPrepay: money.optional(),
  overLimit: money.optional(),
  selfPay: money.optional(),
});
const LINES_LIMIT = 1000;

const accumulators = z.strictObject({
  stays: count.optional(),
  deductiblePaid: money.optional(),
  inScope: money.optional(),
  fundPaid: money.optional(),
  catastrophicBase: money.optional(),
  largeFundPaid: money.optional(),
  outpatientDeductiblePaid: money.optional(),
  outpatientInScope: money.optional(),
  outpatientFundPaid: money.optional(),
  chronicDeductiblePaid: money.optional(),
  chronicInScopeByMonth: z.record(z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, '须为月份YYYY-MM'), money).optional(),
  counters: z.record(z.string(), money).optional(),
  recentStays: z.record(z.string(), z.strictObject({ stays: count, deductible: money })).optional(),
});

/** What held in an earlier medical year of a stay that reaches over its end. */
const earlierYear = z.strictObject({
  accumulators: accumulators.default({}),
  status: STATUS.optional(),
  groups: words.optional(),
  cover: COVER.default('normal'),
});

const expectation = z.record(z.string(), z.string());
const misprint = z.strictObject({ at: z.string(), printed: z.string(), why: z.string().min(1, '不能为空') });

/** What a later claim of the same person may say anew. */
const claim = {
  title: z.string().max(200).default(''),
  person,
  filing: z.enum(FILINGS, { error: `须为${FILINGS.join('、')}之一` }).default('none'),
  documentsOwed: yesNo.default(false),
  visit,
  amounts: amounts.optional(),
  lines: z.array(caseLine).min(1, '至少一行').max(LINES_LIMIT, `最多${LINES_LIMIT}行`).optional(),
  account: z
    .strictObject({ balance: money.optional(), mayUse: yesNo.default(true), family: money.optional() })
    .optional(),
  given: z.record(z.string(), money).optional(),
  hospitalBorne: money.optional(),
  earlierYears: z.record(z.string().regex(/^\d{4}$/, '须为年度（四位数）'), earlierYear).optional(),
  expect: expectation.default({}),
  misprinted: z.array(misprint).max(50).default([]),
};

const hasOneBill = ({ amounts: stated, lines }: { readonly amounts?: unknown; readonly lines?: unknown }): boolean =>
  (stated === undefined) !== (lines === undefined);
const ONE_BILL = { message: 'amounts与lines须有且只有一个', path: ['amounts'] };

/** 算例 A case file of `kuasheng adjudicate`: everything a claim is computed from. */
export const caseFile = z
  .strictObject({
    ...claim,
    policy,
    accumulators: accumulators.default({}),
    then: z.array(z.unknown()).max(100).default([]),
  })
  .refine(hasOneBill, ONE_BILL)
  .superRefine((data, context) => {
    for (const [path, message] of datesFaults(data)) {
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    }
  });
export type CaseFile = z.output<typeof caseFile>;
export type CaseAccumulators = z.output<typeof accumulators>;
