import { z } from 'zod';
import { dateInput, endInput, Refused } from '#http';
import { RegionCode } from '#kernel';
import { CHANNELS, DOCUMENT_KINDS, FILING_KINDS, type DocumentKind } from '#policy';

const region = z.string().regex(/^\d{6}$/, '须为六位区划代码');
const kinds = Object.keys(DOCUMENT_KINDS) as [DocumentKind, ...DocumentKind[]];

/** 材料: its kind, and the number of the stored copy where one was uploaded. */
const document = z.strictObject({
  kind: z.enum(kinds, { error: `须为${kinds.join('、')}之一` }),
  documentId: z.string().min(1).max(60).nullable().default(null),
});
const documents = z.array(document).max(20);
const referral = z.strictObject({
  institutionCode: z.string().min(1).max(30).nullable().default(null),
  level: z.enum(['1', '2', '3'], { error: '须为1、2或3' }),
  region,
  diagnosis: z.string().min(1).max(20),
  issuedOn: dateInput,
});
const channel = z.enum(CHANNELS, { error: '不是受理渠道之一' });
/** Whose filing, in which book; every act names the place of insurance it is done for. */
const of = { psnNo: z.string().min(1).max(30), insuredRegion: region };

const terms = {
  kind: z.enum(FILING_KINDS, { error: '不是六种备案类别之一' }),
  destination: region,
  byPromise: z.boolean().default(false),
  student: z.boolean().default(false),
  documents: documents.default([]),
  documentsValidTo: endInput.default(null),
  referral: referral.nullable().default(null),
  channel,
  startsOn: dateInput.nullable().default(null),
  admittedOn: dateInput.nullable().default(null),
};

export const application = z.strictObject({ ...of, ...terms });
export const cancellation = z.strictObject({ ...of, channel: channel.default('window') });
export const approval = z.strictObject(of);
export const reasoned = z.strictObject({
  ...of,
  reason: z.string().trim().min(1, '须说明理由').max(200, '不超过200个字'),
});
export const supplement = z.strictObject({
  ...of,
  documents: documents.min(1, '至少一份材料'),
  documentsValidTo: endInput.default(null),
});
export const change = z.strictObject({
  ...of,
  ...{ channel, destination: region, documents: documents.default([]) },
  documentsValidTo: endInput.default(null),
  referral: referral.nullable().default(null),
});
export const renewal = z.strictObject({
  ...of,
  ...{ channel, sameDisease: z.boolean().default(false), documents: documents.default([]) },
  documentsValidTo: endInput.default(null),
  referral: referral.nullable().default(null),
});
export const falseDocuments = z.strictObject({
  ...of,
  /** What was found, in words without names and numbers of persons. */
  finding: z.string().trim().min(1, '须说明查明的情况').max(200, '不超过200个字'),
  lossToRecover: z.string().nullable().default(null),
});

export const recoveredLoss = z.strictObject({
  ...of,
  amount: z.string(),
  receipt: z.string().trim().min(1, '缴款凭证号必填').max(60, '不超过60个字符'),
});

export function regionOf(text: string, field: string): RegionCode {
  const read = RegionCode.parse(text, field);
  if (!read.ok) throw new Refused(read.rejection);
  return read.value;
}
