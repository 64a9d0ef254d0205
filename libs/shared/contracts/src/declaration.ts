import { z } from 'zod';
import { date, region } from './shapes.js';

const number = z.string().max(30);
const code = z.string().max(30);

/** Who declared what for whom. Whom to call, where they live, who came for them and what was written freely stay outside (SEC-02). */
const common = {
  /** 待遇申报明细流水号 trt_dcla_detl_sn. */
  declarationNo: number,
  psnNo: number,
  institutionCode: code,
  institutionRegion: region,
  /** 医保结算等级 at the place of care: 1, 2 or 3. */
  institutionLevel: z.enum(['1', '2', '3']),
  filedOn: date,
};

const period = { beginsOn: date.nullable(), endsOn: date.nullable() };

/** 转院备案 (2501): the hospital's referral to one of another province (REG-03, REG-05). */
const referral = z.object({
  ...common,
  kind: z.literal('referral'),
  details: z.object({
    diagnosisCode: code,
    receivingInstitution: code,
    receivingRegion: region,
    referredOn: date,
    /** Where the reason was sent as a code; as free text it is not kept. */
    reasonCode: code.nullable(),
    /** 转院前就诊ID (2501A). */
    formerVisitId: number.nullable(),
    ...period,
  }),
});

/** 慢特病备案 (2503). */
const chronic = z.object({
  ...common,
  kind: z.literal('chronic'),
  details: z.object({
    insuranceType: code,
    diseaseCode: code,
    certifyingInstitution: code,
    certifiedOn: date,
    doctorCode: code,
    ...period,
  }),
});

/** 定点备案 (2505). */
const designatedInstitution = z.object({
  ...common,
  kind: z.literal('designated-institution'),
  details: z.object({ businessType: code, order: code, chosenInstitution: code, ...period }),
});

/** 意外伤害备案 (2507). */
const injury = z.object({
  ...common,
  kind: z.literal('injury'),
  details: z.object({
    source: code,
    /** 审核支付标志 as sent. */
    reviewedForPayment: code,
    careInstitution: code.nullable(),
    careRegion: region.nullable(),
    admittedOn: date.nullable(),
    injuredOn: date.nullable(),
    ...period,
  }),
});

/** 待遇申报 of a hospital for its patient, to be reviewed at the place of insurance. */
export const declarationFiled = z.discriminatedUnion('kind', [referral, chronic, designatedInstitution, injury]);

/** 待遇申报撤销 (2502, 2504, 2506) before the place of insurance has reviewed it. */
export const declarationWithdrawn = z.object({
  declarationNo: number,
  psnNo: number,
  kind: z.enum(['referral', 'chronic', 'designated-institution']),
  withdrawnOn: date,
});

/** 审核结果 of a declaration at the place of insurance (REG-05). */
export const declarationReviewed = z.object({
  declarationNo: number,
  psnNo: number,
  outcome: z.enum(['approved', 'refused']),
  /** Why not, in a sentence for the hospital; null where it was approved. */
  reason: z.string().nullable(),
  /** The filing a referral led to. */
  filingId: z.string().nullable(),
  reviewedOn: date,
  /** 参保地 that reviewed it by itself; a referral's filing tells its own, and older reviews were told without. */
  insuredRegion: region.optional(),
});

export type DeclarationFiled = z.infer<typeof declarationFiled>;
export type DeclarationKind = DeclarationFiled['kind'];
export type ReferralDeclaration = z.infer<typeof referral>;
export type DeclarationWithdrawn = z.infer<typeof declarationWithdrawn>;
export type DeclarationReviewed = z.infer<typeof declarationReviewed>;
