import type { FundColumn, Scheme } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { splitInProportion, type Weighted } from './split.js';

/** One part of a recovery that names no claim: pooling area, scheme and fund column it goes back to. */
export type RecoveryLine = {
  readonly payer: string;
  readonly insuredRegion: string;
  readonly scheme: Scheme;
  readonly column: string;
  readonly amount: string;
};

export type RecoveryEvent = DomainEvent<
  'RecoveryRecorded',
  {
    readonly recoveryNo: string;
    readonly receiver: string;
    readonly institutionCode: string;
    readonly on: string;
    /** Fund money recovered, penalties not included. */
    readonly amount: string;
    /** 违约金、罚款 collected with it: they stay with the place of care (CLR-09, SEC-05). */
    readonly penalties: string;
    /** What was told apart by claim; the rest is split. */
    readonly byClaim: string;
    readonly claimIds: readonly string[];
    /** Year whose payments the rest was split by; null where nothing was. */
    readonly splitBy: number | null;
    readonly lines: readonly RecoveryLine[];
    readonly reason: string;
  }
>;

/** 追回 Recovered money of one inspection, by its number at the place of care (CLR-10). */
export interface Recovery {
  readonly recorded: boolean;
}

const definition: StreamDefinition<Recovery, RecoveryEvent> = {
  category: 'recovery',
  initialState: () => ({ recorded: false }),
  evolve: () => ({ recorded: true }),
};

export const recoveryRef = (receiver: string, recoveryNo: string): StreamRef<Recovery> => ({
  id: `recovery-${receiver}-${recoveryNo}`,
  definition,
});

export interface Basis {
  readonly payer: string;
  readonly insuredRegion: string;
  readonly scheme: Scheme;
  readonly column: FundColumn;
}

export interface RecordRecovery {
  readonly recoveryNo: string;
  readonly receiver: string;
  readonly institutionCode: string;
  readonly on: string;
  readonly amount: Money;
  readonly penalties: Money;
  readonly claims: readonly { readonly claimId: string; readonly amount: Money }[];
  readonly reason: string;
  /** What the institution was paid last year, by pooling area, scheme and fund column, as far as the recovery is known. */
  readonly year: number;
  readonly paidLastYear: readonly Weighted<Basis>[];
}

/**
 * CLR-10: recovered money goes back to the place of insurance by the original channel. What names its claim goes back to
 * the claim's funds; the rest is split in proportion to what each pooling area's funds paid the institution last year.
 */
export function decideRecovery(command: RecordRecovery, recovery: Recovery): Result<readonly RecoveryEvent[]> {
  if (recovery.recorded) return reject('recovery.exists', 'CLR-10', '该追回文号已登记', ['recoveryNo']);
  const { amount, penalties, claims, reason, year, ...named } = command;
  const refusal = refuseAmounts(command);
  if (refusal !== null) return refusal;
  const byClaim = Money.sum(claims.map((claim) => claim.amount));
  const lines = splitRest(amount.minus(byClaim), command);
  if (!lines.ok) return lines;
  const { recoveryNo, receiver, institutionCode, on } = named;
  const data = {
    ...{ recoveryNo, receiver, institutionCode, on, amount: amount.toString(), penalties: penalties.toString() },
    ...{ byClaim: byClaim.toString(), claimIds: [...new Set(claims.map(({ claimId }) => claimId))] },
    ...{ splitBy: lines.value.length === 0 ? null : year, lines: lines.value, reason },
  };
  return ok([{ type: 'RecoveryRecorded', data }]);
}

function refuseAmounts({ amount, penalties, claims }: RecordRecovery): Result<never> | null {
  if (!amount.isPositive()) return reject('recovery.amount', 'CLR-10', '追回的基金金额须大于零', ['amount']);
  if (penalties.isNegative()) return reject('recovery.penalties', 'SEC-05', '违约金、罚款金额不能为负', ['penalties']);
  if (Money.sum(claims.map((claim) => claim.amount)).lte(amount)) return null;
  return reject('recovery.sums', 'CLR-10', '列明到费用的金额之和超过追回的基金金额', ['claims']);
}

function splitRest(rest: Money, { paidLastYear, year }: RecordRecovery): Result<readonly RecoveryLine[]> {
  if (rest.isZero()) return ok([]);
  const shares = splitInProportion(rest, paidLastYear);
  if (shares.length === 0) {
    return reject('recovery.no-basis', 'CLR-10', `该机构${year}年没有已清算的基金支付，无从按比例分摊，须列明费用`, [
      'claims',
    ]);
  }
  const lines = shares.filter((share) => share.amount.isPositive());
  return ok(lines.map(({ key, amount }) => ({ ...key, amount: amount.toString() })));
}
