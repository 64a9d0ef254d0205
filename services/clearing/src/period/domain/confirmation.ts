import {
  CLEARING_UNITS,
  clearingMonth,
  ok,
  reject,
  secondPerson,
  type ClearingUnit,
  type Proposal,
  type Result,
} from '#kernel';
import type { Period, PeriodEvent } from './period.js';
import { dueOn } from './timetable.js';

export interface ConfirmTable {
  readonly month: string;
  readonly unit: ClearingUnit;
  readonly on: string;
}

/** 各省确认 (CLR-04). Confirming again changes nothing; not while its own dispute is open. */
export function decideConfirm({ month, unit, on }: ConfirmTable, period: Period): Result<readonly PeriodEvent[]> {
  if (!period.done.has('table')) return reject('period.no-table', 'CLR-04', '清算表尚未生成，不能确认', ['month']);
  if (period.confirmed.has(unit)) return ok([]);
  if (period.disputed.has(unit)) {
    return reject('period.disputed', 'CLR-04', '本单位的异议尚未裁定，裁定后再确认清算表', ['unit']);
  }
  return ok([{ type: 'ProvinceConfirmed', data: { month, unit, on } }]);
}

/**
 * 异议 (CLR-04): names claims and goes to the national agency. A province that has confirmed cannot dispute, and what was decided is not
 * disputed again: the notices of all provinces wait while a dispute is open.
 */
export function decideDispute(
  command: ConfirmTable & { readonly claimIds: readonly string[]; readonly reason: string },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const { month, unit, on, claimIds, reason } = command;
  if (!period.done.has('table')) return reject('period.no-table', 'CLR-04', '清算表尚未生成，不能提出异议', ['month']);
  if (period.confirmed.has(unit)) return reject('period.confirmed', 'CLR-04', '已确认清算表，不能再提出异议', ['unit']);
  if (claimIds.length === 0) return reject('dispute.no-claims', 'CLR-04', '异议须列明费用', ['claimIds']);
  const decided = refuseDecided(command, period);
  if (decided !== null) return decided;
  return ok([{ type: 'DisputeRaised', data: { month, unit, on, claimIds, reason } }]);
}

function refuseDecided(
  { month, unit, on, claimIds }: ConfirmTable & { readonly claimIds: readonly string[] },
  period: Period,
): Result<never> | null {
  const decided = period.decided.get(unit) ?? [];
  const again = claimIds.filter((claimId) => decided.includes(claimId));
  if (again.length > 0) {
    const message = `异议已由国家裁定的费用不能再提出异议：${again.slice(0, 5).join('、')}`;
    return reject('dispute.decided', 'CLR-04', message, ['claimIds']);
  }
  if (decided.length === 0 || on <= dueOn('confirmations', clearingMonth(month))) return null;
  const message =
    '25日已过且本单位的异议已裁定，不能再提出异议，请确认清算表；认为有误的费用按审核扣款列入下期(CLR-09)';
  return reject('dispute.late', 'CLR-04', message, ['month']);
}

export interface DecideDispute extends ConfirmTable {
  readonly outcome: 'upheld' | 'rejected';
  readonly reason: string;
  /** Claims from which something is taken; only those in dispute. */
  readonly deductedClaims: readonly string[];
}

/** 裁定异议 by the national agency (CLR-04): the frozen table stands, what is upheld comes off the next. */
export function decideDisputeOutcome(command: DecideDispute, period: Period): Result<readonly PeriodEvent[]> {
  const { unit, outcome, deductedClaims } = command;
  const claims = period.disputed.get(unit);
  if (claims === undefined) return reject('dispute.none', 'CLR-04', '该单位没有待裁定的异议', ['unit']);
  if (outcome === 'rejected' && deductedClaims.length > 0) {
    return reject('dispute.rejected', 'CLR-04', '不予支持的异议不能扣款', ['deductions']);
  }
  const others = deductedClaims.filter((claimId) => !claims.includes(claimId));
  if (others.length > 0) {
    return reject('dispute.other-claims', 'CLR-04', `未列入异议的费用不能扣款：${others.slice(0, 5).join('、')}`, [
      'deductions',
    ]);
  }
  return ok([{ type: 'DisputeDecided', data: { ...command } }]);
}

export interface Override extends ConfirmTable {
  readonly reason: string;
  /** The person who proposes. */
  readonly by: string;
}

/**
 * 视同确认: when the 25th is over and it was chased, the nation may confirm in a silent province's stead, by two persons and with
 * its reason (CLR-04, SEC-04). Not over an open dispute.
 */
export function decideProposeOverride(
  { month, unit, on, reason, by }: Override,
  period: Period,
): Result<readonly PeriodEvent[]> {
  if (period.confirmed.has(unit) || period.overrides.has(unit)) return ok([]);
  const refusal = refuseOverride({ month, unit, on }, period);
  if (refusal !== null) return refusal;
  return ok([{ type: 'ConfirmationOverrideProposed', data: { month, unit, on, reason, proposedBy: by } }]);
}

export function decideApproveOverride(
  { month, unit, on, by }: Omit<Override, 'reason'>,
  period: Period,
): Result<readonly PeriodEvent[]> {
  if (period.confirmed.has(unit)) return ok([]);
  const refusal = refuseOverride({ month, unit, on }, period);
  if (refusal !== null) return refusal;
  const proposal = period.overrides.get(unit) ?? null;
  const both = secondPerson(proposal, by);
  if (!both.ok) return both;
  const deemed = { ...both.value, reason: proposal?.reason ?? '' };
  return ok([{ type: 'ProvinceConfirmed', data: { month, unit, on, deemed } }]);
}

function refuseOverride({ month, unit, on }: ConfirmTable, period: Period): Result<never> | null {
  if (!period.done.has('confirmations')) {
    return reject('override.too-early', 'CLR-04', '25日催办之前不能视同确认', ['month']);
  }
  if (on <= dueOn('confirmations', clearingMonth(month))) {
    return reject('override.too-early', 'CLR-04', '省级单位在25日当日仍可确认，25日结束之后才能视同确认', ['month']);
  }
  if (!period.disputed.has(unit)) return null;
  return reject('period.disputed', 'CLR-04', '该单位的异议尚未裁定，不能视同确认', ['unit']);
}

export type WaitingOverride = Proposal & { readonly unit: string; readonly reason: string };

/** 视同确认 that one person has proposed and nobody has approved yet, in the order in which they were proposed. */
export const waitingOverrides = ({ overrides }: Period): readonly WaitingOverride[] =>
  [...overrides].map(([unit, proposal]) => ({ unit, ...proposal }));

export const unconfirmedUnits = (period: Period): readonly ClearingUnit[] =>
  CLEARING_UNITS.map(({ code }) => code).filter((code) => !period.confirmed.has(code));
