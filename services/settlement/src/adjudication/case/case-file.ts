import { z } from 'zod';
import { Decimal, Money, RegionCode, businessDate, isBusinessDate } from '#kernel';
import type { BusinessDate } from '#kernel';
import { FILING_KINDS, LEVELS, VISIT_KINDS } from '#policy';

/** Scalars are texts, as `readYaml` gives them; a JSON case file writes them in quotes. */
const money = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/, '须为金额（元，最多两位小数）')
  .transform(Money.of);
const unitPrice = z.string().regex(/^\d{1,10}(?:\.\d{1,6})?$/, '须为单价（元，最多六位小数）');
const quantity = z.string().regex(/^\d{1,12}(?:\.\d{1,4})?$/, '须为数量（最多四位小数）');
const yesNo = z.enum(['true', 'false'], { error: '须为true或false' }).transform((text) => text === 'true');
const date = z
  .string()
  .refine(isBusinessDate, '须为日期YYYY-MM-DD')
  .transform((text): BusinessDate => businessDate(text));
const region = z
  .string()
  .refine((text) => RegionCode.parse(text, 'region').ok, '须为6位行政区划代码')
  .transform((text): RegionCode => RegionCode.of(text));
const section = z.record(z.string(), z.unknown()).optional();

const policy = z.strictObject({
  /** Pooling area of insurance whose tables in force apply. */
  region,
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
});

const person = z.strictObject({
  insutype: z.enum(['310', '390'], { error: '须为310或390' }),
  status: z.enum(['active', 'retired', 'resident'], { error: '须为active、retired或resident' }),
  civilServant: yesNo.default(false),
});

const visit = z.strictObject({
  kind: z.enum(VISIT_KINDS, { error: `须为${VISIT_KINDS.join('、')}之一` }),
  settlementLevel: z.enum(LEVELS, { error: '须为1、2、3之一' }),
  stayNumberOfYear: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, '须为正整数')
    .transform(Number)
    .default(1),
  emergency: yesNo.default(false),
  date: date.optional(),
});

const amounts = z.strictObject({ total: money, inScope: money, classBPrepay: money, overLimit: money, selfPay: money });

const line = z
  .strictObject({
    code: z.string().min(1).max(50),
    price: unitPrice,
    quantity,
    approval: z.enum(['0', '1', '2'], { error: '须为0、1、2之一' }).default('1'),
  })
  .transform(({ code, price, quantity: count, approval }) => ({
    code,
    approval,
    quantity: new Decimal(count),
    amount: Money.roundHalfUp(new Decimal(price).times(count)),
  }));
const LINES_LIMIT = 1000;

const accumulators = z.strictObject({
  stays: z
    .string()
    .regex(/^\d{1,3}$/, '须为整数')
    .transform(Number)
    .optional(),
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
});

/** 算例 A case file of `kuasheng adjudicate`: everything a claim is computed from. */
export const caseFile = z
  .strictObject({
    title: z.string().max(200).default(''),
    policy,
    person,
    filing: z.enum([...FILING_KINDS, 'none'], { error: `须为${FILING_KINDS.join('、')}之一或none` }),
    visit,
    amounts: amounts.optional(),
    lines: z.array(line).min(1, '至少一行').max(LINES_LIMIT, `最多${LINES_LIMIT}行`).optional(),
    accumulators: accumulators.default({}),
    account: z.strictObject({ balance: money, mayUse: yesNo }).default({ balance: Money.zero, mayUse: false }),
    hospitalBorne: money.default(Money.zero),
  })
  .refine((data) => (data.amounts === undefined) !== (data.lines === undefined), {
    message: 'amounts与lines须有且只有一个',
    path: ['amounts'],
  });

export type CaseFile = z.output<typeof caseFile>;
