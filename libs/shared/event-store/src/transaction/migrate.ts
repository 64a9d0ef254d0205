import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from './database.js';
import { inWritingTransaction } from './writing-transaction.js';

const OWN = new URL('../sql/', import.meta.url);
const MIGRATION_LOCK = 4_210_001;

/** The database was migrated by a file whose text has changed since: history is not rewritten. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
}

/** Applies the event store's own tables. */
export const migrateEventStore = (db: Database): Promise<void> => migrate(db, 'event-store', OWN);

/**
 * Applies the numbered `.sql` files of a folder that the database does not have yet, each once, all in one transaction.
 * Safe when several processes start at once. Throws `MigrationChanged` if an applied file was edited.
 */
export async function migrate(db: Database, owner: string, folder: URL): Promise<void> {
  const names = (await readdir(fileURLToPath(folder))).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
  await inWritingTransaction(db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.query(
      'create table if not exists migrations (owner text, name text, text_md5 text not null, applied_at timestamptz default now(), primary key (owner, name))',
    );
    const rows = await tx.query<{ name: string; text_md5: string }>(
      'select name, text_md5 from migrations where owner = $1',
      [owner],
    );
    const applied = new Map(rows.map((row) => [row.name, row.text_md5]));
    for (const [index, name] of names.entries())
      await applyOnce(tx, { owner, name, text: texts[index] ?? '' }, applied);
  });
}

async function applyOnce(
  tx: Parameters<Parameters<typeof inWritingTransaction>[1]>[0],
  file: { owner: string; name: string; text: string },
  applied: ReadonlyMap<string, string>,
): Promise<void> {
  const [row] = await tx.query<{ md5: string }>('select md5($1) as md5', [file.text]);
  const known = applied.get(file.name);
  if (known === row?.md5) return;
  if (known !== undefined) throw new MigrationChanged(`迁移文件 ${file.owner}/${file.name} 在执行后被改动`);
  await tx.query(file.text);
  await tx.query('insert into migrations (owner, name, text_md5) values ($1, $2, $3)', [
    file.owner,
    file.name,
    row?.md5,
  ]);
}
