import type { AppendedEvent, StreamRef, StreamStates } from '#event-store';
import { ok, reject, type Result } from '#kernel';
import { deductionsRef, type DeductionLine, type DeductionSource } from '../../domain/deduction.js';
import { holdRef } from '../../domain/hold.js';
import { decideRecordDeduction, type DeductedClaim } from '../../domain/record-deduction.js';

export interface ClaimLine extends DeductionLine {
  readonly claimId: string;
}

export interface DeductClaims {
  readonly lines: readonly ClaimLine[];
  /** The claims that may be named, as clearing knows them. */
  readonly claims: readonly DeductedClaim[];
  readonly source: DeductionSource;
  readonly reference: string;
  readonly reason: string;
  readonly on: string;
}

export const claimIdsOf = (lines: readonly ClaimLine[]): readonly string[] =>
  [...new Set(lines.map(({ claimId }) => claimId))].sort();

/** Streams under whose locks these claims are deducted from. */
export const deductedStreams = (lines: readonly ClaimLine[]): readonly StreamRef[] =>
  claimIdsOf(lines).flatMap((claimId) => [deductionsRef(claimId), holdRef(claimId)]);

/** Deductions of several claims that stand or fall together (CLR-09). */
export function deductClaims(command: DeductClaims, states: StreamStates): Result<readonly AppendedEvent[]> {
  const { lines, claims, source, reference, reason, on } = command;
  const events: AppendedEvent[] = [];
  for (const claimId of claimIdsOf(lines)) {
    const claim = claims.find((one) => one.claimId === claimId);
    if (claim === undefined)
      return reject('deduction.other-claim', 'CLR-09', `${claimId}不在可扣款的费用之列`, ['claims']);
    const own = lines.filter((line) => line.claimId === claimId).map(({ column, amount }) => ({ column, amount }));
    const record = { claim, source, reference, nature: 'refused-cost' as const, lines: own, reason, on };
    const ref = deductionsRef(claimId);
    const decided = decideRecordDeduction(record, states.of(ref), states.of(holdRef(claimId)));
    if (!decided.ok) return decided;
    events.push(...decided.value.map((event) => ({ streamId: ref.id, event })));
  }
  return ok(events);
}
