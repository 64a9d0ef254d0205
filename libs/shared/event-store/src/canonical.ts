import { hash } from 'node:crypto';
import type { Json } from './types.js';

/** JSON with sorted keys: equal values give equal text, also after PostgreSQL has stored them as jsonb. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return canonicalScalar(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value as Readonly<Record<string, Json>>);
}

function canonicalScalar(value: number | boolean | null): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    // jsonb would keep it, but a reader in another language need not get the same number back.
    throw new TypeError('事件数据中的数字须为整数，金额与比率须为文本');
  }
  return JSON.stringify(value);
}

function canonicalObject(value: Readonly<Record<string, Json>>): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quotedKey(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

const quotedKeys = new Map<string, string>();
const MOST_KEYS = 5000;

/** Names of members come again in every event; a few are numbers of persons or claims and are not kept for ever. */
function quotedKey(key: string): string {
  const known = quotedKeys.get(key);
  if (known !== undefined) return known;
  const quoted = JSON.stringify(key);
  if (quotedKeys.size < MOST_KEYS) quotedKeys.set(key, quoted);
  return quoted;
}

export const sha256 = (text: string): string => hash('sha256', text);

interface Chained {
  readonly streamId: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly occurredAt: string;
}

export interface HashedFacts extends Chained {
  readonly data: Json;
  readonly metadata: Json;
}

/** An event whose data and metadata are canonical JSON already. */
export interface HashedTexts extends Chained {
  readonly dataText: string;
  readonly metadataText: string;
}

/** What stands in for the hash before the first event of a stream. */
export const NO_HASH = '';

/** SM3 over the previous hash of the stream and every member of the event (SEC-03). */
export function chainHash(previous: string, { data, metadata, ...event }: HashedFacts): string {
  return chainHashOfTexts(previous, {
    ...event,
    dataText: canonicalJson(data),
    metadataText: canonicalJson(metadata),
  });
}

/** The same, for who has the canonical texts at hand. */
export function chainHashOfTexts(previous: string, event: HashedTexts): string {
  const { streamId, version, type, schemaVersion, dataText, metadataText, occurredAt } = event;
  const named = `${JSON.stringify(streamId)},${version},${JSON.stringify(type)},${schemaVersion}`;
  const facts = `[${named},${dataText},${metadataText},${JSON.stringify(occurredAt)}]`;
  return hash('sm3', `${previous}\n${facts}`);
}
