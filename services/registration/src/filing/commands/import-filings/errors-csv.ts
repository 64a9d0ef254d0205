import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { EventStore } from '#event-store';
import { withoutFormula } from '#http';
import { IMPORT_LIMITS } from './limits.js';

const COLUMNS = ['line', 'field', 'value', 'rule', 'code', 'reason'] as const;
type ErrorRow = Readonly<Record<(typeof COLUMNS)[number], string>> & { readonly fault: number };

/** The faults of an import as CSV in the order of the file, read page by page while it is sent. */
export function errorsCsv(store: EventStore, importId: string): Readable {
  const csv = stringify({
    ...{ header: true, columns: [...COLUMNS], bom: true, record_delimiter: 'windows' },
    cast: { string: withoutFormula },
  });
  const rows = Readable.from(errorRows(store, importId));
  // Whoever reads the text hears of a page that could not be read.
  rows.on('error', (error) => csv.destroy(error));
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}

async function* errorRows(store: EventStore, importId: string): AsyncGenerator<ErrorRow> {
  let after = { line: '0', fault: 0 };
  for (;;) {
    const page = await store.database.read<ErrorRow>(
      `select line::text, fault, field, value, rule, code, reason from filing_import_error as kept
        where import_id = $1 and (kept.line, fault) > ($2, $3) order by kept.line, fault limit $4`,
      [importId, after.line, after.fault, IMPORT_LIMITS.errorsPage],
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
