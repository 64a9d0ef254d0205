import type { EventStore, WriteTransaction } from '#event-store';
import type { FilingEvent } from '../../domain/filing-book.js';
import type { Decided, GoodRow } from './decide-rows.js';

/** What rows of a check before this line would have recorded for the persons of these rows, in the order of the file. */
export async function checkedBefore(
  store: EventStore,
  { importId, line }: { readonly importId: string; readonly line: number },
  rows: readonly GoodRow[],
): Promise<ReadonlyMap<string, readonly FilingEvent[]>> {
  const persons = [...new Set(rows.map(({ filing }) => filing.psnNo))];
  const kept = await store.database.read<{ psn_no: string; event: string }>(
    `select psn_no, event from filing_import_checked where import_id = $1 and psn_no = any($2) and line < $3 order by line`,
    [importId, persons, line],
  );
  const events = new Map<string, FilingEvent[]>();
  for (const { psn_no: psnNo, event } of kept) {
    events.set(psnNo, [...(events.get(psnNo) ?? []), JSON.parse(event) as FilingEvent]);
  }
  return events;
}

/**
 * Where persons are enrolled, and no more of them. Not under their locks: no enrolment looks at filings, so one that comes at the
 * same moment comes after the import.
 */
export async function placesOf(
  query: WriteTransaction['query'],
  rows: readonly GoodRow[],
): Promise<ReadonlyMap<string, string>> {
  const found = await query<{ psn_no: string; region: string | null }>(
    `select psn_no, (select data->>'insuredRegion' from events where stream_id = 'person-' || psn_no
                      order by stream_version desc limit 1) as region
       from unnest($1::text[]) as psn_no`,
    [[...new Set(rows.map(({ filing }) => filing.psnNo))]],
  );
  return new Map(found.flatMap(({ psn_no: psnNo, region }) => (region === null ? [] : [[psnNo, region] as const])));
}

export async function keepChecked(tx: WriteTransaction, importId: string, { granted }: Decided): Promise<void> {
  const all = granted.flatMap(({ row, events }) => events.map((event) => ({ row, event: JSON.stringify(event) })));
  if (all.length === 0) return;
  // JSON text has no raw line breaks, so lines carry it without quoting every character.
  await tx.query(
    `insert into filing_import_checked (import_id, psn_no, line, event)
     select $1, psn_no, line, event
       from unnest($2::text[], $3::bigint[], string_to_array($4, e'\\n')) as new(psn_no, line, event)`,
    [
      ...[importId, all.map(({ row }) => row.filing.psnNo), all.map(({ row }) => row.line)],
      all.map(({ event }) => event).join('\n'),
    ],
  );
}
