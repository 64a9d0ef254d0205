import type { Database } from './transaction/database.js';
import { inWritingTransaction } from './transaction/writing-transaction.js';

/**
 * A database that was dumped and restored lives in a server with another identifier, where transaction ids start anew:
 * positions would go backwards and readers would skip. The epoch in front of every position is raised then.
 */
export async function keepEpoch(db: Database): Promise<number> {
  return inWritingTransaction(db, async (tx) => {
    const [row] = await tx.query<{ epoch: number }>(
      `update store_epoch set epoch = epoch + 1, system_identifier = now_there.id
         from (select system_identifier::text as id from pg_control_system()) as now_there
        where store_epoch.system_identifier <> now_there.id returning epoch`,
    );
    if (row !== undefined) return row.epoch;
    const [kept] = await tx.query<{ epoch: number }>('select epoch from store_epoch');
    return kept?.epoch ?? 1;
  });
}
