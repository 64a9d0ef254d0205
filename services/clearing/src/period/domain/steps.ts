import { Money, clearingUnit, ok, reject, secondPerson, unitName, type Result } from '#kernel';
import { unconfirmedUnits } from './confirmation.js';
import type { Breach, Period, PeriodEvent, TableCell, WaitingCount } from './period.js';
import { PERIOD_STEPS, type PeriodStep } from './timetable.js';

export interface CutOff {
  readonly month: string;
  readonly on: string;
  readonly claims: number;
  readonly payable: string;
  readonly waiting: readonly WaitingCount[];
  readonly overdue: readonly string[];
  readonly breaches: readonly Breach[];
}

/** Steps run in order and once: a step done before changes nothing, one out of order is refused (CLR-15). */
export function refuseOrder(step: PeriodStep, period: Period): Result<readonly PeriodEvent[]> | null {
  if (period.done.has(step)) return ok([]);
  const before = PERIOD_STEPS.slice(0, PERIOD_STEPS.indexOf(step)).find((earlier) => !period.done.has(earlier));
  if (before === undefined) return null;
  return reject('period.out-of-order', 'CLR-15', `清算步骤${step}须在${before}之后进行`, ['step']);
}

/** Steps that a month takes after every earlier one. */
export type OrderedStep = 'cut-off' | 'table';
const WAITS: Readonly<Record<OrderedStep, (earlier: string) => string>> = {
  'cut-off': (earlier) => `${earlier}尚未截止，本期须在其后截止`,
  table: (earlier) => `${earlier}清算表尚未生成，本期清算表须在其后生成`,
};

/**
 * Months are cut off and get their tables in order (CLR-15): a claim goes on to the month after one that is cut off, and a table carries
 * the deductions that those before it have left. `earlier` is the first month that has not taken the step.
 */
export function refuseEarlier(step: OrderedStep, earlier: string | null): Result<null> {
  if (earlier === null) return ok(null);
  return reject('period.out-of-order', 'CLR-15', WAITS[step](earlier), ['month']);
}

/** 20日 截止 (CLR-02). */
export function decideCutOff(command: CutOff, period: Period): Result<readonly PeriodEvent[]> {
  return refuseOrder('cut-off', period) ?? ok([{ type: 'PeriodCutOff', data: { ...command } }]);
}

export interface CompleteCutOff {
  readonly month: string;
  readonly on: string;
  readonly claims: number;
  readonly payable: string;
  readonly entered: readonly string[];
}

/** The 20th is over, so the month is complete: once, after its cut-off and before its table (CLR-02, CLR-15). */
export function decideCompleteCutOff(command: CompleteCutOff, period: Period): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('table', period);
  if (refusal !== null || period.completed) return refusal ?? ok([]);
  return ok([{ type: 'CutOffCompleted', data: { ...command } }]);
}

export interface GenerateTable {
  readonly month: string;
  readonly on: string;
  readonly cells: readonly TableCell[];
  /** Σ payable of the claims − Σ of the deductions, summed apart from the cells. */
  readonly proof: Money;
  readonly deductionIds: readonly string[];
}

/** 21日 清分 (CLR-01, CLR-03): no unit owes itself, and the table adds up to the claims and deductions behind it, or it is not published. */
export function decideTable(command: GenerateTable, period: Period): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('table', period);
  if (refusal !== null) return refusal;
  const { month, on: generatedOn, cells, proof, deductionIds } = command;
  const local = refuseLocal(cells);
  if (local !== null) return local;
  const total = Money.sum(cells.map(({ cleared }) => Money.of(cleared)));
  if (!cells.every(isSound) || !total.eq(proof)) {
    return reject('table.sums', 'CLR-15', `清算表合计${total}与费用合计${proof}不一致，不予发布`, ['cells']);
  }
  return ok([{ type: 'TableGenerated', data: { month, generatedOn, cells, total: total.toString(), deductionIds } }]);
}

/** A pair is of two units: what one owes itself crosses no province (CLR-01). */
function refuseLocal(cells: readonly TableCell[]): Result<never> | null {
  const local = cells.find(({ payer, receiver }) => payer === receiver);
  if (local === undefined) return null;
  const name = unitName(clearingUnit(local.payer));
  return reject('table.same-unit', 'CLR-01', `参保地与就医地同为${name}的金额不属于跨省清算，不予发布`, ['cells']);
}

/** Funds add up to the cell, and the cell is payable less deducted. */
function isSound({ payable, deducted, cleared, funds }: TableCell): boolean {
  const sumOf = (name: 'payable' | 'deducted'): Money => Money.sum(funds.map((fund) => Money.of(fund[name])));
  const isSum = sumOf('payable').eq(Money.of(payable)) && sumOf('deducted').eq(Money.of(deducted));
  return isSum && Money.of(payable).minus(Money.of(deducted)).eq(Money.of(cleared));
}

/** 25日 催办 (CLR-04): whoever has not confirmed is named. */
export function decideChase(
  { month, on }: { readonly month: string; readonly on: string },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('confirmations', period);
  if (refusal !== null) return refusal;
  return ok([{ type: 'ConfirmationsChased', data: { month, on, unconfirmed: unconfirmedUnits(period) } }]);
}

/** 月底 发布通知书 (CLR-05): from the confirmed table, approved by a second person (SEC-04). */
export function decideNotices(
  command: { readonly month: string; readonly on: string; readonly payments: number; readonly collections: number },
  period: Period,
): Result<readonly PeriodEvent[]> {
  const refusal = refuseOrder('notices', period);
  if (refusal !== null) return refusal;
  const missing = refuseUnconfirmed(period);
  if (missing !== null) return missing;
  if (period.approved === null) {
    return reject('notices.unapproved', 'SEC-04', '通知书的发布尚未经两人提出和复核', ['month']);
  }
  const { month, on: publishedOn, payments, collections } = command;
  const total = Money.sum(period.cells.map(({ cleared }) => Money.of(cleared))).toString();
  const { proposedBy, approvedBy } = period.approved;
  const data = { month, publishedOn, payments, collections, total, proposedBy, approvedBy };
  return ok([{ type: 'NoticesPublished', data }]);
}

/** Who has not confirmed is named: notices come from the confirmed table only (CLR-05). */
function refuseUnconfirmed(period: Period): Result<never> | null {
  const missing = unconfirmedUnits(period);
  if (missing.length === 0) return null;
  const names = missing.slice(0, 5).map(unitName).join('、');
  return reject('notices.unconfirmed', 'CLR-05', `${missing.length}个省级单位尚未确认清算表：${names}`, ['month']);
}

export interface Publication {
  readonly month: string;
  readonly on: string;
  /** The person who proposes, or approves. */
  readonly by: string;
}

/** 提请发布 of the notices of a month whose table every province has confirmed (SEC-04). Again, it changes nothing. */
export function decideProposePublication(
  { month, on, by }: Publication,
  period: Period,
): Result<readonly PeriodEvent[]> {
  if (period.publication !== null) return ok([]);
  if (!period.done.has('table')) return reject('period.no-table', 'CLR-05', '清算表尚未生成，不能提请发布', ['month']);
  const missing = refuseUnconfirmed(period);
  if (missing !== null) return missing;
  return ok([{ type: 'PublicationProposed', data: { month, on, proposedBy: by } }]);
}

/** 复核发布 by another person; the notices then go out on their day (CLR-05, SEC-04). */
export function decideApprovePublication(
  { month, on, by }: Publication,
  period: Period,
): Result<readonly PeriodEvent[]> {
  if (period.approved !== null) return ok([]);
  const both = secondPerson(period.publication, by);
  if (!both.ok) return both;
  return ok([{ type: 'PublicationApproved', data: { month, on, ...both.value } }]);
}
