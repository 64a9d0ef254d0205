import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { BusMessage, DeliveredMessage } from '../port.js';

/** Type given to a record that is not one of our messages; the inbox sends it to the dead letters. */
export const UNREADABLE = 'kuasheng.unreadable.v1';

/** CloudEvents 1.0, Kafka protocol binding, binary mode; `position` and `metadata` are extension attributes. */
export function headersOf(message: BusMessage): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: message.id,
    ce_source: message.source,
    ce_type: message.type,
    ce_subject: message.subject,
    ce_time: message.time,
    ce_position: message.position,
    ce_metadata: JSON.stringify(message.metadata),
    'content-type': 'application/json',
  };
}

export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
}

/** Never throws: a record that cannot be read becomes a message of the type `UNREADABLE` with its bytes in base64. */
export function deliveredOf(record: KafkaMessage, place: RecordPlace): DeliveredMessage {
  try {
    return readable(record, place);
  } catch {
    return unreadable(record, place);
  }
}

function readable({ headers = {}, value, offset }: KafkaMessage, { topic, partition }: RecordPlace): DeliveredMessage {
  return {
    topic,
    partition,
    offset,
    id: header(headers, 'ce_id'),
    source: header(headers, 'ce_source'),
    type: header(headers, 'ce_type'),
    subject: header(headers, 'ce_subject'),
    position: header(headers, 'ce_position'),
    time: header(headers, 'ce_time'),
    metadata: jsonObject(header(headers, 'ce_metadata')) as BusMessage['metadata'],
    data: jsonObject(value?.toString('utf8') ?? ''),
  };
}

function unreadable(
  { value, key, offset, timestamp }: KafkaMessage,
  { topic, partition }: RecordPlace,
): DeliveredMessage {
  return {
    topic,
    partition,
    offset,
    id: `unreadable/${topic}/${partition}/${offset}`,
    source: 'unreadable',
    type: UNREADABLE,
    subject: key?.toString('base64') ?? '',
    position: offset.padStart(20, '0'),
    time: new Date(Number(timestamp)).toISOString(),
    metadata: {},
    data: { base64: value?.toString('base64') ?? '' },
  };
}

function header(headers: IHeaders, name: string): string {
  const value = headers[name];
  if (value === undefined || Array.isArray(value)) throw new TypeError(`header ${name} is missing`);
  return value.toString('utf8');
}

function jsonObject(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new TypeError('not a JSON object');
  return value as Readonly<Record<string, unknown>>;
}
