import pg from 'pg';

/** Codes of PostgreSQL for "somebody made it a moment ago". */
const ALREADY_THERE = new Set(['42P04', '23505']);

/**
 * Creates the databases that are missing on the server of this url, by copying files, which takes a quarter of the time
 * of the write-ahead log for these empty ones. Safe to call from several processes at once.
 */
export async function ensureDatabases(url: string, names: readonly string[]): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
    const present = new Set(rows.map((row) => row.datname));
    for (const name of names.filter((wanted) => !present.has(wanted))) {
      const create = `CREATE DATABASE ${client.escapeIdentifier(name)} STRATEGY FILE_COPY`;
      await client.query(create).catch((error: { code?: string }) => {
        if (!ALREADY_THERE.has(error.code ?? '')) throw error;
      });
    }
  } finally {
    await client.end();
  }
}
