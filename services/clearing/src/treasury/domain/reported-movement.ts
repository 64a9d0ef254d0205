import type { SpecialAccountMoved, SpecialAccountWithdrawn } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { SpecialAccountEvent } from './special-account.js';

/** 预付金收付、利息 as prepayment told them: an item of the unit's special account (PRE-07, CLR-11, CLR-13). */
export type ReportedMovementEvent =
  | DomainEvent<'MovementReported', SpecialAccountMoved>
  /** Its slip was reported in error (PRE-07): whatever the books have of it is taken back. */
  | DomainEvent<
      'MovementWithdrawn',
      { readonly unit: string; readonly movementId: string; readonly reason: string; readonly on: string }
    >;

/** What prepayment has told of one unit. */
export interface ReportedMovements {
  readonly known: ReadonlySet<string>;
  readonly withdrawn: ReadonlySet<string>;
}

const definition: StreamDefinition<ReportedMovements, ReportedMovementEvent> = {
  category: 'reported-movements',
  initialState: () => ({ known: new Set(), withdrawn: new Set() }),
  evolve: (state, { type, data: { movementId } }) =>
    type === 'MovementReported'
      ? { ...state, known: new Set([...state.known, movementId]) }
      : { ...state, withdrawn: new Set([...state.withdrawn, movementId]) },
};

export const reportedMovementsRef = (unit: string): StreamRef<ReportedMovements> => ({
  id: `reported-movements-${unit}`,
  definition,
});

/** Told twice it is one movement. */
export const decideReported = (
  data: SpecialAccountMoved,
  { known }: Pick<ReportedMovements, 'known'>,
): readonly ReportedMovementEvent[] => (known.has(data.movementId) ? [] : [{ type: 'MovementReported', data }]);

/** Taken back once. It says what was reported, so that it leaves the same books when it comes before the movement itself. */
export function decideWithdrawn(
  { reason, withdrawnOn: on, ...moved }: SpecialAccountWithdrawn,
  state: ReportedMovements,
): { readonly told: readonly ReportedMovementEvent[]; readonly ended: readonly SpecialAccountEvent[] } {
  const { unit, movementId } = moved;
  if (state.withdrawn.has(movementId)) return { told: [], ended: [] };
  return {
    told: [...decideReported(moved, state), { type: 'MovementWithdrawn', data: { unit, movementId, reason, on } }],
    ended: [{ type: 'ItemWithdrawn', data: { unit, itemId: movementId, on } }],
  };
}
