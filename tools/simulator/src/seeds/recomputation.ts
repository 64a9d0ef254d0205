import type { Claim } from '#contracts';
import { Money } from '#kernel';
import { paidOf, type BookedClaim, type BookedDeduction, type BookedHold, type Books } from './books.js';

export type Reason = 'not-confirmed' | 'difference' | 'held' | 'original' | 'refund';

export interface RecomputedFund {
  readonly payable: Money;
  readonly deducted: Money;
}

/** One directed pair and scheme of a table, recomputed from the claims. */
export interface RecomputedCell {
  claims: number;
  readonly funds: Map<string, RecomputedFund>;
}

export interface RecomputedMonth {
  /** Claims that waited at the cut-off, by their number, with the reason and the limit they broke, if any (CLR-02). */
  readonly waiting: ReadonlyMap<string, { readonly reason: Reason; limit: string | null }>;
  /** The 20th is over: nothing enters any more. */
  completed: boolean;
  /** By `payer/receiver/scheme`; null before the table was generated. */
  cells: ReadonlyMap<string, RecomputedCell> | null;
}

/** A step of a month and the day it ran. */
export interface StepOf {
  readonly month: string;
  readonly on: string;
}

const monthAfter = (month: string, months: number): string => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
};
/** The table of February is the last one before the end of March (CLR-02). */
const endOfYear = (settledMonth: string): string => `${Number(settledMonth.slice(0, 4)) + 1}-02`;
const monthOf = ({ settledOn }: Claim): string => settledOn.slice(0, 7);

/** The limit of CLR-02 a claim breaks that waits at the cut-off of a month. */
function limitOf(claim: Claim, month: string): string | null {
  if (month >= endOfYear(monthOf(claim))) return 'end-of-march';
  return month >= monthAfter(monthOf(claim), 2) ? 'two-months' : null;
}

const periodOf = (books: Books, claimId = ''): string | null => books.claims.get(claimId)?.period ?? null;

/**
 * Whether a step of this day ends a hold of a month by itself: the limit has come, or the 20th is over and nobody had asked by then
 * (AUD-02).
 */
export function endsAtCutOff(books: Books, claimId: string, { month, on }: StepOf): boolean {
  const hold = books.holds.get(claimId);
  const claim = books.claims.get(claimId)?.claim;
  if (hold?.status !== 'held' || claim === undefined || monthOf(claim) > month) return false;
  return limitOf(claim, month) !== null || isUnasked(hold, { month, on });
}

const isUnasked = ({ askedOn }: BookedHold, { month, on }: StepOf): boolean =>
  on > lastDay(month) && (askedOn === null || askedOn > lastDay(month));

/** The last day on which a claim could be confirmed for a month (CLR-02, REC-03). */
const lastDay = (month: string): string => `${monthAfter(month, 1)}-20`;

const isConfirmedFor = (books: Books, claimId: string, month: string): boolean =>
  (books.confirmed.get(claimId) ?? '9999') <= lastDay(month);

function ownReason(books: Books, { claimId }: Claim, month: string): Reason | null {
  if (!isConfirmedFor(books, claimId, month)) return 'not-confirmed';
  if ([...books.differences.values()].includes(claimId)) return 'difference';
  return books.holds.get(claimId)?.status === 'held' ? 'held' : null;
}

/** A refund waits for the claim it undoes, also for one nobody has told yet; a claim that was held for its refund (AUD-02). */
function reasonOf(books: Books, claim: Claim, month: string): Reason | null {
  const own = ownReason(books, claim, month);
  if (own !== null) return own;
  if (claim.refundOf === null) return waitsForRefund(books, claim, month) ? 'refund' : null;
  const original = books.claims.get(claim.refundOf);
  if (original === undefined) return 'original';
  return original.period !== null || ownReason(books, original.claim, month) === null ? null : 'original';
}

function waitsForRefund(books: Books, claim: Claim, month: string): boolean {
  if (books.holds.get(claim.claimId)?.isRefunded !== true || limitOf(claim, month) !== null) return false;
  const refund = books.claims.get(books.refunds.get(claim.claimId) ?? '')?.claim;
  return refund !== undefined && (monthOf(refund) > month || ownReason(books, refund, month) !== null);
}

function releaseHolds(books: Books, step: StepOf): void {
  for (const claimId of books.holds.keys()) if (endsAtCutOff(books, claimId, step)) books.released(claimId);
}

/** CLR-02, straight from the books: who enters the month and who waits, why, and past which limit. */
export function recomputeCutOff(books: Books, { month, on }: StepOf): RecomputedMonth {
  releaseHolds(books, { month, on });
  const candidates = [...books.claims.values()].filter(
    ({ claim, period }) => period === null && monthOf(claim) <= month && !books.isExcluded(claim),
  );
  const reasons = candidates.map((entry) => ({ entry, reason: reasonOf(books, entry.claim, month) }));
  const waiting = new Map<string, { reason: Reason; limit: string | null }>();
  for (const { entry, reason } of reasons) {
    if (reason === null) entry.period = month;
    else waiting.set(entry.claim.claimId, { reason, limit: limitOf(entry.claim, month) });
  }
  return { waiting, completed: false, cells: null };
}

/** After the cut-off what was confirmed by that day still enters, as it comes, a refund not before what it undoes. */
export function takeIn(books: Books, month: string, touched: readonly string[]): void {
  const named = new Set(touched.flatMap((id) => [id, books.refunds.get(id), books.claims.get(id)?.claim.refundOf]));
  const entries = [...named].flatMap((id) => books.claims.get(id ?? '') ?? []);
  const entering = entries.filter((entry) => isTaken(books, entry, month));
  for (const entry of entering) entry.period = month;
}

function isTaken(books: Books, { claim, period }: BookedClaim, month: string): boolean {
  const isInTime = (claimId: string): boolean => isConfirmedFor(books, claimId, month);
  if (period !== null || monthOf(claim) > month || books.isExcluded(claim) || !isInTime(claim.claimId)) return false;
  const { refundOf } = claim;
  const isAfterOriginal = refundOf === null || isInTime(refundOf) || periodOf(books, refundOf) !== null;
  return isAfterOriginal && reasonOf(books, claim, month) === null;
}

/** The day is over: holds nobody has asked about by then end (AUD-02), what was released follows, and whoever was named as late and entered after all is late no longer. */
export function completeCutOff(books: Books, { month, on }: StepOf, known: RecomputedMonth): void {
  releaseHolds(books, { month, on });
  takeIn(books, month, [...books.claims.keys()]);
  known.completed = true;
  for (const [claimId, waiting] of known.waiting) {
    if (books.claims.get(claimId)?.period === month) waiting.limit = null;
  }
}

/** CLR-03, CLR-09, straight from the books: every cell of the month, and what it carries of deductions. */
export function recomputeTable(books: Books, month: string): ReadonlyMap<string, RecomputedCell> {
  const cells = new Map<string, RecomputedCell>();
  for (const { claim, period } of books.claims.values()) {
    if (period !== month) continue;
    const cell = cellOf(cells, claim);
    cell.claims += 1;
    for (const [column, amount] of paidOf(claim.funds)) add(cell, column, { payable: amount, deducted: Money.zero });
  }
  for (const deduction of books.deductions) {
    const deducted = carried(books, deduction, month);
    if (deducted === null) continue;
    if (deducted.isPositive()) deduction.period = month;
    add(cellOf(cells, claimOf(books, deduction)), deduction.column, { payable: Money.zero, deducted });
  }
  return cells;
}

const claimOf = (books: Books, { claimId }: BookedDeduction): Claim => {
  const claim = books.claims.get(claimId)?.claim;
  if (claim === undefined) throw new RangeError(`deduction of ${claimId}, which nobody has told`);
  return claim;
};

/** What a table takes for a deduction: the amount, its return where the claim was refunded since, or nothing. */
function carried(books: Books, deduction: BookedDeduction, month: string): Money | null {
  const { claimId, amount, period } = deduction;
  const refundedIn = periodOf(books, books.refunds.get(claimId));
  if (period !== null) return period < month && refundedIn === month ? amount.negate() : null;
  return refundedIn === null && isDue(books, deduction, month) ? amount : null;
}

/** Found and confirmed by the 21st, whenever the table was made, of a claim that has been cleared. */
const isDue = (books: Books, { claimId, from }: BookedDeduction, month: string): boolean =>
  periodOf(books, claimId) !== null && from !== null && from <= `${monthAfter(month, 1)}-21`;

function cellOf(cells: Map<string, RecomputedCell>, { payer, receiver, scheme }: Claim): RecomputedCell {
  const key = `${payer}/${receiver}/${scheme}`;
  const cell = cells.get(key) ?? { claims: 0, funds: new Map() };
  cells.set(key, cell);
  return cell;
}

function add({ funds }: RecomputedCell, column: string, { payable, deducted }: RecomputedFund): void {
  const before = funds.get(column) ?? { payable: Money.zero, deducted: Money.zero };
  funds.set(column, { payable: before.payable.plus(payable), deducted: before.deducted.plus(deducted) });
}
