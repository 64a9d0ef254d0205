import { type Position, parsePosition, positionText, START, type WriteTransaction } from '#event-store';

type Query = WriteTransaction['query'];

export async function readCheckpoint(query: Query, topic: string): Promise<Position> {
  const [row] = await query<{ position: string }>('select position from relay_checkpoint where topic = $1', [topic]);
  return row === undefined ? START : parsePosition(row.position);
}

/** Moves forward only: a relay that lost its leadership changes nothing any more. */
export async function saveCheckpoint(query: Query, topic: string, position: Position): Promise<void> {
  await query(
    `insert into relay_checkpoint as c (topic, position) values ($1, $2)
     on conflict (topic) do update set position = excluded.position where c.position < excluded.position`,
    [topic, positionText(position)],
  );
}

/** The last event of the log, whether readers may have it yet or not; null where nothing was recorded. */
export async function readLogEnd(query: Query): Promise<string | null> {
  const [row] = await query<{ epoch: number; transaction_id: string; global_position: string }>(
    `select epoch, transaction_id, global_position from events
      order by epoch desc, transaction_id desc, global_position desc limit 1`,
  );
  if (row === undefined) return null;
  const { epoch, transaction_id: transactionId, global_position: globalPosition } = row;
  return positionText({ epoch, transactionId, globalPosition });
}

/** Events recorded after a position, whether their messages would be published or not. */
export async function countAfter(query: Query, position: Position): Promise<number> {
  const [row] = await query<{ events: number }>(
    `select count(*)::int as events from events
      where (epoch, transaction_id, global_position) > ($1::int, $2::xid8, $3::bigint)`,
    [position.epoch, position.transactionId, position.globalPosition],
  );
  return row?.events ?? 0;
}
