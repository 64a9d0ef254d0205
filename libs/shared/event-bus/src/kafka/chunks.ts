import { BATCH_BYTES, BATCH_MESSAGES } from '../limits.js';

/** Cuts a list into sends of bounded count and size, in order. One item larger than the limit goes alone. */
export function chunksOf<T>(items: readonly T[], bytesOf: (item: T) => number): T[][] {
  const chunks: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = chunks.at(-1);
    if (last === undefined || last.length >= BATCH_MESSAGES || bytes + size > BATCH_BYTES) {
      chunks.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return chunks;
}
