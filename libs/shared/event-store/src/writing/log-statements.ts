import { prepared } from '../transaction/prepared.js';
import type { EventTypes } from '../event-types.js';
import { readStreamsFrom } from '../reading/stream-reader.js';
import type { RecordedEvent, StreamRef, WriteTransaction } from '../types.js';
import { type KnownStream, type StateCache, unwritten } from './state-cache.js';

/** An event on its way into the log, with the canonical JSON its hash was made of. */
export interface PendingEvent extends Omit<RecordedEvent, 'position'> {
  readonly dataText: string;
  readonly metadataText: string;
}

/** Streams of a group at their version in the log: from the cache where it is up to date, else the missing tail is read. */
export async function loadStreams(
  tx: WriteTransaction,
  refs: readonly StreamRef[],
  { cache, types }: { cache: StateCache; types: EventTypes },
): Promise<Map<string, KnownStream>> {
  const versions = await currentVersions(tx, refs);
  const loaded = new Map<string, KnownStream>();
  const behind: { readonly id: string; readonly after: number }[] = [];
  for (const { id, definition } of refs) {
    const erased = definition as KnownStream['definition'];
    const wanted = versions.get(id) ?? 0;
    const start = cache.get(id, erased, wanted) ?? unwritten(erased);
    loaded.set(id, start);
    if (start.version < wanted) behind.push({ id, after: start.version });
  }
  for (const event of await readStreamsFrom(tx.query, behind, types)) foldInto(loaded, event);
  return loaded;
}

const CURRENT_VERSIONS = prepared(
  `select wanted.id, (select max(stream_version) from events where stream_id = wanted.id) as version
     from unnest($1::text[]) as wanted(id)`,
);

async function currentVersions(tx: WriteTransaction, refs: readonly StreamRef[]): Promise<ReadonlyMap<string, number>> {
  if (refs.length === 0) return new Map();
  const rows = await tx.query<{ id: string; version: number | null }>(CURRENT_VERSIONS, [refs.map(({ id }) => id)]);
  return new Map(rows.map((row) => [row.id, row.version ?? 0]));
}

function foldInto(loaded: Map<string, KnownStream>, event: RecordedEvent): void {
  const stream = loaded.get(event.streamId);
  if (stream === undefined) return;
  const evolve = stream.definition.evolve as (state: unknown, event: unknown) => unknown;
  const state = evolve(stream.state, event);
  loaded.set(event.streamId, { definition: stream.definition, state, version: event.version, hash: event.hash });
}

// JSON text has no raw line breaks, so lines carry it without quoting and unquoting every character of it. A single line of
// metadata is that of all events: one request may append thousands.
const APPEND = prepared(`
  insert into events (epoch, stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
  select (select current_epoch()), stream_id, stream_version, type, schema_version, data::jsonb,
         coalesce(metadata::jsonb, (select split_part($6, e'\\n', 1)::jsonb)), occurred_at, hash
    from unnest($1::text[], $2::int[], $3::text[], $4::smallint[], string_to_array($5, e'\\n'), string_to_array($6, e'\\n'),
                $7::timestamptz[], $8::text[])
         with ordinality as new(stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash, n)
   order by n
  returning epoch, transaction_id, global_position`);

/** Appends in one statement, in order. The unique stream version still guards against a writer that took no locks. */
export async function appendEvents(
  tx: WriteTransaction,
  pending: readonly PendingEvent[],
): Promise<readonly RecordedEvent[]> {
  if (pending.length === 0) return [];
  const rows = await tx.query<Place>(APPEND, columnsOf(pending));
  return pending.map((event, index) => recorded(event, rows[index]));
}

interface Place {
  readonly epoch: number;
  readonly transaction_id: string;
  readonly global_position: string;
}

function recorded(event: PendingEvent, place: Place | undefined): RecordedEvent {
  if (place === undefined) throw new Error('the log returned fewer positions than events were appended');
  const { epoch, transaction_id: transactionId, global_position: globalPosition } = place;
  const { streamId, version, type, schemaVersion, data, metadata, occurredAt, hash } = event;
  const position = { epoch, transactionId, globalPosition };
  return { position, streamId, version, type, schemaVersion, data, metadata, occurredAt, hash };
}

function columnsOf(pending: readonly PendingEvent[]): readonly unknown[] {
  return [
    pending.map((event) => event.streamId),
    pending.map((event) => event.version),
    pending.map((event) => event.type),
    pending.map((event) => event.schemaVersion),
    pending.map((event) => event.dataText).join('\n'),
    metadataLines(pending),
    pending.map((event) => event.occurredAt),
    pending.map((event) => event.hash),
  ];
}

/** One line for each event, or the only one there is. */
function metadataLines(pending: readonly PendingEvent[]): string {
  const [first] = pending;
  const same = pending.every(({ metadataText }) => metadataText === first?.metadataText);
  return same ? (first?.metadataText ?? '') : pending.map(({ metadataText }) => metadataText).join('\n');
}
