import { z } from 'zod';
import { date, fundColumn, region, scheme, searchHash, unit, visitKind, yuan } from './shapes.js';

const fundLine = z.object({
  /** 基金支付类型 as the place of insurance returned it. */
  code: z.string().max(8),
  /** The column it is cleared in (CLR-14). */
  column: fundColumn,
  amount: yuan,
});

/**
 * 结算 or 退费 of one claim. A refund is a claim of its own with negative amounts that names the first (SET-13).
 * total = inScope + classBPrepay + overLimit + selfPay = Σ funds (account column included) + cash + hospitalBorne (SET-05).
 */
export const claim = z.object({
  /** 结算ID setl_id. */
  claimId: z.string().max(30),
  refundOf: z.string().max(30).nullable(),
  visitId: z.string().max(30),
  visitKind,
  psnNo: z.string().max(30),
  /** Keyed hash of the citizen number, which an investigation must name (AUD-03); absent in claims of before it was told. */
  idNumberHash: searchHash.optional(),
  scheme,
  insuranceType: z.string(),
  insuredRegion: region,
  careRegion: region,
  /** Clearing unit that pays: the place of insurance (CLR-01). */
  payer: unit,
  /** Clearing unit that is paid: the place of care. */
  receiver: unit,
  institutionCode: z.string().max(30),
  /** 清算类别 clr_type. */
  clearingCategory: z.string(),
  settledOn: date,
  settledAt: z.string(),
  admittedOn: date.nullable(),
  dischargedOn: date.nullable(),
  inpatientNumber: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  total: yuan,
  inScope: yuan,
  classBPrepay: yuan,
  overLimit: yuan,
  selfPay: yuan,
  /** Every fund that is cleared, the personal account among them. */
  funds: z.array(fundLine),
  /** Σ funds without the personal account (fund_pay_sumamt). */
  fundTotal: yuan,
  account: yuan,
  cash: yuan,
  hospitalBorne: yuan,
});

/** 对账确认: the institution's totals balanced, so these claims may enter clearing (REC-03). */
export const claimsConfirmed = z.object({
  institutionCode: z.string(),
  receiver: unit,
  insuranceType: z.string(),
  clearingCategory: z.string(),
  from: date,
  to: date,
  confirmedOn: date,
  claimIds: z.array(z.string()),
});

/** 对账差异 (REC-01): while open the claim does not enter clearing. */
export const differenceFound = z.object({
  differenceId: z.string(),
  claimId: z.string(),
  businessDate: date,
  class: z.enum(['one-sided', 'amount', 'state', 'duplicate']),
  side: z.enum(['care', 'insured']),
  owner: unit,
});
export const differenceClosed = z.object({
  differenceId: z.string(),
  claimId: z.string(),
  closedOn: date,
  reason: z.string(),
});

/** 就诊登记: a stay, or an emergency visit of an outpatient, as registration must know it (REG-02, REG-12, REG-13). */
export const stayRegistered = z.object({
  visitId: z.string().max(30),
  psnNo: z.string().max(30),
  insuredRegion: region,
  institutionCode: z.string().max(30),
  careRegion: region,
  openedOn: date,
  inpatient: z.boolean(),
  /** 急诊抢救 by category or by the hospital's mark (REG-02). */
  emergency: z.boolean(),
});

/** 就诊结束: finally settled or called off. Told again as registered where a refund opens it anew (SET-14). */
export const stayEnded = z.object({
  visitId: z.string().max(30),
  psnNo: z.string().max(30),
  endedOn: date,
});

export type FundLine = z.infer<typeof fundLine>;
export type Claim = z.infer<typeof claim>;
export type ClaimsConfirmed = z.infer<typeof claimsConfirmed>;
export type DifferenceFound = z.infer<typeof differenceFound>;
export type DifferenceClosed = z.infer<typeof differenceClosed>;
export type StayRegistered = z.infer<typeof stayRegistered>;
export type StayEnded = z.infer<typeof stayEnded>;
