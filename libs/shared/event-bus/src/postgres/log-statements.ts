import { type Position, positionText, type WriteTransaction } from '#event-store';
import type { BusMessage, DeliveredMessage } from '../port.js';
import { partitionOf } from './partition.js';

export const BUS_CHANNEL = 'bus_log';

export type Query = WriteTransaction['query'];

/** A partition a consumer holds, and the last message it acknowledged there. */
export interface HeldPartition {
  readonly topic: string;
  readonly partition: number;
  readonly position: Position;
}

interface LogRow {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly transaction_id: string;
  readonly log_position: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly source_position: string;
  readonly time: string;
  readonly metadata: BusMessage['metadata'];
  readonly data: BusMessage['data'];
}

const COLUMNS =
  'l.topic, l.partition, l.epoch, l.transaction_id, l.log_position, l.id, l.source, l.type, l.subject, l.source_position, l.time, l.metadata, l.data';

export async function partitionCount(query: Query, topic: string): Promise<number | null> {
  const [row] = await query<{ partitions: number }>('select partitions from topics where topic = $1', [topic]);
  return row?.partitions ?? null;
}

/** JSON text has no raw line breaks, so lines carry it without quoting and unquoting every character of it. */
const jsonLines = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');

/**
 * Appends in order. No lock is needed for the order: readers go by transaction id and wait for every lower one, and a
 * publication that begins after another has ended has the higher id.
 */
export async function insertMessages(
  query: Query,
  { topic, partitions }: { topic: string; partitions: number },
  messages: readonly BusMessage[],
): Promise<void> {
  await query(
    `insert into log (topic, partition, id, source, type, subject, source_position, time, metadata, data)
     select $1, partition, id, source, type, subject, source_position, time, metadata::json, data::json
       from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                   string_to_array($9, e'\\n'), string_to_array($10, e'\\n'))
            with ordinality as new(partition, id, source, type, subject, source_position, time, metadata, data, n)
      order by n`,
    [
      topic,
      messages.map(({ subject }) => partitionOf(subject, partitions)),
      messages.map(({ id }) => id),
      messages.map(({ source }) => source),
      messages.map(({ type }) => type),
      messages.map(({ subject }) => subject),
      messages.map(({ position }) => position),
      messages.map(({ time }) => time),
      jsonLines(messages.map(({ metadata }) => metadata)),
      jsonLines(messages.map(({ data }) => data)),
    ],
  );
  await query('select pg_notify($1, $2)', [BUS_CHANNEL, topic]);
}

/** Exported so that a test can look at its plan. */
export const READ_HELD = `select ${COLUMNS}
  from unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::bigint[])
         as held(topic, partition, epoch, transaction_id, log_position)
 cross join lateral (
   select * from log l
    where l.topic = held.topic and l.partition = held.partition
      and (l.epoch, l.transaction_id, l.log_position) > (held.epoch, held.transaction_id::xid8, held.log_position)
      and (l.epoch < (select current_epoch()) or l.transaction_id < $6::xid8)
    order by l.epoch, l.transaction_id, l.log_position
    limit $7) l
 limit $7`;

/**
 * The next messages of the held partitions, in order in each, at most `limit` together. The bound is read in an earlier
 * statement: every message below it is visible to the later one, so none can turn up behind a consumer.
 */
export async function readHeld(
  query: Query,
  held: readonly HeldPartition[],
  limit: number,
): Promise<readonly DeliveredMessage[]> {
  const [row] = await query<{ bound: string }>('select read_bound() as bound');
  const rows = await query<LogRow>(READ_HELD, [
    held.map(({ topic }) => topic),
    held.map(({ partition }) => partition),
    held.map(({ position }) => position.epoch),
    held.map(({ position }) => position.transactionId),
    held.map(({ position }) => position.globalPosition),
    row?.bound,
    limit,
  ]);
  return rows.map(delivered).sort((a, b) => (a.offset < b.offset ? -1 : 1));
}

export async function readTopic(query: Query, topic: string, limit: number): Promise<readonly DeliveredMessage[]> {
  const rows = await query<LogRow>(
    `select ${COLUMNS} from log l where l.topic = $1 order by l.epoch, l.transaction_id, l.log_position limit $2`,
    [topic, limit],
  );
  return rows.map(delivered);
}

function delivered(row: LogRow): DeliveredMessage {
  const { topic, partition, id, source, type, subject, time, metadata, data } = row;
  const offset = positionText({
    epoch: row.epoch,
    transactionId: row.transaction_id,
    globalPosition: row.log_position,
  });
  return { topic, partition, offset, id, source, type, subject, position: row.source_position, time, metadata, data };
}

export async function readPositions(
  query: Query,
  consumer: string,
  topics: readonly string[],
): Promise<readonly HeldPartition[]> {
  const rows = await query<PositionRow>(
    'select topic, partition, epoch, transaction_id, log_position from consumer_position where consumer = $1 and topic = any($2)',
    [consumer, topics],
  );
  return rows.map(heldPartition);
}

interface PositionRow {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly transaction_id: string;
  readonly log_position: string;
}

const heldPartition = ({ topic, partition, epoch, ...row }: PositionRow): HeldPartition => ({
  topic,
  partition,
  position: { epoch, transactionId: row.transaction_id, globalPosition: row.log_position },
});

/** Moves forward only: a late acknowledgement of a process that lost its lock changes nothing. */
export async function savePositions(query: Query, consumer: string, held: readonly HeldPartition[]): Promise<void> {
  await query(
    `insert into consumer_position as p (consumer, topic, partition, epoch, transaction_id, log_position)
     select $1, topic, partition, epoch, transaction_id::xid8, log_position
       from unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::bigint[])
              as new(topic, partition, epoch, transaction_id, log_position)
     on conflict (consumer, topic, partition) do update
        set epoch = excluded.epoch, transaction_id = excluded.transaction_id, log_position = excluded.log_position
      where (p.epoch, p.transaction_id, p.log_position) < (excluded.epoch, excluded.transaction_id, excluded.log_position)`,
    [
      consumer,
      held.map(({ topic }) => topic),
      held.map(({ partition }) => partition),
      held.map(({ position }) => position.epoch),
      held.map(({ position }) => position.transactionId),
      held.map(({ position }) => position.globalPosition),
    ],
  );
}

/** Exported so that a test can look at its plan. */
export const READ_ENDS = `select t.topic, p.partition, last.epoch, last.transaction_id, last.log_position
  from topics t cross join generate_series(0, t.partitions - 1) as p(partition)
 cross join lateral (
   select l.epoch, l.transaction_id, l.log_position from log l
    where l.topic = t.topic and l.partition = p.partition
    order by l.epoch desc, l.transaction_id desc, l.log_position desc limit 1) last
 where t.topic = any($1)`;

/** The last message of every partition that has one. */
export async function readEnds(query: Query, topics: readonly string[]): Promise<readonly HeldPartition[]> {
  return (await query<PositionRow>(READ_ENDS, [topics])).map(heldPartition);
}

export async function countBehind(
  query: Query,
  consumer: string,
  topics: readonly string[],
): Promise<readonly { topic: string; messages: number }[]> {
  return query(
    `select t.topic, coalesce(sum(behind.messages), 0)::int as messages
       from topics t
       cross join generate_series(0, t.partitions - 1) as p(partition)
       left join consumer_position c on c.consumer = $1 and c.topic = t.topic and c.partition = p.partition
       cross join lateral (
         select count(*) as messages from log l
          where l.topic = t.topic and l.partition = p.partition
            and (l.epoch, l.transaction_id, l.log_position)
              > (coalesce(c.epoch, 0), coalesce(c.transaction_id, '0'::xid8), coalesce(c.log_position, 0))) behind
      where t.topic = any($2) group by t.topic order by t.topic`,
    [consumer, topics],
  );
}
