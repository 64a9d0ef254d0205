import { z } from 'zod';
import { DOCUMENT_KINDS, type DocumentKind } from './document-kinds.js';
import { noticeTexts } from './notice-texts.js';
import { amount, count, day, flag, ratio, FILING_KINDS } from './values.js';

/** 渠道 How an act on a filing reaches the agency (REG-05); `import` is a province moving over with its filings. */
export const CHANNELS = ['window', 'national-app', 'mini-program', 'website', 'phone', 'hospital', 'import'] as const;
export type Channel = (typeof CHANNELS)[number];

const channels = z.array(z.enum(CHANNELS, { error: `须为${CHANNELS.join('、')}之一` }));
const documentKinds = Object.keys(DOCUMENT_KINDS) as [DocumentKind, ...DocumentKind[]];
/** Any one of these papers will do; an empty list means none is asked for (REG-03). */
const papers = z.array(z.enum(documentKinds, { error: `须为${documentKinds.join('、')}之一` }));

const filingKinds = z.array(z.enum(FILING_KINDS, { error: `须为${FILING_KINDS.join('、')}之一` }));

/** 补齐材料期限 How long a promise filer may owe documents (REG-09). */
const supplementPeriod = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unlimited') }),
  z.strictObject({ kind: z.literal('days'), days: count }),
  z.strictObject({ kind: z.literal('months'), months: count }),
]);

/** 违诺处理 What follows an unfulfilled promise (REG-10). */
const promiseSanction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The filing is revoked when the period is over; `banForever`: no promise filing ever again. */
  z.strictObject({ kind: z.literal('revoke'), banForever: flag }),
  /** No change or cancelling while documents are owed, and no new promise filing for some months after cancelling. */
  z.strictObject({ kind: z.literal('lock'), lockMonths: count, banMonthsAfterCancel: count }),
  /** The filing ends and the person is reported to the credit system. */
  z.strictObject({ kind: z.literal('end-and-report') }),
]);

const lock = z.strictObject({
  /** Months from the first day of validity; 0 means no lock. */
  months: count,
  forbids: z.array(z.enum(['change', 'cancel'], { error: '须为change或cancel' })),
  /** True where a filer with complete documents may change or cancel at any time. */
  waivedByDocuments: flag,
  /** Circumstances that lift the lock. */
  waivedFor: z.array(z.enum(['emergency', 'inpatient'], { error: '须为emergency或inpatient' })),
});

const transition = z.strictObject({
  appliesTo: z.enum(['promise', 'long-term', 'all'], { error: '须为promise、long-term或all' }),
  filedBefore: day,
  /** `keep-old-rules`: the former rules hold until the day. `cut-validity`: a later end is cut to the day. */
  effect: z.enum(['keep-old-rules', 'cut-validity'], { error: '须为keep-old-rules或cut-validity' }),
  until: day,
});

/** 提醒 When a filer who owes documents is reminded: days before the last one, or every so many days where there is none. */
const reminders = z.strictObject({ daysBefore: z.array(count), every: count });

const twoWay = z.strictObject({
  /** Whether a long-term filer may also settle in the place of insurance. */
  allowed: flag,
  /** Points off at home while a promise is unfulfilled. */
  promisePoints: ratio,
});

/** A day every month has. */
const dayOfMonth = z
  .string()
  .regex(/^(?:[1-9]|1\d|2[0-8])$/, '须为1到28的日')
  .transform((text) => Number(text))
  .meta({ title: 'day' });
/** 县区核对、上解 The day of the next month for the figures, then working days to check them and to remit (REC-04). */
const countyTerms = z.union(
  [
    z.literal('none').transform(() => null),
    z.strictObject({ figuresBy: dayOfMonth, checkDays: count, remitDays: count }),
  ],
  { error: '须为none或{ figuresBy, checkDays, remitDays }' },
);

/** 手工报销时限 Working days from complete papers to payment, and at the most where the person is told in time (SET-17). */
const handClaimTerms = z.union(
  [
    z.literal('none').transform(() => null),
    z
      .strictObject({ workingDays: count, longestWorkingDays: count })
      .refine(({ workingDays, longestWorkingDays }) => workingDays <= longestWorkingDays, '最长时限不能短于一般时限'),
  ],
  { error: '须为none或{ workingDays, longestWorkingDays }' },
);

/** 经办参数 Parameters of registration by place; each name is the key used in policy files. */
export const REGISTRATION_PARAMETERS = {
  /** REG-03: papers that prove each kind, any one of them. */
  'documents.retiree-resettled': papers,
  'documents.long-term-resident': papers,
  'documents.posted-worker': papers,
  'documents.referred': papers,
  'documents.emergency': papers,
  'documents.other-temporary': papers,
  /** REG-05: how filings may be applied for, changed and renewed, and how cancelled. */
  'channels.apply': channels,
  'channels.cancel': channels,
  /** REG-06: `indefinite`, or until the documents expire. */
  'longTerm.validity': z.enum(['indefinite', 'documents'], { error: '须为indefinite或documents' }),
  /** REG-08. */
  'longTerm.lock': lock,
  /** REG-07, by kind, in months. */
  'temporary.months.referred': count,
  'temporary.months.emergency': count,
  'temporary.months.other-temporary': count,
  /** REG-08: temporary filings may be cancelled at any time. */
  'temporary.cancelAnyTime': flag,
  /** REG-09: kinds that may be filed on a promise. */
  'promise.kinds': filingKinds,
  'promise.supplement': supplementPeriod,
  /** REG-09. */
  'promise.reminders': reminders,
  /** REG-11: days a promise filing is valid; `none` where it is valid like any other. The day of filing is not counted. */
  'promise.validityDays': z.union([z.literal('none').transform(() => null), count], { error: '须为整数或none' }),
  /** REG-10. */
  'promise.sanction': promiseSanction,
  /** REG-20. */
  'promise.letterKeptYears': count,
  /** REG-05: working days to decide an online filing. */
  'decision.workingDays': count,
  /** REG-05: channels whose applications are decided on the spot; all others wait for the agency. */
  'decision.instantChannels': channels,
  /** REG-03, REG-14: where a hospital whose referral counts must be, seen from the place of insurance, and its lowest level. */
  'referral.issuerArea': z.enum(['city', 'province'], { error: '须为city或province' }),
  'referral.issuerLevel': z.enum(['1', '2', '3'], { error: '须为1、2或3' }),
  /** REG-13: a filing revoked before discharge may be restored for the stay by a new one. */
  'restore.beforeDischarge': flag,
  /** REG-19: students on vacation, sick leave or at a branch campus count as long-term. */
  'student.longTerm': flag,
  /** REG-14: a referral may stand beside a long-term filing. */
  'referral.besideLongTerm': flag,
  /** REG-12, REG-16: earliest first day: the day of admission, or the day of application. */
  'start.earliest': z.enum(['admission', 'application'], { error: '须为admission或application' }),
  /** REG-17. */
  twoWay,
  /** REG-04: units that are filed as a whole. */
  'destination.provinceLevel': z.array(z.string().regex(/^\d{2}$/, '须为两位清算单位代码')),
  /** REG-18. */
  transitions: z.array(transition),
  /** REC-03: day of the next month by which hospitals have confirmed a month, and by which the place of care has paid them. */
  'hospitals.confirmBy': dayOfMonth,
  'hospitals.payBy': dayOfMonth,
  /** REC-04: figures by county of the place of insurance; `none` where counties neither check nor remit. */
  counties: countyTerms,
  /** SET-17: `none` where the place sets no time for claims by hand. */
  handClaims: handClaimTerms,
  /** AUD-01: total of a stay from which the claim is held when it is settled. */
  'audit.heldFrom': amount,
  /** AUD-02: whether the cut-off releases a hold nobody asked about. */
  'audit.releaseUnasked': flag,
  /** REG-22, REG-20: layout and texts of the filing papers. */
  'forms.notice': noticeTexts,
} as const;

export type RegistrationValues = {
  readonly [Name in keyof typeof REGISTRATION_PARAMETERS]: z.output<(typeof REGISTRATION_PARAMETERS)[Name]>;
};
