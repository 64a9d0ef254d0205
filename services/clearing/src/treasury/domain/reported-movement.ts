import type { SpecialAccountMoved } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

/** 预付金收付、利息 as prepayment told them: an item of the unit's special account (PRE-07, CLR-11, CLR-13). */
export type MovementReported = DomainEvent<'MovementReported', SpecialAccountMoved>;

/** What prepayment has told of one unit. */
export interface ReportedMovements {
  readonly known: ReadonlySet<string>;
}

const definition: StreamDefinition<ReportedMovements, MovementReported> = {
  category: 'reported-movements',
  initialState: () => ({ known: new Set() }),
  evolve: ({ known }, { data }) => ({ known: new Set([...known, data.movementId]) }),
};

export const reportedMovementsRef = (unit: string): StreamRef<ReportedMovements> => ({
  id: `reported-movements-${unit}`,
  definition,
});

/** Told twice it is one movement. */
export const decideReported = (data: SpecialAccountMoved, { known }: ReportedMovements): readonly MovementReported[] =>
  known.has(data.movementId) ? [] : [{ type: 'MovementReported', data }];
