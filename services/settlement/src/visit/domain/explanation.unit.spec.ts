import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventTypes, type JsonObject } from '#event-store';
import { VISIT_EVENT_TYPES } from '../visit-event-types.js';
import { storedExplanation, toldSteps } from './explanation.js';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const step = fc.record({
  name: text,
  amount: fc.constantFrom('0.00', '8800.00', '10.005'),
  formula: text,
  policyValue: fc.option(text),
  source: fc.option(fc.constantFrom('', '杭政办〔2020〕1号 三', '各级政策表均未作规定')),
  rule: fc.constantFrom('SET-01', 'SET-05', 'SET-20'),
});

describe('the explanation of a claim', () => {
  it('is told as it was made, each source stored once', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const stored = storedExplanation(steps);
        expect(toldSteps(stored)).toEqual(steps);
        expect(new Set(stored.sources).size).toBe(stored.sources.length);
      }),
    );
  });

  it('of an event of version 1 is told as it was recorded', () => {
    const steps = [
      { name: '起付标准', amount: '300.00', formula: '', policyValue: '300.00', source: '三', rule: 'SET-01' },
      { name: '个人现金支付', amount: '1500.00', formula: '', policyValue: null, source: null, rule: 'SET-05' },
    ];
    const types = new EventTypes(VISIT_EVENT_TYPES);
    const data = types.upcast('ClaimSettled', 1, { filing: 'none', steps } as unknown as JsonObject);
    expect(data).not.toHaveProperty('steps');
    expect(data).toMatchObject({ filing: 'none', explanation: { sources: ['三'] } });
    expect(toldSteps(data['explanation'] as never)).toEqual(steps);
  });
});
