import type pg from 'pg';
import type { WriteTransaction } from '../types.js';
import type { Database } from './database.js';
import { statementOf } from './prepared.js';

/** The connection ended while the commit was on its way: it may have happened. The same request sent again finds out. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** A statement of the transaction failed, its error was swallowed, and PostgreSQL undid everything at the commit. */
export class FailureSwallowed extends Error {
  override readonly name = 'FailureSwallowed';
}

const INFRASTRUCTURE = /^(08|53|57P|58|XX)/;

/** True if the failure says nothing about the request: connection, server shutting down, out of resources. */
export function isInfrastructureFailure(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return true;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string') return INFRASTRUCTURE.test(code) || /^E[A-Z]+$/.test(code);
  return error instanceof Error && /connection|terminated|socket/i.test(error.message);
}

/** A conflict that a new transaction may not meet again: serialization, deadlock, a stream version taken meanwhile. */
export function isConflict(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: string; constraint?: string };
  return (
    code === '40001' || code === '40P01' || (code === '23505' && constraint === 'events_stream_id_stream_version_key')
  );
}

/**
 * The one place where a writing transaction begins. `read committed` is written out because the order of the log
 * rests on it: every statement after the locks sees what was committed before they were granted.
 */
export async function inWritingTransaction<T>(db: Database, body: (tx: WriteTransaction) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  // A connection that breaks between two statements tells nobody but its listeners; the next statement fails by itself.
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
    const result = await body(transactionOn(client));
    await commit(client);
    return result;
  } catch (error) {
    if (isInfrastructureFailure(error)) broken = error as Error;
    else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
    if (broken === undefined) client.off('error', ignore);
  }
}

const ignore = (): void => undefined;

function transactionOn(client: pg.PoolClient): WriteTransaction {
  return {
    query: async <R extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<R & pg.QueryResultRow>(statementOf(sql, values))).rows,
  };
}

async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT').catch((error: unknown) => {
    if (isInfrastructureFailure(error)) throw new OutcomeUnknown('提交结果未知，请原样重发', { cause: error });
    throw error;
  });
  // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK, and no error.
  if (command !== 'COMMIT') throw new FailureSwallowed('the transaction had failed and was rolled back at its commit');
}
