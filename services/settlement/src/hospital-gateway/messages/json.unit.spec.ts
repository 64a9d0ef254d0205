import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from './index.js';

/** The same content with every number as its literal. */
const withTexts = (value: unknown): unknown => {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member)]));
};

/** Texts that look like JSON, numbers and ends of strings. */
const misleading = fc.array(fc.constantFrom('"', '\\', '\\"', '1', '-2.5', ':', ',', '{', ']', '药', 'e9', ' '), {
  maxLength: 8,
});
const text = fc.oneof(
  fc.string(),
  misleading.map((parts) => parts.join('')),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).filter((n) => !/e/.test(String(n))),
);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const json = fc.letrec((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('node')), fc.dictionary(text, tie('node'))),
})).node;

describe('JSON of a hospital', () => {
  it('property: numbers come out as their text, and nothing in a text is touched', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
        const read = parseJson(JSON.stringify(value, null, indent), 'x');
        expect(read).toEqual({ ok: true, value: JSON.parse(JSON.stringify(withTexts(value))) });
      }),
    );
  });

  it.each([
    ['{"a":69.60}', { a: '69.60' }],
    ['{"a":-0}', { a: '-0' }],
    ['[1,-2.50,3e2]', ['1', '-2.50', '300']],
    ['{"a\\"1":"x\\\\","b":2}', { 'a"1': 'x\\', b: '2' }],
    ['12', '12'],
    ['"12"', '12'],
  ])('CLR-14: %s keeps the digits as they were sent', (sent, expected) => {
    expect(parseJson(sent, 'x')).toEqual({ ok: true, value: expected });
  });
});
