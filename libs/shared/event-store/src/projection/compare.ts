import type { EventTypes } from '../event-types.js';
import type { Database } from '../transaction/database.js';
import { inWritingTransaction } from '../transaction/writing-transaction.js';
import type { Projection, WriteTransaction } from '../types.js';
import { readCheckpoint } from './checkpoint.js';
import { alone, beginRefill } from './rebuild.js';
import { liveSchema, rebuildSchema } from './schema.js';

/** One row in which a read model and the log disagree. */
export interface Disagreement {
  /** Schema and table. */
  readonly table: string;
  /** The row's primary key, or the whole row where a table has none. */
  readonly key: string;
  /** Columns that differ, with what stands there and what the events say; none where the row is on one side only. */
  readonly columns: readonly string[];
  readonly found: 'differs' | 'not in the log' | 'missing';
}

export interface Comparison {
  readonly rows: number;
  /** In the order of tables and keys, at most `MOST` of each table and side. */
  readonly disagreements: readonly Disagreement[];
}

const MOST = 100;

/**
 * Fills a read model a second time from the first event, beside the live tables, and compares both row by row (SEC-03).
 * Business goes on meanwhile and nobody waits: the last batch and the comparison see log and tables of one moment.
 */
export function compareProjection(db: Database, projection: Projection, types: EventTypes): Promise<Comparison> {
  return alone(db, projection, async () => {
    const refill = await beginRefill(db, projection, types);
    const inline = projection.mode === 'inline';
    for (let behind = inline; behind;) behind = await inWritingTransaction(db, (tx) => refill.step(tx));
    try {
      return await inWritingTransaction(db, async (tx) => {
        // Rows of an inline model commit with their events, those of an asynchronous one with its checkpoint.
        await tx.query('set transaction isolation level repeatable read');
        if (inline) while (await refill.step(tx, true));
        else {
          const reached = await readCheckpoint(tx, projection.name);
          while (await refill.stepTo(tx, reached));
        }
        return compareTables(tx, projection);
      });
    } finally {
      await inWritingTransaction(db, (tx) => tx.query(`drop schema ${rebuildSchema(projection)} cascade`));
    }
  });
}

interface TableRow {
  readonly name: string;
  readonly key: readonly string[];
}

const TABLES = `
  select c.relname as name, coalesce((select array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum))
           from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
          where i.indrelid = c.oid and i.indisprimary), '{}') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relkind = 'r' order by 1`;

async function compareTables(tx: WriteTransaction, projection: Projection): Promise<Comparison> {
  const [live, fresh] = [liveSchema(projection), rebuildSchema(projection)];
  const disagreements: Disagreement[] = [];
  let rows = 0;
  for (const { name, key } of await tx.query<TableRow>(TABLES, [fresh])) {
    const [counted] = await tx.query<{ rows: number }>(`select count(*)::integer as rows from ${live}.${name}`);
    rows += counted?.rows ?? 0;
    const shown = await onlyIn(tx, `${live}.${name}`, `${fresh}.${name}`);
    const recorded = await onlyIn(tx, `${fresh}.${name}`, `${live}.${name}`);
    disagreements.push(...pair(`${live}.${name}`, { key, shown, recorded }));
  }
  return { rows, disagreements };
}

type Row = Readonly<Record<string, unknown>>;

async function onlyIn(tx: WriteTransaction, table: string, other: string): Promise<readonly Row[]> {
  const rows = await tx.query<{ row: Row }>(
    `select row from (select to_jsonb(t) as row from ${table} t except all select to_jsonb(o) from ${other} o) d
      order by 1 limit ${MOST}`,
  );
  return rows.map(({ row }) => row);
}

interface Sides {
  readonly key: readonly string[];
  readonly shown: readonly Row[];
  readonly recorded: readonly Row[];
}

/** Rows of one key on both sides are one row that differs. */
function pair(table: string, { key, shown, recorded }: Sides): readonly Disagreement[] {
  const keyOf = (row: Row): string =>
    (key.length === 0 ? Object.keys(row) : key).map((name) => `${name}=${textOf(row[name])}`).join(' ');
  const byKey = new Map(recorded.map((row) => [keyOf(row), row]));
  const own = new Set(shown.map(keyOf));
  const missing = recorded.filter((row) => !own.has(keyOf(row)));
  return [
    ...shown.map((row) => disagreementOf(table, keyOf(row), row, byKey.get(keyOf(row)))),
    ...missing.map((row) => ({ table, key: keyOf(row), columns: [], found: 'missing' as const })),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function disagreementOf(table: string, key: string, shown: Row, recorded: Row | undefined): Disagreement {
  if (recorded === undefined) return { table, key, columns: [], found: 'not in the log' };
  const columns = Object.keys(shown)
    .filter((name) => textOf(shown[name]) !== textOf(recorded[name]))
    .map((name) => `${name} ${textOf(shown[name])}≠${textOf(recorded[name])}`);
  return { table, key, columns, found: 'differs' };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
