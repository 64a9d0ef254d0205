import { z } from 'zod';
import { date, filingKind, region, sealed, searchHash, yuan } from './shapes.js';

/** 参保登记: an insured person as the place of insurance knows them. Names and numbers are sealed (SEC-02). */
export const personEnrolled = z.object({
  psnNo: z.string().max(30),
  name: sealed,
  idNumber: sealed,
  idNumberHash: searchHash,
  /** Keyed hashes of every credential (card, e-credential) that finds this person (SET-21). */
  credentialHashes: z.array(searchHash),
  sex: z.enum(['1', '2']),
  birthDate: date,
  insuredRegion: region,
  insuranceType: z.string().max(6),
  personType: z.string().max(6),
  civilServant: z.boolean(),
  /** 1 normal, 2 suspended, 4 ended (psn_insu_stas) — SET-18. */
  insuranceStatus: z.enum(['1', '2', '4']),
  insuredSince: date,
  accountBalance: yuan,
  /** 门诊慢特病待遇认定 with its days (SET-11), the main disease first; absent where the place of insurance does not tell. */
  chronicDiseases: z
    .array(z.object({ code: z.string().max(30), from: date, to: date.nullable() }))
    .max(50)
    .optional(),
  /** 退休日期; absent where the place of insurance does not tell, as are the two below. */
  retiredOn: date.nullable().optional(),
  /** 人员身份 psn_idet_type (低保, 特困, …) with its level and days, which a policy may name as groups. */
  identities: z
    .array(z.object({ code: z.string().max(30), level: z.string().max(3).optional(), from: date, to: date.nullable() }))
    .max(20)
    .optional(),
  /** 连续未报销年数: whole years in a row in which no fund paid. */
  unclaimedYears: z.number().int().min(0).max(100).optional(),
});

/** 共济登记: the owner lets a near relative use the personal account, from and to these days inclusive (SET-20). */
export const familyAccountShared = z.object({
  ownerPsnNo: z.string().max(30),
  memberPsnNo: z.string().max(30),
  /** What the member is to the owner. */
  relation: z.enum(['spouse', 'child', 'parent', 'sibling', 'grandparent', 'grandchild']),
  from: date,
  /** null = until it is ended. */
  to: date.nullable(),
});

/** 共济解除: the sharing that began on `from` holds until `to`, which may lie before it. */
export const familyAccountEnded = z.object({
  ownerPsnNo: z.string().max(30),
  memberPsnNo: z.string().max(30),
  from: date,
  to: date,
});

/** 备案成功 (REG-01 … REG-07, REG-14, REG-16). */
export const filingApproved = z.object({
  filingId: z.string(),
  psnNo: z.string(),
  insuredRegion: region,
  kind: filingKind,
  /** City or, for units filed as a whole, province code (REG-04). */
  destination: region,
  byPromise: z.boolean(),
  validFrom: date,
  /** null = indefinite (REG-06). */
  validTo: date.nullable(),
  replaces: z.string().nullable(),
});

/** 备案变更: a filing that goes on with other terms; what is said here replaces what was said before (REG-11, REG-15, REG-18). */
export const filingChanged = z.object({
  filingId: z.string(),
  psnNo: z.string(),
  kind: filingKind,
  destination: region,
  byPromise: z.boolean(),
  /** Documents of a promise that are still to come (REG-09); false for a filing made with documents. */
  documentsOwed: z.boolean(),
  validFrom: date,
  validTo: date.nullable(),
  changedOn: date,
  cause: z.enum(['documents', 'renewal', 'transition']),
});

/**
 * 备案终止: cancelled, replaced, expired, or taken away: revoked (REG-10) or made with false documents (REG-21). What is said last
 * counts: both null where the end that was told is taken back and the filing goes on, because the one that was to replace it never
 * held a day (REG-14).
 */
export const filingEnded = z.object({
  filingId: z.string(),
  psnNo: z.string(),
  endedOn: date.nullable(),
  cause: z.enum(['cancelled', 'replaced', 'expired', 'revoked', 'false-documents']).nullable(),
});

export type PersonEnrolled = z.infer<typeof personEnrolled>;
export type FamilyAccountShared = z.infer<typeof familyAccountShared>;
export type FamilyAccountEnded = z.infer<typeof familyAccountEnded>;
export type FilingApproved = z.infer<typeof filingApproved>;
export type FilingChanged = z.infer<typeof filingChanged>;
export type FilingEnded = z.infer<typeof filingEnded>;
