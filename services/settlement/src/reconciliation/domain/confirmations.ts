import type { AppendedEvent, StreamRef, StreamStates } from '#event-store';
import { Money } from '#kernel';
import { decideStatement, statementRef, type Statement, type StatementTotals } from './statement.js';

/** What of a claim a confirmation needs. */
export interface ConfirmedClaim {
  readonly claimId: string;
  readonly insuranceType: string;
  readonly clearingCategory: string;
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
}

export interface Confirmation {
  readonly institutionCode: string;
  readonly receiver: string;
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

export interface StatementToConfirm {
  readonly ref: StreamRef<Statement>;
  readonly insuranceType: string;
  readonly clearingCategory: string;
  readonly claims: readonly ConfirmedClaim[];
}

/** The statements of one month that claims of several schemes and categories belong to. */
export function statementsOf(
  claims: readonly ConfirmedClaim[],
  { institutionCode, from }: Confirmation,
): readonly StatementToConfirm[] {
  const groups = new Map<string, StatementToConfirm & { readonly claims: ConfirmedClaim[] }>();
  for (const claim of claims) {
    const { insuranceType, clearingCategory } = claim;
    const ref = statementRef(institutionCode, insuranceType, clearingCategory, from.slice(0, 7));
    const group = groups.get(ref.id);
    if (group === undefined) groups.set(ref.id, { ref, insuranceType, clearingCategory, claims: [claim] });
    else group.claims.push(claim);
  }
  return [...groups.values()];
}

/** Confirms the claims of each statement that are not confirmed yet, as a balanced 3201 does (REC-03). */
export function confirmClaims(
  statements: readonly StatementToConfirm[],
  confirmation: Confirmation,
  states: StreamStates,
): readonly AppendedEvent[] {
  return statements.flatMap(({ ref, insuranceType, clearingCategory, claims }) => {
    const totals = totalsOf(claims);
    const command = {
      ...{ ...confirmation, insuranceType, clearingCategory, ours: totals, theirs: totals },
      claimIds: claims.map(({ claimId }) => claimId),
    };
    return decideStatement(command, states.of(ref)).map((event) => ({ streamId: ref.id, event }));
  });
}

function totalsOf(claims: readonly ConfirmedClaim[]): StatementTotals {
  const sum = (name: 'total' | 'fundTotal' | 'account'): string =>
    Money.sum(claims.map((claim) => Money.of(claim[name]))).toString();
  return {
    settlements: String(claims.length),
    total: sum('total'),
    fundTotal: sum('fundTotal'),
    accountTotal: sum('account'),
  };
}
