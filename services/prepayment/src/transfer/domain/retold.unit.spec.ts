import { describe, expect, it } from '@jest/globals';
import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import { movementTold } from '../movement-told.js';
import { decideEnd, decideRetold, retoldRef, type Retold, type RetoldEvent } from './retold.js';

const { initialState, evolve } = retoldRef.definition;
const after = (state: Retold, events: readonly RetoldEvent[]): Retold => events.reduce(evolve as never, state);
const moved = (movementId: string): SpecialAccountMoved => ({ ...CONTRACTS.specialAccountMoved.example, movementId });

describe('movements told once more', () => {
  it('CLR-13: each once, however often the log is read, and none after its end', () => {
    const first = decideRetold([moved('a'), moved('b'), moved('a')], initialState());
    expect(first.map(({ data }) => (data as SpecialAccountMoved).movementId)).toEqual(['a', 'b']);
    const state = after(initialState(), first);
    expect(decideRetold([moved('b'), moved('c')], state)).toEqual([{ type: 'MovementRetold', data: moved('c') }]);
    const ended = after(state, decideEnd('2025-10-01', state));
    expect([decideRetold([moved('d')], ended), decideEnd('2025-10-02', ended)]).toEqual([[], []]);
  });

  it('CLR-13: reach the special accounts as they were recorded', () => {
    const told = movementTold({ type: 'MovementRetold', data: moved('a') });
    expect(told).toEqual({ type: CONTRACTS.specialAccountMoved.type, data: moved('a') });
    expect(movementTold({ type: 'RetellingEnded', data: { on: '2025-10-01' } })).toBeNull();
  });
});
