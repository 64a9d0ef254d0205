import pg from 'pg';
import { statementOf } from './prepared.js';

/** A database of one service. Reading is free; writing goes through `WritingTransactions` alone. */
export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  read<R extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connections?: number;
  readonly applicationName?: string;
}

/**
 * Opens a pool on `url`. Reads run with `default_transaction_read_only` so that no statement outside a writing
 * transaction can change anything; a lost connection is told to the caller of the statement, never thrown at large.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 16,
    application_name: options.applicationName ?? 'kuasheng',
    options: '-c default_transaction_read_only=on -c TimeZone=Asia/Shanghai',
    idleTimeoutMillis: 60_000,
  });
  // An idle connection that breaks has no caller; the next statement gets a new one or its own error.
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    read: async <R extends object>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<R & pg.QueryResultRow>(statementOf(sql, values))).rows,
    close: () => pool.end(),
  };
}

/** The same server and user, another database. */
export function databaseUrl(base: string, name: string): string {
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.toString();
}
