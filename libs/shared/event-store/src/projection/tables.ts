import { sha256 } from '../canonical.js';
import type { Projection, RecordedEvent, WriteTransaction } from '../types.js';
import { liveSchema, tablesIn } from './schema.js';

/** Hands a read model the events it handles, over the tables of one schema. */
export async function applyTo(
  tx: WriteTransaction,
  projection: Projection,
  { events, schema }: { events: readonly RecordedEvent[]; schema: string },
): Promise<void> {
  const handled = events.filter(({ type }) => projection.handles.includes(type));
  if (handled.length > 0) await projection.apply(tx, handled, tablesIn(schema));
}

/** Creates the schema and tables of a read model, and notes on the schema which definition they are made from. */
export async function createTables(tx: WriteTransaction, projection: Projection, schema: string): Promise<void> {
  await tx.query(`create schema ${schema}`);
  await tx.query(`comment on schema ${schema} is '${definitionMark(projection)}'`);
  await tx.query(projection.ddl(tablesIn(schema)));
}

/** Whether the live tables of a read model are there, and made from its definition as it is now. */
export async function stateOfTables(
  tx: Pick<WriteTransaction, 'query'>,
  projection: Projection,
): Promise<'missing' | 'outdated' | 'current'> {
  const [row] = await tx.query<{ mark: string | null }>(
    `select obj_description(oid, 'pg_namespace') as mark from pg_namespace where nspname = $1`,
    [liveSchema(projection)],
  );
  if (row === undefined) return 'missing';
  return row.mark === definitionMark(projection) ? 'current' : 'outdated';
}

const definitionMark = (projection: Projection): string =>
  sha256([projection.mode, ...projection.handles, projection.ddl(tablesIn(liveSchema(projection)))].join('\n'));
