import type { Claim } from '#contracts';
import { Money, ok, reject, type Result } from '#kernel';
import { refuseForeignVisit } from './open-visit.js';
import type { SettlementRecord, Visit } from './visit.js';

export interface Refund {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly claimId: string;
  /** Number of the refund itself: a claim of its own. */
  readonly refundId: string;
  readonly refundedOn: string;
  readonly refundedAt: string;
}

/**
 * 结算撤销 2208, 2305. The exact negation of the settlement under a number of its own (SET-13): the first entry stays,
 * a repeated refund is refused, and what was taken from the year's accumulators and the account goes back.
 */
export function decideRefund(
  command: Refund,
  visit: Visit,
): Result<{ readonly refund: Claim; readonly original: SettlementRecord }> {
  const refused = refuseForeignVisit(command, visit);
  if (refused !== null) return refused;
  const original = visit.settlements.get(command.claimId);
  if (original === undefined) return reject('claim.unknown', 'SET-13', '未找到该结算，请核对结算ID', ['setl_id']);
  if (original.refundedBy !== null) return reject('claim.refunded', 'SET-13', '该结算已退费', ['setl_id']);
  return ok({ refund: negation(original.claim, command), original });
}

const negative = (yuan: string): string => Money.of(yuan).negate().toString();

function negation(claim: Claim, { refundId, refundedOn, refundedAt }: Refund): Claim {
  return {
    ...claim,
    claimId: refundId,
    refundOf: claim.claimId,
    settledOn: refundedOn,
    settledAt: refundedAt,
    total: negative(claim.total),
    inScope: negative(claim.inScope),
    classBPrepay: negative(claim.classBPrepay),
    overLimit: negative(claim.overLimit),
    selfPay: negative(claim.selfPay),
    funds: claim.funds.map((fund) => ({ ...fund, amount: negative(fund.amount) })),
    fundTotal: negative(claim.fundTotal),
    account: negative(claim.account),
    cash: negative(claim.cash),
    hospitalBorne: negative(claim.hospitalBorne),
  };
}
