import { describe, expect, it } from '@jest/globals';
import { makeWorld } from '../world/world.js';
import { actsOf } from './acts.js';

const world = makeWorld({ seed: 5, claims: 600, month: '2025-08' });
const acts = actsOf(world);

describe('acts of the days', () => {
  it('has every visit, admission and refund once, on its day', () => {
    expect(acts).toHaveLength(world.days);
    const found = acts.flatMap((patients, index) =>
      patients.flatMap(({ acts: own }) => own.map(({ kind, session }) => `${index + 1} ${kind} ${session.number}`)),
    );
    const planned = world.sessions.flatMap(({ kind, number, day, admissionDay, refundDay }) => [
      ...(kind === 'inpatient' ? [`${admissionDay} admit ${number}`] : []),
      `${day} visit ${number}`,
      ...(refundDay === null ? [] : [`${refundDay} refund ${number}`]),
    ]);
    expect(found.sort()).toEqual(planned.sort());
  });

  it('SET-15: has a patient once a day, a session admitted before it is settled and settled before it is refunded', () => {
    const step = { admit: 0, visit: 1, refund: 2 } as const;
    const reached = new Map<number, number>();
    for (const patients of acts) {
      expect(new Set(patients.map(({ psnNo }) => psnNo)).size).toBe(patients.length);
      for (const { kind, session } of patients.flatMap(({ acts: own }) => own)) {
        expect(step[kind]).toBeGreaterThan(reached.get(session.number) ?? -1);
        reached.set(session.number, step[kind]);
      }
    }
  });
});
