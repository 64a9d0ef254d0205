import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePosition, positionText, START } from './position.js';
import type { Position } from './types.js';

const position: fc.Arbitrary<Position> = fc.record({
  epoch: fc.integer({ min: 0, max: 999_999 }),
  transactionId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  globalPosition: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
});

const compare = (a: Position, b: Position): number =>
  a.epoch - b.epoch ||
  Number(BigInt(a.transactionId) - BigInt(b.transactionId)) ||
  Number(BigInt(a.globalPosition) - BigInt(b.globalPosition));

describe('positions as text', () => {
  it('sort as positions do: epoch, then transaction, then position (architecture §4)', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const byText = positionText(a) < positionText(b) ? -1 : Number(positionText(a) > positionText(b));
        expect(byText).toBe(Math.sign(compare(a, b)));
      }),
    );
  });

  it('come back as they were', () => {
    fc.assert(fc.property(position, (a) => expect(parsePosition(positionText(a))).toEqual(a)));
  });

  it('the start comes before every event', () => {
    expect(positionText(START) < positionText({ epoch: 1, transactionId: '1', globalPosition: '1' })).toBe(true);
  });

  it.each(['', '1.2', 'abc'])('%j is no position', (text) => {
    expect(() => parsePosition(text)).toThrow(RangeError);
  });
});
