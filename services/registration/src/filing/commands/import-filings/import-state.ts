import type { EventStore, WriteTransaction } from '#event-store';
import type { Encoding } from './csv-lines.js';
import type { Fault } from './read-row.js';

/** 导入进度 How far an import has come. */
export type ImportState = {
  readonly importId: string;
  readonly unit: string;
  readonly checkOnly: boolean;
  readonly state: 'open' | 'finished';
  /** Last line of the file whose fate is decided. */
  readonly committedLine: number;
  readonly accepted: number;
  readonly refused: number;
  readonly encoding: Encoding | null;
};

/** An import with its header's names: a part with others is not of this file. */
export type KnownImport = ImportState & { readonly columns: readonly string[] };

export interface FaultOfLine extends Fault {
  readonly line: number;
  readonly value: string;
}

/** Another request has moved the import on meanwhile: the transaction is lost, the import is not; send again. */
export class ImportOvertaken extends Error {
  override readonly name = 'ImportOvertaken';
}

const COLUMNS = `import_id as "importId", unit, check_only as "checkOnly", state, committed_line::float8 as "committedLine",
  accepted::float8 as accepted, refused::float8 as refused, encoding, columns`;

export async function findImport(store: EventStore, importId: string): Promise<KnownImport | null> {
  const [row] = await store.database.read<KnownImport>(`select ${COLUMNS} from filing_import where import_id = $1`, [
    importId,
  ]);
  return row ?? null;
}

/** Opens an import that is not there yet; a check begins anew. The row as it stands afterwards. */
export async function openImport(store: EventStore, opened: KnownImport, anew: boolean): Promise<KnownImport> {
  const { importId, unit, checkOnly, columns, encoding } = opened;
  await store.transaction(async (tx) => {
    if (anew) await forget(tx, importId);
    await tx.query(
      `insert into filing_import (import_id, unit, check_only, columns, encoding, state, committed_line)
       values ($1, $2, $3, $4, $5, 'open', 1) on conflict do nothing`,
      [importId, unit, checkOnly, columns, encoding],
    );
  });
  return (await findImport(store, importId)) ?? opened;
}

async function forget(tx: WriteTransaction, importId: string): Promise<void> {
  await forgetChecked(tx, importId);
  await tx.query('delete from filing_import where import_id = $1 and check_only', [importId]);
}

export async function forgetChecked(tx: WriteTransaction, importId: string): Promise<void> {
  await tx.query('delete from filing_import_checked where import_id = $1', [importId]);
}

export interface Step {
  readonly line: number;
  readonly accepted: number;
  readonly faults: readonly FaultOfLine[];
  readonly encoding: Encoding | null;
  readonly finished: boolean;
}

/**
 * Moves an import on by the lines of one transaction, which keeps or loses both together. Throws `ImportOvertaken` where the
 * import is not where it was seen.
 */
export async function moveOn(tx: WriteTransaction, seen: KnownImport, step: Step): Promise<KnownImport> {
  const refused = new Set(step.faults.map(({ line }) => line)).size;
  const [row] = await tx.query<KnownImport>(
    `update filing_import set committed_line = $3, accepted = accepted + $4, refused = refused + $5, encoding = $6, state = $7
      where import_id = $1 and committed_line = $2 and state = 'open' returning ${COLUMNS}`,
    [
      ...[seen.importId, seen.committedLine, step.line, step.accepted, refused, step.encoding],
      step.finished ? 'finished' : 'open',
    ],
  );
  if (row === undefined) throw new ImportOvertaken(`import ${seen.importId} is not at line ${seen.committedLine}`);
  if (step.faults.length > 0) await keepFaults(tx, seen.importId, step.faults);
  return row;
}

async function keepFaults(tx: WriteTransaction, importId: string, faults: readonly FaultOfLine[]): Promise<void> {
  await tx.query(
    `insert into filing_import_error (import_id, line, fault, field, value, rule, code, reason)
     select $1, line, row_number() over (partition by line order by n), field, value, rule, code, reason
       from rows from (json_to_recordset($2) as (line bigint, field text, value text, rule text, code text, reason text))
            with ordinality as new(line, field, value, rule, code, reason, n)`,
    [importId, JSON.stringify(faults)],
  );
}
