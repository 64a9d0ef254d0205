import type { FundColumn, Scheme } from '#contracts';
import { ok, reject, type Money, type Result } from '#kernel';
import {
  addedUp,
  excessive,
  remaining,
  type ClaimDeductions,
  type DeductionEvent,
  type DeductionLine,
  type DeductionSource,
} from './deduction.js';
import type { Hold } from './hold.js';

/** 款项性质: refused cost is the funds'; the others stay with the place of care or whoever owes them (CLR-09, CLR-11). */
export const DEDUCTION_NATURES = ['refused-cost', 'contract-penalty', 'fine', 'bank-charge'] as const;
export type DeductionNature = (typeof DEDUCTION_NATURES)[number];

/** What a deduction may be about: the claim as clearing knows it. */
export interface DeductedClaim {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
  readonly paid: ReadonlyMap<FundColumn, Money>;
  /** Refunded in full, and the refund cleared: it owes nothing any more. */
  readonly refunded: boolean;
}

export interface RecordDeduction {
  readonly claim: DeductedClaim;
  readonly source: DeductionSource;
  readonly reference: string | null;
  readonly nature: DeductionNature;
  readonly lines: readonly DeductionLine[];
  readonly reason: string;
  readonly on: string;
}

/** SEC-05: only what a fund paid comes back into a fund column. */
export function refuseOtherMoney(nature: DeductionNature): Result<never> | null {
  if (nature === 'refused-cost') return null;
  return reject('deduction.not-fund-money', 'SEC-05', '违约金、罚款、手续费不属于基金，不得列入清算各基金栏', [
    'nature',
  ]);
}

/**
 * 审核扣款 of a claim, paid already or not (CLR-09, AUD-07): it comes off the next table that is generated. Together with
 * what was taken before, also by an investigation, it stays within what every fund paid.
 */
export function decideRecordDeduction(
  { claim, source, reference, nature, lines, reason, on }: RecordDeduction,
  deductions: ClaimDeductions,
  hold: Hold,
): Result<readonly DeductionEvent[]> {
  const other = refuseOtherMoney(nature);
  if (other !== null) return other;
  if (lines.length === 0) return reject('deduction.empty', 'CLR-09', '扣款须列明基金与金额', ['lines']);
  if (claim.refunded) {
    return reject('deduction.refunded', 'CLR-09', '该费用的退费已进入清算，没有可扣的基金支付', ['claimId']);
  }
  const columns = excessive(lines, remaining(claim.paid, deductions.taken, addedUp(hold.answer?.deductions ?? [])));
  if (columns.length > 0) {
    return reject('deduction.exceeds', 'CLR-09', '扣款超过该项基金实际支付，或不属于基金支付', columns);
  }
  const { claimId, payer, receiver, scheme } = claim;
  const deductionId = `${claimId}/A${deductions.count + 1}`;
  const data = { deductionId, claimId, payer, receiver, scheme, source, reference, lines, reason, on };
  return ok([{ type: 'DeductionRecorded', data }]);
}
