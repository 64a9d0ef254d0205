import type { Claim } from '#contracts';
import { Money, ok, reject, type Result } from '#kernel';
import { isHeldClaim, type DeductionLine, type Hold, type HoldEvent } from './hold.js';

/** AUD-01. A claim delivered twice opens one hold. */
export function decideOpenHold(claim: Claim, hold: Hold, on: string): readonly HoldEvent[] {
  if (hold.status !== 'none' || !isHeldClaim(claim)) return [];
  const { claimId, payer, receiver, scheme, total } = claim;
  return [{ type: 'HoldOpened', data: { claimId, payer, receiver, scheme, total, openedOn: on } }];
}

const unknownHold = (): Result<never> => reject('hold.unknown', 'AUD-01', '该费用没有审核暂缓', ['claimId']);

export interface Review {
  readonly claimId: string;
  readonly on: string;
  readonly note: string;
}

/** AUD-02: released by a reviewer of the place of insurance. Not while an investigation runs. */
export function decideRelease({ claimId, on, note }: Review, hold: Hold): Result<readonly HoldEvent[]> {
  if (hold.status === 'none') return unknownHold();
  if (hold.status === 'released') return ok([]);
  if (hold.investigation !== 'none' && hold.investigation !== 'closed') {
    return reject('hold.under-investigation', 'AUD-02', '费用协查尚未办结，不能放行', ['claimId']);
  }
  return ok([{ type: 'HoldReleased', data: { claimId, on, cause: 'reviewed', note } }]);
}

/** AUD-02: at the cut-off a hold with no investigation filed is released by itself; at the time limit every hold is. */
export function decideReleaseAtCutOff(
  { claimId, on, overdue }: { readonly claimId: string; readonly on: string; readonly overdue: boolean },
  hold: Hold,
): readonly HoldEvent[] {
  if (hold.status !== 'held') return [];
  if (overdue) return [released(claimId, on, 'time-limit', '超过两个月清算期限')];
  return hold.investigation === 'none' ? [released(claimId, on, 'no-request', '截止日未提出费用协查')] : [];
}

/** A claim that was refunded has nothing left to hold back: both entries enter clearing together. */
export const decideReleaseOfRefunded = (claimId: string, on: string, hold: Hold): readonly HoldEvent[] =>
  hold.status === 'held' ? [released(claimId, on, 'refunded', '费用已退费')] : [];

const released = (
  claimId: string,
  on: string,
  cause: Extract<HoldEvent, { type: 'HoldReleased' }>['data']['cause'],
  note: string,
): HoldEvent => ({ type: 'HoldReleased', data: { claimId, on, cause, note } });

export interface FileInvestigation {
  readonly claimId: string;
  readonly on: string;
  readonly suspicion: string;
  /** Keyed hash of the id number given; name and number themselves are not kept here (SEC-02). */
  readonly identityHash: string;
  /** Fields of AUD-03 that are missing or differ from the claim. */
  readonly wrongFields: readonly string[];
}

/** AUD-03: the request names person, institution, stay and total as they stand in the claim. */
export function decideFile(command: FileInvestigation, hold: Hold): Result<readonly HoldEvent[]> {
  if (hold.status === 'none') return unknownHold();
  if (hold.investigation !== 'none')
    return reject('investigation.exists', 'AUD-03', '该费用已提出费用协查', ['claimId']);
  const { claimId, on, suspicion, identityHash, wrongFields } = command;
  if (wrongFields.length > 0) {
    return reject('investigation.fields', 'AUD-03', `协查信息缺失或与结算不符：${wrongFields.join('、')}`, wrongFields);
  }
  return ok([{ type: 'InvestigationFiled', data: { claimId, on, suspicion, identityHash } }]);
}

/** AUD-04, AUD-05: on the frozen list, and again on the next while it is not answered. */
export function decideList(claimId: string, listMonth: string, hold: Hold): readonly HoldEvent[] {
  const open = hold.investigation === 'filed' || hold.investigation === 'listed';
  if (!open || hold.lists.includes(listMonth)) return [];
  return [{ type: 'InvestigationListed', data: { claimId, listMonth } }];
}

export interface AnswerInvestigation {
  readonly claimId: string;
  readonly on: string;
  readonly result: 'correct' | 'wrong';
  readonly reason: string;
  readonly deductions: readonly DeductionLine[];
  /** What each fund column of the claim paid: a deduction cannot exceed it. */
  readonly paid: ReadonlyMap<string, Money>;
}

/** AUD-05: 核查有误 needs its reason; deductions stay within what each fund paid (CLR-09, SEC-05). */
export function decideAnswer(command: AnswerInvestigation, hold: Hold): Result<readonly HoldEvent[]> {
  const { claimId, on, result, reason, deductions, paid } = command;
  if (hold.investigation !== 'listed') {
    return reject('investigation.not-listed', 'AUD-05', '该费用不在已生成的协查汇总表中', ['claimId']);
  }
  if (result === 'wrong' && reason.trim() === '') {
    return reject('investigation.reason', 'AUD-05', '核查有误须填写具体原因', ['reason']);
  }
  if (result === 'correct' && deductions.length > 0) {
    return reject('investigation.deduction', 'CLR-09', '核查无误的费用不能扣款', ['deductions']);
  }
  const excessive = deductions.filter(({ column, amount }) => !within(Money.of(amount), paid.get(column)));
  if (excessive.length > 0) {
    const columns = excessive.map(({ column }) => column);
    return reject('deduction.exceeds', 'CLR-09', '扣款超过该项基金实际支付，或不属于基金支付', columns);
  }
  return ok([{ type: 'InvestigationAnswered', data: { claimId, on, result, reason, deductions } }]);
}

const within = (amount: Money, paid: Money | undefined): boolean =>
  paid !== undefined && amount.isPositive() && amount.lte(paid);

/** AUD-06: the place of insurance confirms the answer; the hold ends with it (AUD-02). */
export function decideConfirmAnswer(
  { claimId, on }: { readonly claimId: string; readonly on: string },
  hold: Hold,
): Result<readonly HoldEvent[]> {
  if (hold.investigation === 'closed') return ok([]);
  if (hold.investigation !== 'answered') {
    return reject('investigation.not-answered', 'AUD-06', '就医地尚未反馈协查结果', ['claimId']);
  }
  const confirmed: HoldEvent = { type: 'AnswerConfirmed', data: { claimId, on } };
  const held = hold.status === 'held';
  return ok(held ? [confirmed, released(claimId, on, 'investigated', hold.answer?.result ?? '')] : [confirmed]);
}
