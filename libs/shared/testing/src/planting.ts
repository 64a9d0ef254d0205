import { inWritingTransaction, type Database } from '#event-store';
import type { ServiceUnderTest } from './service.js';

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

export interface FailedCheck {
  readonly name: string;
  readonly detail: string;
}

/** What `verify` of a service does not hold. */
export async function failedChecks(service: Pick<ServiceUnderTest, 'call'>): Promise<readonly FailedCheck[]> {
  const { body } = await service.call('POST', '/ops/verify');
  return (body as unknown as (FailedCheck & { readonly ok: boolean })[]).filter(({ ok }) => !ok);
}

interface Column {
  readonly table: string;
  readonly column: string;
}
export interface CentsFound {
  /** Columns with amounts, and what verify said of the read models while one of them was a cent more. */
  readonly found: readonly (Column & { readonly detail: string | undefined })[];
  /** Columns without a single amount. */
  readonly empty: readonly Column[];
}

const READ_MODELS = '读模型与公布的表等于由事件重算的结果';

/** A cent more in one amount of every column of every read model, one after the other. */
export async function centInEveryColumn(service: Pick<ServiceUnderTest, 'call' | 'database'>): Promise<CentsFound> {
  const { database } = service;
  const changed = planting(() => database);
  const columns = await database.read<Column>(
    `select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
      where starts_with(table_schema, 'read_') and data_type = 'numeric' order by 1, 2`,
  );
  const found: CentsFound['found'][number][] = [];
  const empty: Column[] = [];
  for (const { table, column } of columns) {
    // A cent beside nothing at all is what some tables themselves refuse: a debit and a credit in one entry.
    const amounts = `select ctid from ${table} t where ${column} <> 0 order by t::text limit 1`;
    if ((await database.read(amounts)).length === 0) {
      empty.push({ table, column });
      continue;
    }
    const failed = await changed(
      `create table planted as select * from ${table};
       update ${table} set ${column} = ${column} + 0.01 where ctid = (${amounts})`,
      `delete from ${table}; insert into ${table} select * from planted; drop table planted`,
      () => failedChecks(service),
    );
    found.push({ table, column, detail: failed.find(({ name }) => name === READ_MODELS)?.detail });
  }
  return { found, empty };
}
