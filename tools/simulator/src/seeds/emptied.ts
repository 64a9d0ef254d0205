import type { AssembledService } from '#service';

const KEPT_TABLES = ['migrations', 'store_epoch'];

/** Empties every table of a service. The triggers that keep events final are for everybody but a replica's superuser. */
export async function emptied({ context: { store } }: AssembledService): Promise<void> {
  const tables = await store.database.read<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where (schemaname = 'public' or schemaname like 'read\\_%') and not tablename = any($1) order by 1`,
    [KEPT_TABLES],
  );
  await store.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    // Of the few rows of a seed: to truncate so many tables makes new files for each of them.
    await tx.query(tables.map(({ name }) => `delete from ${name}`).join(';'));
  });
  store.forget();
}
