import type { SpecialAccountMoved } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

export type RetoldEvent =
  /** A movement told once more, because nobody was told of it when it was recorded. */
  | DomainEvent<'MovementRetold', SpecialAccountMoved>
  /** The log was read to its end: whatever came later was told as it came. */
  | DomainEvent<'RetellingEnded', { readonly on: string }>;

/** 补告 What the catch-up has told of movements recorded before `special-account-moved` existed (CLR-13). */
export interface Retold {
  readonly ended: boolean;
  readonly known: ReadonlySet<string>;
}

const definition: StreamDefinition<Retold, RetoldEvent> = {
  category: 'movements-retold',
  initialState: () => ({ ended: false, known: new Set() }),
  evolve: (state, event) =>
    event.type === 'RetellingEnded'
      ? { ...state, ended: true }
      : { ...state, known: new Set([...state.known, event.data.movementId]) },
};

export const retoldRef: StreamRef<Retold> = { id: 'movements-retold', definition };

/** Each movement once; nothing after the end. */
export function decideRetold(
  movements: readonly SpecialAccountMoved[],
  { ended, known }: Retold,
): readonly RetoldEvent[] {
  if (ended) return [];
  const fresh = new Map(
    movements.filter(({ movementId }) => !known.has(movementId)).map((one) => [one.movementId, one]),
  );
  return [...fresh.values()].map((data) => ({ type: 'MovementRetold', data }));
}

export const decideEnd = (on: string, { ended }: Retold): readonly RetoldEvent[] =>
  ended ? [] : [{ type: 'RetellingEnded', data: { on } }];
