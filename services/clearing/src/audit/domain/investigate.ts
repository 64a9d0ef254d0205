import type { Scheme } from '#contracts';
import { dayIn, nextMonth, ok, reject, type ClearingMonth, type Result } from '#kernel';
import type { Problem } from '../../coordination/domain/problem.js';
import type { Hold, HoldEvent } from './hold.js';

export interface FileInvestigation {
  readonly claimId: string;
  readonly on: string;
  readonly suspicion: string;
  /** Keyed hash of the id number given; name and number themselves are not kept here (SEC-02). */
  readonly identityHash: string;
  /** Fields of AUD-03 that are missing or differ from the claim. */
  readonly wrongFields: readonly string[];
  /** Number of the problem request that asks for it (COL-01); needed for a claim that is not held (AUD-08). */
  readonly requestNo: string | null;
  readonly claim: {
    readonly payer: string;
    readonly receiver: string;
    readonly scheme: Scheme;
    readonly total: string;
  };
}

/**
 * AUD-03: the request names person, institution, stay and total as they stand in the claim. AUD-08: a claim of any amount
 * may be asked about, then by a problem request of its payer that names it; `problem` is that request.
 */
export function decideFile(
  command: FileInvestigation,
  hold: Hold,
  problem: Problem | null,
): Result<readonly HoldEvent[]> {
  const { claimId, on, suspicion, identityHash, wrongFields, requestNo, claim } = command;
  const refusal = refuseRequest(command, hold, problem);
  if (refusal !== null) return refusal;
  if (hold.investigation !== 'none') {
    return reject('investigation.exists', 'AUD-03', '该费用已提出费用协查', ['claimId']);
  }
  if (wrongFields.length > 0) {
    return reject('investigation.fields', 'AUD-03', `协查信息缺失或与结算不符：${wrongFields.join('、')}`, wrongFields);
  }
  const { payer, receiver, scheme, total } = claim;
  const asked = requestNo === null ? {} : { requestNo, payer, receiver, scheme, total };
  return ok([{ type: 'InvestigationFiled', data: { claimId, on, suspicion, identityHash, ...asked } }]);
}

function refuseRequest(
  { claimId, requestNo, claim }: FileInvestigation,
  { status }: Hold,
  problem: Problem | null,
): Result<never> | null {
  if (requestNo === null) {
    if (status !== 'none') return null;
    return reject('hold.unknown', 'AUD-08', '该费用没有审核暂缓，须经问题协同申请协查并填写其编号', ['requestNo']);
  }
  if (problem?.asker === claim.payer && problem.claimId === claimId) return null;
  return reject('investigation.request', 'AUD-08', '该编号不是本单位就该费用提出的问题协同', ['requestNo']);
}

const OPEN: readonly Hold['investigation'][] = ['filed', 'listed', 'disputed'];
const ANSWER_DAY = 26;

/** AUD-04, AUD-05: on the frozen list, and again on the next while it is not answered, or was disputed. */
export function decideList(claimId: string, listMonth: ClearingMonth, hold: Hold): readonly HoldEvent[] {
  if (!OPEN.includes(hold.investigation) || hold.lists.includes(listMonth)) return [];
  const answerBy = dayIn(nextMonth(listMonth), ANSWER_DAY);
  return [{ type: 'InvestigationListed', data: { claimId, listMonth, answerBy } }];
}
