import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partitionOf } from './partition.js';

describe('partitionOf', () => {
  it('is a partition of the topic, always the same for a subject', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (subject, partitions) => {
        const partition = partitionOf(subject, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOf(subject, partitions)).toBe(partition);
      }),
    );
  });

  it('does not change between versions of the program: subjects would change their partition', () => {
    expect(['visit-1', '就诊-一', ''].map((subject) => partitionOf(subject, 6))).toEqual([4, 2, 2]);
  });

  it('spreads subjects evenly', () => {
    const counts = Array.from({ length: 6 }, () => 0);
    for (let n = 0; n < 6000; n += 1) counts[partitionOf(`person-${n}`, 6)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
