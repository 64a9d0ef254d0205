import { inWritingTransaction, type Database } from '#event-store';

/** Changes a database behind the service's back, looks, and puts everything back. */
export const planting =
  (database: () => Database) =>
  async <T>(change: string, undo: string, look: () => Promise<T>): Promise<T> => {
    const behindItsBack = (sql: string): Promise<unknown> =>
      inWritingTransaction(database(), async (tx) => {
        await tx.query('set local session_replication_role = replica');
        await tx.query(sql);
      });
    await behindItsBack(change);
    try {
      return await look();
    } finally {
      await behindItsBack(undo);
    }
  };
