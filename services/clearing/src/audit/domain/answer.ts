import type { FundColumn } from '#contracts';
import { ok, reject, workingCalendar, type BusinessDate, type Money, type Result } from '#kernel';
import { excessive, remaining, type DeductionLine } from './deduction.js';
import type { Hold, HoldEvent } from './hold.js';
import { released } from './release.js';

const CONFIRM_WORKING_DAYS = 5;

export interface AnswerInvestigation {
  readonly claimId: string;
  readonly on: BusinessDate;
  readonly result: 'correct' | 'wrong';
  readonly reason: string;
  readonly deductions: readonly DeductionLine[];
  /** The whole claim is wrong: what is left of it is deducted, or it is never cleared (AUD-02). */
  readonly excluded: boolean;
  /** What each fund column of the claim paid, and what was deducted from it otherwise: no more can be deducted. */
  readonly paid: ReadonlyMap<FundColumn, Money>;
  readonly taken: ReadonlyMap<string, Money>;
}

/** AUD-05: 核查有误 needs its reason; deductions stay within what each fund paid (CLR-09, SEC-05). */
export function decideAnswer(command: AnswerInvestigation, hold: Hold): Result<readonly HoldEvent[]> {
  const { claimId, on, result, reason, excluded } = command;
  if (hold.investigation !== 'listed' && hold.investigation !== 'disputed') {
    return reject('investigation.not-listed', 'AUD-05', '该费用不在已生成的协查汇总表中', ['claimId']);
  }
  if (result === 'wrong' && reason.trim() === '') {
    return reject('investigation.reason', 'AUD-05', '核查有误须填写具体原因', ['reason']);
  }
  const deductions = deductionsOf(command);
  if (!deductions.ok) return deductions;
  const data = { claimId, on, result, reason, deductions: deductions.value, ...(excluded ? { excluded } : {}) };
  return ok([{ type: 'InvestigationAnswered', data: { ...data, ...clocksOf(on, hold) } }]);
}

/** Which answer it is, whether it is late, and by when it must be confirmed; a deadline is never guessed. */
function clocksOf(
  on: BusinessDate,
  { rounds, answerBy }: Hold,
): { round?: number; late?: boolean; confirmBy?: string } {
  const by = workingCalendar.tryAddWorkingDays(on, CONFIRM_WORKING_DAYS);
  return {
    ...(rounds > 0 ? { round: rounds + 1 } : {}),
    ...(answerBy !== null && on > answerBy ? { late: true } : {}),
    ...(by.ok ? { confirmBy: by.value } : {}),
  };
}

function deductionsOf(command: AnswerInvestigation): Result<readonly DeductionLine[]> {
  const { result, deductions, excluded, paid, taken } = command;
  if (result === 'correct' && (excluded || deductions.length > 0)) {
    return reject('investigation.deduction', 'CLR-09', '核查无误的费用不能扣款', ['deductions']);
  }
  const left = remaining(paid, taken);
  if (excluded) {
    if (deductions.length > 0) {
      return reject('investigation.excluded', 'AUD-02', '不予清算的费用全额扣除，不另列扣款', ['deductions']);
    }
    const lines = [...left].filter(([, amount]) => amount.isPositive());
    return ok(lines.map(([column, amount]) => ({ column, amount: amount.toString() })));
  }
  const columns = excessive(deductions, left);
  if (columns.length === 0) return ok(deductions);
  return reject('deduction.exceeds', 'CLR-09', '扣款超过该项基金实际支付，或不属于基金支付', columns);
}

interface Reply {
  readonly claimId: string;
  readonly on: string;
}

const isLate = (on: string, { answer }: Hold): boolean => answer?.confirmBy !== undefined && on > answer.confirmBy;

/** AUD-06: the place of insurance confirms the answer; the hold ends with it, the claim cleared or excluded (AUD-02). */
export function decideConfirmAnswer({ claimId, on }: Reply, hold: Hold): Result<readonly HoldEvent[]> {
  if (hold.investigation === 'closed') return ok([]);
  const refusal = refuseUnanswered(hold);
  if (refusal !== null) return refusal;
  const late = isLate(on, hold) ? { late: true } : {};
  const confirmed: HoldEvent = { type: 'AnswerConfirmed', data: { claimId, on, ...late } };
  return ok(hold.status === 'held' ? [confirmed, endOf({ claimId, on }, hold)] : [confirmed]);
}

function endOf({ claimId, on }: Reply, { answer }: Hold): HoldEvent {
  if (answer?.excluded === true) return { type: 'ClaimExcluded', data: { claimId, on, reason: answer.reason } };
  return released({ claimId, on, cause: 'investigated', note: answer?.result ?? '' });
}

/** AUD-06: or disputes it; then the place of care answers again, and it stands on the next list until it has. */
export function decideDisputeAnswer(
  { claimId, on, reason }: Reply & { readonly reason: string },
  hold: Hold,
): Result<readonly HoldEvent[]> {
  if (hold.investigation === 'disputed') return ok([]);
  const refusal = refuseUnanswered(hold);
  if (refusal !== null) return refusal;
  if (reason.trim() === '')
    return reject('investigation.dispute-reason', 'AUD-06', '对协查结果有异议须说明理由', ['reason']);
  return ok([{ type: 'AnswerDisputed', data: { claimId, on, reason, late: isLate(on, hold) } }]);
}

function refuseUnanswered({ investigation }: Hold): Result<never> | null {
  if (investigation === 'answered') return null;
  if (investigation === 'closed')
    return reject('investigation.closed', 'AUD-06', '协查结果已确认，不能再提异议', ['claimId']);
  return reject('investigation.not-answered', 'AUD-06', '就医地尚未反馈协查结果', ['claimId']);
}
