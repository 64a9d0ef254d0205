import { createHash } from 'node:crypto';
import { Decimal, Money, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { MESSAGE_LIMITS } from './limits.js';

/**
 * JSON as a hospital sent it, with every number kept as its text: no amount passes through a binary number on its way
 * to Money, and "69.6" and 69.6 mean the same thing, as they do on the wire.
 */
export type Json = null | boolean | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

/** JSON text that was rendered before, such as the stored output of an answered call; it is printed as it is (SET-15). */
export class RawJson {
  constructor(readonly text: string) {}
}

/** What may stand in an answer. Money and Decimal become JSON number literals; an undefined member becomes null. */
export type Output =
  null | undefined | boolean | number | string | Money | Decimal | RawJson | readonly Output[] | OutputObject;
export interface OutputObject {
  readonly [member: string]: Output;
}

/** 文件 A file an answer consists of (9102); it goes out as its bytes and never as JSON. */
export class FileContent {
  constructor(
    readonly filename: string,
    readonly bytes: Uint8Array,
  ) {}
}
/** An output whose reply carries a number of its own as inf_refmsgid, because a later message names it (3261, 3262). */
export class Referenced {
  constructor(
    readonly output: OutputObject,
    readonly referenceId: string,
  ) {}
}
/** What a transaction answers: members, a list without a name (5204), a file, or members under a number of their own. */
export type AnswerOutput = OutputObject | readonly OutputObject[] | FileContent | Referenced;

const LARGEST_EXPONENT = 30;

/** Some serializers print round decimals with an exponent; small ones are written out, absurd ones stay and are refused as amounts. */
const numberText = (literal: string): string => {
  const exponent = /[eE]([+-]?\d+)$/.exec(literal);
  if (!exponent) return literal;
  return Math.abs(Number(exponent[1])) > LARGEST_EXPONENT ? literal : new Decimal(literal).toFixed();
};

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const NUMBER_PARTS = new Set([...'0123456789.eE+-'].map((part) => part.charCodeAt(0)));
const isNumberStart = (unit: number): boolean => unit === 0x2d || (unit >= 0x30 && unit <= 0x39);

/** Valid JSON with every number turned into text; the same text where there is none. Strings are stepped over, not looked into. */
function withQuotedNumbers(text: string): string {
  let quoted = '';
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (isNumberStart(unit)) {
      const end = endOfNumber(text, at);
      quoted += `${text.slice(copied, at)}"${numberText(text.slice(at, end))}"`;
      copied = end;
      at = end;
    } else at += 1;
  }
  return copied === 0 ? text : quoted + text.slice(copied);
}

function endOfNumber(text: string, from: number): number {
  let end = from + 1;
  while (NUMBER_PARTS.has(text.charCodeAt(end))) end += 1;
  return end;
}

/** Behind the first quote with an even number of backslashes before it. */
export function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}

const withinDepth = (value: Json, left: number): boolean => {
  if (value === null || typeof value !== 'object') return true;
  return left > 0 && Object.values(value).every((member) => withinDepth(member as Json, left - 1));
};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads JSON text; numbers come out as text. Never throws. */
export const parseJson = (text: string, field: string): Result<Json> => {
  try {
    // The first pass proves that the text is JSON; only then is it safe to find the number literals by their first sign.
    const plain = JSON.parse(text) as Json;
    const quoted = withQuotedNumbers(text);
    const value = quoted === text ? plain : (JSON.parse(quoted) as Json);
    if (withinDepth(value, MESSAGE_LIMITS.depth)) return ok(value);
    return reject('message.too-deep', 'FORMAT', `${field}嵌套过深`, [field]);
  } catch {
    return reject('message.not-json', 'FORMAT', `${field}不是有效的JSON`, [field]);
  }
};

/** One text for equal content, whatever the order of members. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item as Json)).join(',')}]`;
  const node = value as JsonObject;
  const members = Object.keys(node).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(node[name] ?? null)}`).join(',')}}`;
};

const CAPITAL = /[A-Z]/;

/**
 * The same content with every member also under its name in lower case (1.3 of the interface: names are lower case, yet
 * the document itself breaks it). A member that stands there in lower case already keeps its value.
 */
export const withLowerCase = (value: Json): Json => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withLowerCase);
  const members = Object.entries(value).map(([name, member]) => [name, withLowerCase(member as Json)] as const);
  const lowered = members.filter(([name]) => CAPITAL.test(name)).map(([name, member]) => [name.toLowerCase(), member]);
  return Object.fromEntries([...lowered, ...members]) as JsonObject;
};

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * JSON text of an answer. Money prints as a literal with two decimals (4.52, 0.00), Decimal as its plain digits: clients
 * read numbers here, and no amount was ever a binary number. Throws RangeError for a number that is not finite.
 */
export const renderJson = (value: Output): string => {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Money) return value.toString();
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  return renderStructure(value);
};

function renderStructure(value: Decimal | RawJson | readonly Output[] | OutputObject): string {
  if (Decimal.isDecimal(value)) return decimalLiteral(value);
  if (value instanceof RawJson) return value.text;
  if (isList(value)) return `[${value.map(renderJson).join(',')}]`;
  let text = '';
  for (const [name, member] of Object.entries(value as OutputObject)) {
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${renderJson(member)}`;
  }
  return `{${text}}`;
}

function isList(value: object): value is readonly Output[] {
  return Array.isArray(value);
}

function decimalLiteral(value: Decimal): string {
  if (!value.isFinite()) throw new RangeError('JSON不能表示非有限数');
  return value.toFixed();
}

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('JSON不能表示非有限数');
  return JSON.stringify(value);
}
