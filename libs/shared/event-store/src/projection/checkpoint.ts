import { START } from '../position.js';
import type { Position, WriteTransaction } from '../types.js';

const CHECKPOINT_LOCK = 4_210;

/**
 * Locks how far a read model has come and reads it; whoever holds the lock is the only one to move it. The lock is no
 * row: it must hold before the first checkpoint is written, and looking must not give the transaction an id, which
 * would keep other readers back.
 */
export async function lockCheckpoint(tx: WriteTransaction, name: string): Promise<Position> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [CHECKPOINT_LOCK, name]);
  return readCheckpoint(tx, name);
}

/** How far a read model has come, as this transaction sees it. */
export async function readCheckpoint(tx: WriteTransaction, name: string): Promise<Position> {
  const [row] = await tx.query<{ epoch: number; transaction_id: string; global_position: string }>(
    'select epoch, transaction_id, global_position from projection_checkpoint where name = $1',
    [name],
  );
  if (row === undefined) return START;
  return { epoch: row.epoch, transactionId: row.transaction_id, globalPosition: row.global_position };
}

export async function saveCheckpoint(tx: WriteTransaction, name: string, position: Position): Promise<void> {
  await tx.query(
    `insert into projection_checkpoint (name, epoch, transaction_id, global_position) values ($1, $2, $3::xid8, $4)
     on conflict (name) do update set epoch = $2, transaction_id = $3::xid8, global_position = $4`,
    [name, position.epoch, position.transactionId, position.globalPosition],
  );
}
