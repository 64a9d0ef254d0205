import type { WriteTransaction } from '#event-store';
import type { DeliveredMessage } from '../port.js';

type Place = Pick<DeliveredMessage, 'topic' | 'partition' | 'source'>;

const keyOf = ({ topic, partition, source }: Place): string => `${topic}/${partition}/${source}`;

/**
 * Makes the transactions of one consumer on these partitions follow one another: a process that lost a partition may
 * still be applying its last batch. Advisory, not a row lock: that would give the transaction its id too early.
 */
export async function lockPartitions(
  tx: WriteTransaction,
  consumer: string,
  messages: readonly DeliveredMessage[],
): Promise<void> {
  const names = [...new Set(messages.map(({ topic, partition }) => `inbox ${consumer} ${topic}/${partition}`))].sort();
  await tx.query(
    'select count(pg_advisory_xact_lock(hashtextextended(name, 0))::text) from unnest($1::text[]) as wanted(name)',
    [names],
  );
}

/** The messages not applied yet, in their order; a message that came twice in one batch is there once. */
export async function withoutDuplicates(
  tx: WriteTransaction,
  consumer: string,
  messages: readonly DeliveredMessage[],
): Promise<readonly DeliveredMessage[]> {
  const rows = await tx.query<Place & { position: string }>(
    'select topic, partition, source, position from inbox_position where consumer = $1 and topic = any($2)',
    [consumer, [...new Set(messages.map(({ topic }) => topic))]],
  );
  const last = new Map(rows.map((row) => [keyOf(row), row.position]));
  return messages.filter((message) => {
    const key = keyOf(message);
    if (message.position <= (last.get(key) ?? '')) return false;
    last.set(key, message.position);
    return true;
  });
}

export async function savePositions(
  tx: WriteTransaction,
  consumer: string,
  applied: readonly DeliveredMessage[],
): Promise<void> {
  const last = new Map(applied.map((message) => [keyOf(message), message]));
  const rows = [...last.values()];
  await tx.query(
    `insert into inbox_position (consumer, topic, partition, source, position)
     select $1, topic, partition, source, position
       from unnest($2::text[], $3::int[], $4::text[], $5::text[]) as new(topic, partition, source, position)
     on conflict (consumer, topic, partition, source) do update set position = excluded.position`,
    [
      consumer,
      rows.map(({ topic }) => topic),
      rows.map(({ partition }) => partition),
      rows.map(({ source }) => source),
      rows.map(({ position }) => position),
    ],
  );
}
