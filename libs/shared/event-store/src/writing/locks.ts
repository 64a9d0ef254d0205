import { hash } from 'node:crypto';
import { prepared } from '../transaction/prepared.js';
import type { WriteRequest, WriteTransaction } from '../types.js';

/** Held shared by every group and alone by the last step of an inline rebuild, which so sees a log at rest. */
export const WRITERS_LOCK = 4_210_002;

/** A decision in a transaction that has written already: its events could come before older ones of their stream. */
export class LocksTooLate extends Error {
  override readonly name = 'LocksTooLate';
}

function lockKey(name: string): bigint {
  return hash('sha256', name, 'buffer').readBigInt64BE(0);
}

/** Sorted, so that two groups with streams in common wait for each other instead of deadlocking. */
export function locksOf(requests: readonly WriteRequest[]): readonly string[] {
  const names = new Set<string>();
  for (const { streams, idempotency } of requests) {
    for (const stream of streams) names.add(`stream ${stream.id}`);
    if (idempotency !== null) names.add(`key ${idempotency.scope} ${idempotency.key}`);
  }
  return Array.from(BigInt64Array.from([...names].map(lockKey)).sort(), String);
}

const TAKE_LOCKS = prepared(
  `select pg_current_xact_id_if_assigned() is not null as late, pg_advisory_xact_lock_shared($1::bigint),
          (select count(pg_advisory_xact_lock(k)::text) from unnest($2::bigint[]) as k)`,
);

/**
 * First statement of a group: nothing is read before every stream and key of the group is ours, and the transaction has
 * no id yet, so ids follow one another along every stream. Throws `LocksTooLate` if it has one.
 */
export async function takeLocks(tx: WriteTransaction, requests: readonly WriteRequest[]): Promise<void> {
  const [row] = await tx.query<{ late: boolean }>(TAKE_LOCKS, [WRITERS_LOCK, locksOf(requests)]);
  if (row?.late !== false) throw new LocksTooLate('requests must be decided before the transaction writes anything');
}
