import { chainHash, NO_HASH } from './canonical.js';
import { EVENT_COLUMNS, type EventRow } from './reading/stream-reader.js';
import type { Database } from './transaction/database.js';
import type { Json } from './types.js';

const BATCH = 5000;

export interface ChainReport {
  readonly events: number;
  readonly streams: number;
  /** Streams whose versions or hashes do not follow one another. */
  readonly broken: readonly string[];
}

/**
 * Walks every stream, `batch` events at a time, and recomputes its hash chain (SEC-03). An event that was changed,
 * slipped in, or removed before the last one of its stream is found; a chain cannot tell that its own end is missing.
 */
export async function verifyChains(db: Database, batch = BATCH): Promise<ChainReport> {
  const broken = new Set<string>();
  let events = 0;
  let streams = 0;
  let last = { id: '', version: 0, hash: NO_HASH };
  for (;;) {
    const rows = await db.read<EventRow>(
      `select ${EVENT_COLUMNS} from events where (stream_id, stream_version) > ($1, $2)
        order by stream_id, stream_version limit $3`,
      [last.id, last.version, batch],
    );
    for (const row of rows) {
      const first = row.stream_id !== last.id;
      if (first) streams += 1;
      const previous = first ? { version: 0, hash: NO_HASH } : last;
      if (!follows(row, previous)) broken.add(row.stream_id);
      last = { id: row.stream_id, version: row.stream_version, hash: row.hash };
    }
    events += rows.length;
    if (rows.length < batch) return { events, streams, broken: [...broken] };
  }
}

function follows(row: EventRow, previous: { readonly version: number; readonly hash: string }): boolean {
  if (row.stream_version !== previous.version + 1) return false;
  const hash = chainHash(previous.hash, {
    streamId: row.stream_id,
    version: row.stream_version,
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
    metadata: row.metadata as unknown as Json,
    occurredAt: row.occurred_at.toISOString(),
  });
  return hash === row.hash;
}
