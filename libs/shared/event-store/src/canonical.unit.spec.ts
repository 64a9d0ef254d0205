import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, chainHash, type HashedFacts, NO_HASH } from './canonical.js';
import type { Json } from './types.js';

const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).json;

/** The same value with its members in another order, as jsonb gives it back. */
function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reordered(member as Json)]),
  );
}

describe('canonical JSON', () => {
  it('is JSON of the same value, and the same text whatever the order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reordered(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('sorts members, keeps the order of lists, leaves out what is undefined', () => {
    const value = { b: [2, 1], a: { d: null, c: '医保' }, z: undefined } as unknown as Json;
    expect(canonicalJson(value)).toBe('{"a":{"c":"医保","d":null},"b":[2,1]}');
  });

  it.each([0.1, 1e21, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses the number %s: money is text',
    (number) => {
      expect(() => canonicalJson({ amount: number })).toThrow(TypeError);
    },
  );

  it.each([0, -0, -12, 2 ** 53 - 1])('takes the integer %s', (number) => {
    expect(canonicalJson([number])).toBe(`[${number}]`);
  });
});

describe('SEC-03: the hash chain of a stream', () => {
  const event: HashedFacts = {
    streamId: 'visit-"1"',
    version: 2,
    type: 'VisitOpened',
    schemaVersion: 1,
    data: { b: '1.00', a: 1 },
    metadata: { actor: 'user:a' },
    occurredAt: '2025-08-01T00:00:00.000Z',
  };

  it('is SM3 over the hash before and the canonical JSON of every member of the event', () => {
    const facts =
      '["visit-\\"1\\"",2,"VisitOpened",1,{"a":1,"b":"1.00"},{"actor":"user:a"},"2025-08-01T00:00:00.000Z"]';
    expect(chainHash('before', event)).toBe(createHash('sm3').update(`before\n${facts}`).digest('hex'));
  });

  it.each<[string, Partial<HashedFacts>]>([
    ['stream', { streamId: 'visit-2' }],
    ['version', { version: 3 }],
    ['type', { type: 'VisitClosed' }],
    ['schema version', { schemaVersion: 2 }],
    ['data', { data: { a: 1, b: '1.01' } }],
    ['metadata', { metadata: { actor: 'user:b' } }],
    ['time', { occurredAt: '2025-08-01T00:00:00.001Z' }],
  ])('changes with the %s', (_, change) => {
    expect(chainHash(NO_HASH, { ...event, ...change })).not.toBe(chainHash(NO_HASH, event));
  });

  it('changes with the hash before', () => {
    expect(chainHash('x', event)).not.toBe(chainHash(NO_HASH, event));
  });
});
