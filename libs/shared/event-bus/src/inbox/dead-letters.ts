import type { WriteTransaction } from '#event-store';
import { errorText } from '../error-text.js';
import type { BusMessage, DeliveredMessage } from '../port.js';

export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly messageId: string;
  readonly type: string;
  readonly subject: string;
  /** Class and message of the error, without personal data. */
  readonly error: string;
  readonly attempts: number;
  readonly status: 'open' | 'replayed';
  readonly failedAt: string;
  readonly replayedAt: string | null;
}

type Query = WriteTransaction['query'];

interface StoredMessage {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly message: BusMessage;
  readonly error: string;
  readonly attempts: number;
  readonly failed_at: Date;
  readonly status: DeadLetter['status'];
}

const COLUMNS = `id::text, consumer, topic, partition, message_offset as "offset", message_id as "messageId", type, subject,
  error, attempts, status, failed_at::text as "failedAt", replayed_at::text as "replayedAt"`;

export async function recordDeadLetter(
  tx: WriteTransaction,
  consumer: string,
  failed: { readonly message: DeliveredMessage; readonly error: unknown; readonly attempts: number },
): Promise<void> {
  const { topic, partition, offset, ...message } = failed.message;
  await tx.query(
    `insert into dead_letter (consumer, topic, partition, message_offset, message_id, type, subject, message, error, attempts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (consumer, topic, message_id) do nothing`,
    [
      consumer,
      topic,
      partition,
      offset,
      message.id,
      message.type,
      message.subject,
      JSON.stringify(message),
      errorText(failed.error),
      failed.attempts,
    ],
  );
}

export function listDeadLetters(
  query: Query,
  consumer: string,
  { status, limit }: { readonly status: DeadLetter['status']; readonly limit: number },
): Promise<readonly DeadLetter[]> {
  return query<DeadLetter>(
    `select ${COLUMNS} from dead_letter where consumer = $1 and status = $2 order by dead_letter.id limit $3`,
    [consumer, status, limit],
  );
}

/** Dead letters that are recorded here but not known to be on their topic yet, oldest first. */
export function notOnTopic(query: Query, consumer: string, limit: number): Promise<readonly StoredMessage[]> {
  return query<StoredMessage>(
    `select id::text, topic, partition, message_offset, message, error, attempts, failed_at, status
       from dead_letter where consumer = $1 and not on_topic order by dead_letter.id limit $2`,
    [consumer, limit],
  );
}

export async function markOnTopic(tx: WriteTransaction, ids: readonly string[]): Promise<void> {
  await tx.query('update dead_letter set on_topic = true where id = any($1::bigint[])', [ids]);
}

/** The message as it goes to the dead-letter topic: unchanged, with where it came from and what was wrong in its metadata. */
export function letterOf(stored: StoredMessage, consumer: string): BusMessage {
  const { message } = stored;
  return {
    ...message,
    metadata: {
      ...message.metadata,
      deadLetterId: stored.id,
      deadLetterConsumer: consumer,
      deadLetterTopic: stored.topic,
      deadLetterPartition: String(stored.partition),
      deadLetterOffset: stored.message_offset,
      deadLetterError: stored.error,
      deadLetterAttempts: String(stored.attempts),
      deadLetterAt: stored.failed_at.toISOString(),
    },
  };
}

/** One dead letter under a lock that lasts to the end of the transaction; null if the consumer has none of this id. */
export async function lockDeadLetter(
  tx: WriteTransaction,
  consumer: string,
  id: string,
): Promise<{ readonly status: DeadLetter['status']; readonly message: DeliveredMessage } | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('dead letter ' || $1, 0))`, [id]);
  const [row] = await tx.query<StoredMessage>(
    `select id::text, topic, partition, message_offset, message, error, attempts, failed_at, status
       from dead_letter where id::text = $1 and consumer = $2`,
    [id, consumer],
  );
  if (row === undefined) return null;
  const { topic, partition, message_offset: offset, message, status } = row;
  return { status, message: { ...message, topic, partition, offset } };
}

export async function markReplayed(tx: WriteTransaction, id: string): Promise<void> {
  await tx.query(`update dead_letter set status = 'replayed', replayed_at = now() where id = $1::bigint`, [id]);
}

export async function markFailedAgain(tx: WriteTransaction, id: string, error: unknown): Promise<void> {
  await tx.query(
    `update dead_letter set attempts = attempts + 1, error = $2 where id = $1::bigint and status = 'open'`,
    [id, errorText(error)],
  );
}
