import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Draws that depend on the seed and a name alone, so that one part of the world does not move another. */
export class Random {
  private readonly generator: RandomGenerator;

  constructor(seed: number, name: string) {
    this.generator = xoroshiro128plus(hashOf(`${seed}/${name}`) | 0);
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)] as T;
  }

  /** True in so many of a thousand draws. */
  permille(of: number): boolean {
    return this.int(0, 999) < of;
  }
}

/** A number from 0 to 2³²−1 that a text always has. */
export const hashOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);
