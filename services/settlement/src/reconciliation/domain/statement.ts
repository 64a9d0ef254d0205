import type { ClaimsConfirmed } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

export interface StatementTotals {
  readonly [key: string]: string;
  readonly settlements: string;
  readonly total: string;
  readonly fundTotal: string;
  readonly accountTotal: string;
}

export type StatementEvent =
  | DomainEvent<'StatementBalanced', ClaimsConfirmed & { readonly totals: StatementTotals }>
  | DomainEvent<
      'StatementUnbalanced',
      {
        readonly institutionCode: string;
        readonly from: string;
        readonly to: string;
        readonly ours: StatementTotals;
        readonly theirs: StatementTotals;
      }
    >;

/** 对总账 Statement of one institution, scheme and clearing category: what was compared and confirmed so far (REC-03). */
export interface Statement {
  readonly confirmed: ReadonlySet<string>;
}

export function evolveStatement(statement: Statement, event: StatementEvent): Statement {
  switch (event.type) {
    case 'StatementBalanced':
      return { confirmed: new Set([...statement.confirmed, ...event.data.claimIds]) };
    case 'StatementUnbalanced':
      return statement;
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Statement, StatementEvent> = {
  category: 'statement',
  initialState: () => ({ confirmed: new Set() }),
  evolve: evolveStatement,
};

/** One stream per institution, scheme, category and month, so that a long-lived hospital does not grow a long stream. */
export const statementRef = (
  institution: string,
  insuranceType: string,
  category: string,
  month: string,
): StreamRef<Statement> => ({ id: `statement-${institution}-${insuranceType}-${category}-${month}`, definition });

export interface CompareStatement {
  readonly institutionCode: string;
  readonly receiver: string;
  readonly insuranceType: string;
  readonly clearingCategory: string;
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly theirs: StatementTotals;
  readonly ours: StatementTotals;
  /** Claims of ours behind the totals. */
  readonly claimIds: readonly string[];
}

/** 3201: equal to the cent and to the claim, or not balanced; balanced claims are confirmed once (REC-03). */
export function decideStatement(command: CompareStatement, statement: Statement): readonly StatementEvent[] {
  const { institutionCode, from, to, ours, theirs } = command;
  if (!sameTotals(ours, theirs)) {
    return [{ type: 'StatementUnbalanced', data: { institutionCode, from, to, ours, theirs } }];
  }
  const claimIds = command.claimIds.filter((claimId) => !statement.confirmed.has(claimId));
  if (claimIds.length === 0) return [];
  const { receiver, insuranceType, clearingCategory, on: confirmedOn } = command;
  const confirmed = { institutionCode, receiver, insuranceType, clearingCategory, from, to, confirmedOn, claimIds };
  return [{ type: 'StatementBalanced', data: { ...confirmed, totals: ours } }];
}

export function sameTotals(a: StatementTotals, b: StatementTotals): boolean {
  return (
    a.settlements === b.settlements &&
    a.total === b.total &&
    a.fundTotal === b.fundTotal &&
    a.accountTotal === b.accountTotal
  );
}
