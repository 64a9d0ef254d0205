import type { BusinessDate, Money } from '#kernel';
import type { EffectivePolicy, FilingKind, MedicalYear } from '#policy';
import type { Accumulators, Amounts } from '../../adjudication/domain/index.js';
import type { StatedCategory } from './charged.js';
import type { SaidMarks } from './marks.js';
import type { Visit } from './visit.js';

export interface SettleClaim {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly claimId: string;
  readonly messageId: string;
  /** The charge batch of an outpatient claim; null for a stay: all its open lines. */
  readonly batch: string | null;
  /** What a settlement says it settles, of an outpatient visit its batch (SET-02, SET-11); null or absent: what the visit is. */
  readonly stated?: StatedCategory | null;
  /** 认定病种 of the person, where the place of insurance tells them (SET-11). */
  readonly diseases?: readonly string[];
  /** What the settlement itself says of emergency and injury; the rest is the visit's (SET-07, SET-09). */
  readonly marks?: SaidMarks;
  /** 医疗费总额 as the hospital states it. */
  readonly total: Money;
  /** The split the hospital copied from the trial, if it sent one. */
  readonly split: Omit<Amounts, 'total'> | null;
  readonly useAccount: boolean;
  /** 使用共济人个账: whose accounts the place of insurance lets this person use, in order; absent where none is asked for. */
  readonly familyAccounts?: readonly string[];
  /** A stay may be settled before its discharge is recorded if it says when it ends or settles in between (SET-12). */
  readonly dischargedOn: string | null;
  readonly interim: boolean;
  readonly invoiceNumber: string | null;
  readonly clearingCategory: string;
  readonly settledOn: BusinessDate;
  readonly settledAt: string;
  /** Keyed hash of the citizen number (AUD-03, SEC-02). */
  readonly idNumberHash?: string;
  readonly personType: string;
  readonly civilServant: boolean;
  readonly filing: FilingKind | null;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
  /** What conditions of the policy may ask about the person. */
  readonly birthDate?: BusinessDate;
  readonly insuredSince?: BusinessDate;
  readonly retiredOn?: BusinessDate;
  readonly unclaimedYears?: number;
  /** 人员身份 codes in force on the day of the visit. */
  readonly identities?: readonly string[];
  /** The medical year of the settlement; needed where there are earlier ones. */
  readonly medicalYear?: MedicalYear | null;
  /** Claimed by hand at home: what the policy asks about that (SET-08, SET-17). */
  readonly byHand?: { readonly died: boolean; readonly directRefused: boolean };
  /** Earlier medical years of a stay whose cost the policy splits, oldest first (SET-12). */
  readonly earlierYears?: readonly EarlierYear[];
}

export interface EarlierYear {
  readonly year: MedicalYear;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
}

export interface SettleStates {
  readonly visit: Visit;
  readonly year: Accumulators;
  /** Of the earlier years of the command, in its order. */
  readonly earlierYears?: readonly Accumulators[];
  readonly accountBalance: Money;
  /** Of the family accounts of the command, in its order. */
  readonly familyBalances?: readonly Money[];
}
