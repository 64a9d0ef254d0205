import type { EventTypes } from '../event-types.js';
import type { Position, RecordedEvent, WriteTransaction } from '../types.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from './stream-reader.js';

/** The statement that reads the log in order; exported so that a test can look at its plan. */
export const READ_LOG = readLogWith(EVENT_COLUMNS);

/** The same, where data and metadata are wanted of some types only. */
const READ_LOG_OF_TYPES = readLogWith(
  EVENT_COLUMNS.replace(/\b(data|metadata)\b/g, `case when type = any($7::text[]) then $1 else '{}' end as $1`),
);

function readLogWith(columns: string): string {
  return `select ${columns} from events
  where (epoch, transaction_id, global_position) > ($1::int, $2::xid8, $3::bigint)
    and (epoch, transaction_id) < ($4::int, $5::xid8)
  order by epoch, transaction_id, global_position limit $6`;
}

export interface ReadLogOptions {
  readonly limit: number;
  readonly types: EventTypes;
  readonly dataOf?: readonly string[] | undefined;
  readonly wholeSnapshot?: boolean;
}

/**
 * Committed events after a position, in log order, at most `limit`. The bound is taken in a statement of its own,
 * before the rows: whatever lies below it is visible to the later snapshot, so nothing can appear behind a reader.
 * With `wholeSnapshot` every event it sees is read: for a caller that holds the writers' lock alone or whose snapshot stays.
 * With `dataOf` events of other types come with empty data and metadata: for a reader that only passes over them.
 * Events of an epoch before a restore are final whatever their transaction id was: the bound has the epoch in front.
 */
export async function readLog(
  query: WriteTransaction['query'],
  after: Position,
  { limit, types, dataOf, wholeSnapshot = false }: ReadLogOptions,
): Promise<readonly RecordedEvent[]> {
  const bound = wholeSnapshot ? 'pg_snapshot_xmax(pg_current_snapshot())' : 'read_bound()';
  const [row] = await query<{ epoch: number; bound: string }>(`select current_epoch() as epoch, ${bound} as bound`);
  const { epoch, transactionId, globalPosition } = after;
  const values = [epoch, transactionId, globalPosition, row?.epoch, row?.bound, limit];
  const rows =
    dataOf === undefined
      ? await query<EventRow>(READ_LOG, values)
      : await query<EventRow>(READ_LOG_OF_TYPES, [...values, dataOf]);
  return rows.map((event) => recordedEvent(event, types));
}
