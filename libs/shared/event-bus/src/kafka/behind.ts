import type { Admin } from 'kafkajs';

type Ends = Awaited<ReturnType<Admin['fetchTopicOffsets']>>;

/**
 * Messages of a topic a group has not acknowledged. Where it has acknowledged nothing yet (-1) it begins at the lowest
 * offset. A partition that lost its end, so that the group stands beyond it, does not hide what another is behind by.
 */
export function messagesBehind(ends: Ends, committed: ReadonlyMap<number, bigint>): number {
  const behind = ends.map(({ partition, low, high }) => {
    const from = later(committed.get(partition) ?? -1n, BigInt(low));
    return later(BigInt(high) - from, 0n);
  });
  return Number(behind.reduce((sum, one) => sum + one, 0n));
}

const later = (one: bigint, other: bigint): bigint => (one > other ? one : other);
