import { sm2Digest } from '../sm2.js';
import { G, inverse, mod, N, sumOfMultiples, type Point } from '../sm2-curve.js';

const hex = (value: bigint): string => value.toString(16).padStart(64, '0');

/** A pair of keys for tests: the public one as an institution registers it. */
export function sm2Pair(privateKey: bigint): { readonly publicKey: string; sign(text: string, k: bigint): string } {
  const point = sumOfMultiples(privateKey, 0n, G) as Point;
  return {
    publicKey: `04${hex(point.x)}${hex(point.y)}`,
    sign(text, k) {
      const r = mod(sm2Digest(text, point) + (sumOfMultiples(k, 0n, G) as Point).x, N);
      const s = mod(inverse(1n + privateKey, N) * (k - r * privateKey), N);
      return Buffer.from(hex(r) + hex(s), 'hex').toString('base64');
    },
  };
}
