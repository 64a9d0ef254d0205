import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BATCH_BYTES, BATCH_MESSAGES } from '../limits.js';
import { chunksOf } from './chunks.js';

describe('chunksOf', () => {
  it('keeps every item in order and both limits, except for one item that is too large by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: BATCH_BYTES + 10 }), { maxLength: 1500 }), (sizes) => {
        const chunks = chunksOf(sizes, (size) => size);
        expect(chunks.flat()).toEqual(sizes);
        for (const chunk of chunks) {
          const bytes = chunk.reduce((sum, size) => sum + size, 0);
          expect(chunk.length).toBeLessThanOrEqual(BATCH_MESSAGES);
          if (chunk.length > 1) expect(bytes).toBeLessThanOrEqual(BATCH_BYTES);
        }
      }),
    );
  });

  it('cuts at the border exactly', () => {
    const small = Array.from({ length: BATCH_MESSAGES + 1 }, () => 1);
    expect(chunksOf(small, (size) => size).map((chunk) => chunk.length)).toEqual([BATCH_MESSAGES, 1]);
    expect(chunksOf([BATCH_BYTES - 1, 1], (size) => size)).toHaveLength(1);
    expect(chunksOf([BATCH_BYTES, 1], (size) => size)).toHaveLength(2);
    expect(chunksOf([], (size: number) => size)).toEqual([]);
  });
});
