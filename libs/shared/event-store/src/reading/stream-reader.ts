import { prepared } from '../transaction/prepared.js';
import type { EventTypes } from '../event-types.js';
import type { EventMetadata, JsonObject, Position, RecordedEvent, WriteTransaction } from '../types.js';

export interface EventRow {
  readonly epoch: number;
  readonly transaction_id: string;
  readonly global_position: string;
  readonly stream_id: string;
  readonly stream_version: number;
  readonly type: string;
  readonly schema_version: number;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
  readonly occurred_at: Date;
  readonly hash: string;
}

export const EVENT_COLUMNS =
  'epoch, transaction_id, global_position, stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash';

/** A stream whose versions do not follow one another was damaged or read wrongly; no state is made of it. */
export class StreamBroken extends Error {
  override readonly name = 'StreamBroken';
}

export const positionOf = (row: EventRow): Position => ({
  epoch: row.epoch,
  transactionId: row.transaction_id,
  globalPosition: row.global_position,
});

export function recordedEvent(row: EventRow, types: EventTypes): RecordedEvent {
  return {
    position: positionOf(row),
    streamId: row.stream_id,
    version: row.stream_version,
    type: row.type,
    schemaVersion: row.schema_version,
    data: types.upcast(row.type, row.schema_version, row.data),
    metadata: row.metadata,
    occurredAt: row.occurred_at.toISOString(),
    hash: row.hash,
  };
}

const READ_STREAMS = prepared(
  `select ${EVENT_COLUMNS} from unnest($1::text[], $2::int[]) as wanted(id, after)
     join events on stream_id = wanted.id and stream_version > wanted.after
    order by stream_id, stream_version`,
);

/** Events of streams after a version each, every stream in order; a version that is not the last one plus one is refused. */
export async function readStreamsFrom(
  query: WriteTransaction['query'],
  streams: readonly { readonly id: string; readonly after: number }[],
  types: EventTypes,
): Promise<readonly RecordedEvent[]> {
  if (streams.length === 0) return [];
  const rows = await query<EventRow>(READ_STREAMS, [streams.map(({ id }) => id), streams.map(({ after }) => after)]);
  const last = new Map(streams.map(({ id, after }) => [id, after]));
  return rows.map((row) => {
    const expected = (last.get(row.stream_id) ?? 0) + 1;
    if (row.stream_version !== expected) {
      throw new StreamBroken(`${row.stream_id}: 第 ${expected} 个事件缺失，读到第 ${row.stream_version} 个`);
    }
    last.set(row.stream_id, expected);
    return recordedEvent(row, types);
  });
}
