import { CLEARING_UNITS, Money, ok, reject, unitName, type ClearingUnit, type Result } from '#kernel';
import type { Period, PeriodEvent, TableCell, WaitingCount } from './period.js';
import { PERIOD_STEPS, type PeriodStep } from './timetable.js';

export interface CutOff {
  readonly month: string;
  readonly on: string;
  readonly claims: number;
  readonly payable: string;
  readonly waiting: readonly WaitingCount[];
  readonly overdue: readonly string[];
}

/** Steps run in order and once: a step done before changes nothing, one out of order is refused (CLR-15). */
function refuseOrder(step: PeriodStep, period: Period): Result<readonly PeriodEvent[]> | null {
  if (period.done.has(step)) return ok([]);
  const before = PERIOD_STEPS.slice(0, PERIOD_STEPS.indexOf(step)).find((earlier) => !period.done.has(earlier));
  if (before === undefined) return null;
  return reject('period.out-of-order', 'CLR-15', `清算步骤${step}须在${before}之后进行`, ['step']);
}

/** 20日 截止 (CLR-02). */
export function decideCutOff(command: CutOff, period: Period): Result<readonly PeriodEvent[]> {
  return refuseOrder('cut-off', period) ?? ok([{ type: 'PeriodCutOff', data: { ...command } }]);
}

export interface GenerateTable {
  readonly month: string;
  readonly on: string;
  readonly cells: readonly TableCell[];
  /** Σ payable of the claims − Σ of the deductions, summed apart from the cells. */
  readonly proof: Money;
  readonly deductionIds: readonly string[];
}

/** 21日 清分 (CLR-03): the table must add up to the claims and deductions behind it before it is published. */
export function decideTable(command: GenerateTable, period: Period): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('table', period);
  if (refusal !== null) return refusal;
  const { month, on: generatedOn, cells, proof, deductionIds } = command;
  const total = Money.sum(cells.map(({ cleared }) => Money.of(cleared)));
  if (!cells.every(isSound) || !total.eq(proof)) {
    return reject('table.sums', 'CLR-15', `清算表合计${total}与费用合计${proof}不一致，不予发布`, ['cells']);
  }
  return ok([{ type: 'TableGenerated', data: { month, generatedOn, cells, total: total.toString(), deductionIds } }]);
}

/** Funds add up to the cell, and the cell is payable less deducted. */
function isSound({ payable, deducted, cleared, funds }: TableCell): boolean {
  const sumOf = (name: 'payable' | 'deducted'): Money => Money.sum(funds.map((fund) => Money.of(fund[name])));
  const isSum = sumOf('payable').eq(Money.of(payable)) && sumOf('deducted').eq(Money.of(deducted));
  return isSum && Money.of(payable).minus(Money.of(deducted)).eq(Money.of(cleared));
}

export interface ConfirmTable {
  readonly month: string;
  readonly unit: ClearingUnit;
  readonly on: string;
}

/** 各省确认 (CLR-04). Confirming again changes nothing. */
export function decideConfirm({ month, unit, on }: ConfirmTable, period: Period): Result<readonly PeriodEvent[]> {
  if (!period.done.has('table')) return reject('period.no-table', 'CLR-04', '清算表尚未生成，不能确认', ['month']);
  if (period.confirmed.has(unit)) return ok([]);
  return ok([{ type: 'ProvinceConfirmed', data: { month, unit, on } }]);
}

/** 异议 (CLR-04): names claims and goes to the national agency. A province that has confirmed cannot dispute. */
export function decideDispute(
  command: ConfirmTable & { readonly claimIds: readonly string[]; readonly reason: string },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const { month, unit, on, claimIds, reason } = command;
  if (!period.done.has('table')) return reject('period.no-table', 'CLR-04', '清算表尚未生成，不能提出异议', ['month']);
  if (period.confirmed.has(unit)) return reject('period.confirmed', 'CLR-04', '已确认清算表，不能再提出异议', ['unit']);
  if (claimIds.length === 0) return reject('dispute.no-claims', 'CLR-04', '异议须列明费用', ['claimIds']);
  return ok([{ type: 'DisputeRaised', data: { month, unit, on, claimIds, reason } }]);
}

export const unconfirmedUnits = (period: Period): readonly ClearingUnit[] =>
  CLEARING_UNITS.map(({ code }) => code).filter((code) => !period.confirmed.has(code));

/** 25日 催办 (CLR-04): whoever has not confirmed is named. */
export function decideChase(
  { month, on }: { readonly month: string; readonly on: string },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('confirmations', period);
  if (refusal !== null) return refusal;
  return ok([{ type: 'ConfirmationsChased', data: { month, on, unconfirmed: unconfirmedUnits(period) } }]);
}

/** 月底 发布通知书 (CLR-05): from the confirmed table, so every province has confirmed it. */
export function decideNotices(
  command: { readonly month: string; readonly on: string; readonly payments: number; readonly collections: number },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('notices', period);
  if (refusal !== null) return refusal;
  const missing = unconfirmedUnits(period);
  if (missing.length > 0) {
    const names = missing.slice(0, 5).map(unitName).join('、');
    return reject('notices.unconfirmed', 'CLR-05', `${missing.length}个省级单位尚未确认清算表：${names}`, ['month']);
  }
  const { month, on: publishedOn, payments, collections } = command;
  const total = Money.sum(period.cells.map(({ cleared }) => Money.of(cleared))).toString();
  return ok([{ type: 'NoticesPublished', data: { month, publishedOn, payments, collections, total } }]);
}
