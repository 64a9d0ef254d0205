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

type Refunded = Result<{ readonly refund: Claim; readonly original: SettlementRecord }>;

/** 结算撤销 2208, 2305. Outpatient settlements are refunded in any order (隔笔), those of a stay the last one first (SET-12, SET-13). */
export function decideRefund(command: Refund, visit: Visit): Refunded {
  const refunded = refundMade(command, visit);
  return refunded.ok ? (refuseOutOfOrder(command, visit) ?? refunded) : refunded;
}

/** Days and deductible of what was settled later rest on what was settled before. */
function refuseOutOfOrder({ claimId }: Refund, { facts, settlements }: Visit): Result<never> | null {
  const standing = [...settlements.values()].filter(({ refundedBy }) => refundedBy === null);
  const last = standing.at(-1)?.claim.claimId;
  if (facts?.inpatient !== true || last === claimId) return null;
  const message = `该次住院其后还有未撤销的结算，请先撤销最后一次结算(结算ID ${last})`;
  return reject('claim.later-stands', 'SET-13', message, ['setl_id']);
}

/**
 * The exact negation of the settlement under a number of its own (SET-13): the first entry stays, a repeated refund is refused, and
 * what was taken from the year's accumulators and the account goes back. For itself where the place of insurance has refunded already.
 */
export function refundMade(command: Refund, visit: Visit): Refunded {
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
