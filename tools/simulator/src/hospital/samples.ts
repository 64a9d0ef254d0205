import { readFileSync } from 'node:fs';
import { HOSPITAL_SAMPLES } from '#settlement';

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type Envelope = { readonly [key: string]: JsonValue };

/** The request of a captured message, byte for byte as its file holds it. */
export function sampleRequest(file: string): Envelope {
  const text = readFileSync(new URL(file, HOSPITAL_SAMPLES), 'utf8');
  return (JSON.parse(text) as { request: Envelope }).request;
}

/** What a replay must put in: people and places of the file are placeholders, numbers are ours to give, the day is another. */
export interface Replacements {
  /** Members by name, wherever they stand; only where the file has the member and it is not empty. */
  readonly members: Readonly<Record<string, string>>;
  /** Every date of the file becomes this one; times of day stay. */
  readonly date: string;
}

const STARTS_WITH_DATE = /^\d{4}-\d{2}-\d{2}/;

const isFilled = (name: string, value: JsonValue): boolean => value !== null && (value !== '' || name === 'sign_no');
const isObject = (value: JsonValue): value is Envelope => value !== null && typeof value === 'object';

/** The captured message with the replacements and nothing else changed. */
export function replaced(envelope: Envelope, { members, date }: Replacements): Envelope {
  const value = (name: string, original: JsonValue): JsonValue => {
    const given = members[name];
    if (given !== undefined && isFilled(name, original)) return given;
    if (typeof original === 'string') return original.replace(STARTS_WITH_DATE, date);
    if (Array.isArray(original)) return original.map((item: JsonValue) => value('', item));
    return isObject(original) ? inside(original) : original;
  };
  const inside = (node: Envelope): Envelope =>
    Object.fromEntries(Object.entries(node).map(([name, original]) => [name, value(name, original)]));
  return inside(envelope);
}
