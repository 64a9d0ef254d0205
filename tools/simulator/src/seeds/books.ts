import { CONTRACTS, type Claim, type ClaimsConfirmed, type DifferenceClosed, type DifferenceFound } from '#contracts';
import type { DeliveredMessage } from '#event-bus';
import { Money } from '#kernel';

export interface Line {
  readonly column: string;
  readonly amount: string;
}

/** 审核扣款 of one claim and fund column. */
export interface BookedDeduction {
  readonly claimId: string;
  readonly column: string;
  readonly amount: Money;
  /** Day from which a table may carry it; null while the answer behind it is not confirmed. */
  from: string | null;
  /** The table that carried it. */
  period: string | null;
}

export interface BookedHold {
  status: 'held' | 'released' | 'excluded';
  /** Day on which an investigation was filed: no cut-off from that day on releases it by itself (AUD-02). */
  askedOn: string | null;
  /** Its refund has ended it: the claim waits for that refund (AUD-02). */
  isRefunded: boolean;
}

export interface BookedClaim {
  readonly claim: Claim;
  period: string | null;
}

const HELD_FROM = Money.of('30000.00');

/**
 * What clearing has been told and what was done to it, fact by fact, without any of its code: the books a straight
 * recomputation starts from.
 */
export class Books {
  readonly claims = new Map<string, BookedClaim>();
  readonly refunds = new Map<string, string>();
  /** Day of the list that named a claim (REC-03). */
  readonly confirmed = new Map<string, string>();
  readonly differences = new Map<string, string>();
  readonly holds = new Map<string, BookedHold>();
  readonly deductions: BookedDeduction[] = [];
  private readonly known = new Set<string>();
  private readonly answers = new Map<string, boolean>();

  /** A batch that clearing has applied; what it had before is there once. Tells which claims the rest of it speaks of. */
  applied(messages: readonly DeliveredMessage[]): readonly string[] {
    const spokenOf: string[] = [];
    for (const { id, type, data } of messages) {
      if (this.known.has(id)) continue;
      this.known.add(id);
      this.apply(type, data);
      spokenOf.push(...claimsIn(data));
    }
    return spokenOf;
  }

  private apply(type: string, data: unknown): void {
    switch (type) {
      case CONTRACTS.claimSettled.type:
      case CONTRACTS.claimRefunded.type:
        return this.tell(data as Claim);
      case CONTRACTS.claimsConfirmed.type:
        return this.confirm(data as ClaimsConfirmed);
      case CONTRACTS.differenceFound.type: {
        const { differenceId, claimId } = data as DifferenceFound;
        this.differences.set(differenceId, claimId);
        return;
      }
      case CONTRACTS.differenceClosed.type:
        this.differences.delete((data as DifferenceClosed).differenceId);
        return;
      default:
      // Prepayment's, which no claim depends on.
    }
  }

  /** AUD-01: stays of 30,000.00 yuan and more, the nation's amount, are held; a refund ends it, whichever is told first. */
  private tell(claim: Claim): void {
    const { claimId, refundOf, visitKind, total } = claim;
    this.claims.set(claimId, { claim, period: null });
    if (refundOf !== null) {
      this.refunds.set(refundOf, claimId);
      this.refunded(this.holds.get(refundOf));
    } else if (visitKind === 'inpatient' && Money.of(total).gte(HELD_FROM)) {
      const hold: BookedHold = { status: 'held', askedOn: null, isRefunded: false };
      this.holds.set(claimId, hold);
      if (this.refunds.has(claimId)) this.refunded(hold);
    }
  }

  private refunded(hold: BookedHold | undefined): void {
    if (hold?.status === 'held') Object.assign(hold, { status: 'released', isRefunded: true });
  }

  /** The first list that names a claim counts. */
  private confirm({ claimIds, confirmedOn }: ClaimsConfirmed): void {
    for (const claimId of claimIds) if (!this.confirmed.has(claimId)) this.confirmed.set(claimId, confirmedOn);
  }

  released(claimId: string): void {
    const hold = this.holds.get(claimId);
    if (hold?.status === 'held') hold.status = 'released';
  }

  asked(claimId: string, on: string): void {
    const hold = this.holds.get(claimId);
    if (hold !== undefined) hold.askedOn = on;
  }

  /** AUD-05, CLR-09: what the place of care found counts once it is confirmed. */
  answered(
    claimId: string,
    { excluded, lines }: { readonly excluded: boolean; readonly lines: readonly Line[] },
  ): void {
    this.answers.set(claimId, excluded);
    const found = excluded ? this.remaining(claimId) : lines;
    for (const { column, amount } of found) this.book(claimId, { column, amount }, null);
  }

  /** AUD-06: the hold ends with the confirmation, cleared or excluded. */
  answerConfirmed(claimId: string, on: string): void {
    for (const deduction of this.unconfirmed(claimId)) deduction.from = on;
    const hold = this.holds.get(claimId);
    if (hold?.status === 'held') hold.status = this.answers.get(claimId) === true ? 'excluded' : 'released';
  }

  answerDisputed(claimId: string): void {
    for (const deduction of this.unconfirmed(claimId)) this.deductions.splice(this.deductions.indexOf(deduction), 1);
  }

  deducted(claimId: string, lines: readonly Line[], on: string): void {
    for (const line of lines) this.book(claimId, line, on);
  }

  /** What each fund of a claim paid and nobody has deducted (CLR-09). */
  remaining(claimId: string): readonly Line[] {
    return [...paidOf(this.claims.get(claimId)?.claim.funds ?? [])].flatMap(([column, paid]) => {
      const taken = this.deductions.filter((one) => one.claimId === claimId && one.column === column);
      const left = paid.minus(Money.sum(taken.map(({ amount }) => amount)));
      return left.isPositive() ? [{ column, amount: left.toString() }] : [];
    });
  }

  /** Never cleared: the claim an investigation found wrong as a whole, and its refund (AUD-02). */
  isExcluded({ claimId, refundOf }: Claim): boolean {
    return [claimId, refundOf ?? ''].some((id) => this.holds.get(id)?.status === 'excluded');
  }

  /** CLR-09: from the month of its refund on a claim owes nothing. */
  isRefundCleared(claimId: string): boolean {
    return (this.claims.get(this.refunds.get(claimId) ?? '')?.period ?? null) !== null;
  }

  private unconfirmed(claimId: string): readonly BookedDeduction[] {
    return this.deductions.filter((one) => one.claimId === claimId && one.from === null);
  }

  private book(claimId: string, { column, amount }: Line, from: string | null): void {
    this.deductions.push({ claimId, column, amount: Money.of(amount), from, period: null });
  }
}

function claimsIn(data: unknown): readonly string[] {
  const { claimId, claimIds = [] } = data as { readonly claimId?: string; readonly claimIds?: readonly string[] };
  return claimId === undefined ? claimIds : [claimId];
}

/** Sums by fund column. */
export function paidOf(funds: readonly Line[]): ReadonlyMap<string, Money> {
  const sums = new Map<string, Money>();
  for (const { column, amount } of funds) sums.set(column, (sums.get(column) ?? Money.zero).plus(Money.of(amount)));
  return sums;
}
