import { ok, reject } from '#kernel';
import type { Refused, Result } from '#kernel';
import { isObject } from './json.js';
import type { Json, JsonObject } from './json.js';

/** Reads one fact from a node of the payload; the first wrong field decides the rejection. */
export type Reader<T> = (node: JsonObject) => Result<T>;
/** One name, or the spellings of several clients with the interface's own first. */
export type Names = string | readonly [string, ...string[]];
type Shape = Readonly<Record<string, Reader<unknown>>>;
/** What a record of readers gives. */
export type ReadOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Reader<infer T> ? T : never };
/** What a reader gives. */
export type Read<R> = R extends Reader<infer T> ? T : never;

const DEFAULT_LENGTH = 200;
/** PostgreSQL takes neither NUL nor half a surrogate pair, and no hospital means the other control characters. */
const UNUSABLE = /[^\P{Cc}\t\n\r]|\p{Surrogate}/u;
/** Most members are plain letters and digits, with nothing unusable among them. */
const PLAIN = /^[ -~]*$/;

export const namesOf = (names: Names): readonly string[] => (typeof names === 'string' ? [names] : names);
const firstName = (names: readonly string[]): string => names[0] ?? '';

export const missing = (label: string, name: string): Refused =>
  reject('message.missing', 'FORMAT', `${label}(${name})不能为空`, [name]);
export const malformed = (label: string, name: string, expectation: string): Refused =>
  reject('message.malformed', 'FORMAT', `${label}(${name})${expectation}`, [name]);

/** Absent, null, blank and the texts null and NULL are one thing (spec of the interface, 1.4 item 2). */
export const isEmpty = (value: Json | undefined): boolean => {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'string') return false;
  const trimmed = value.trim();
  return trimmed === '' || trimmed === 'null' || trimmed === 'NULL';
};

/** The first filled member among the spellings. */
export const findMember = (node: JsonObject, names: readonly string[]): Json | undefined => {
  for (const name of names) {
    const value = Object.hasOwn(node, name) ? node[name] : undefined;
    if (!isEmpty(value)) return value;
  }
  return undefined;
};

/** The text of a scalar member, or undefined when it is empty; numbers were turned into text before. */
export const memberText =
  (label: string, names: readonly string[]): Reader<string | undefined> =>
  (node) => {
    const value = findMember(node, names);
    if (value === undefined) return ok(undefined);
    if (typeof value === 'boolean') return ok(value ? '1' : '0');
    if (typeof value !== 'string') return malformed(label, firstName(names), '应为文本');
    const trimmed = value.trim();
    return !PLAIN.test(trimmed) && UNUSABLE.test(trimmed)
      ? malformed(label, firstName(names), '含有不能使用的字符')
      : ok(trimmed);
  };

export const optionalText = (label: string, names: Names, maxLength = DEFAULT_LENGTH): Reader<string | undefined> => {
  const all = namesOf(names);
  const read = memberText(label, all);
  return (node) => {
    const result = read(node);
    if (!result.ok || result.value === undefined || result.value.length <= maxLength) return result;
    return malformed(label, firstName(all), `不能超过${maxLength}个字符`);
  };
};

export const text = (label: string, names: Names, maxLength = DEFAULT_LENGTH): Reader<string> =>
  required(label, names, optionalText(label, names, maxLength));

/** Turns an optional reader into a required one. */
export const required =
  <T>(label: string, names: Names, read: Reader<T | undefined>): Reader<T> =>
  (node) => {
    const result = read(node);
    if (!result.ok) return result;
    return result.value === undefined ? missing(label, firstName(namesOf(names))) : ok(result.value);
  };

/** Gives a default for an empty member. */
export const withDefault =
  <T>(read: Reader<T | undefined>, fallback: T): Reader<T> =>
  (node) => {
    const result = read(node);
    if (!result.ok) return result;
    return ok(result.value === undefined ? fallback : result.value);
  };

/** Reads a value and checks or changes it. */
export const refine =
  <T, U>(read: Reader<T>, check: (value: T) => Result<U>): Reader<U> =>
  (node) => {
    const result = read(node);
    return result.ok ? check(result.value) : result;
  };

/** Reads all members of a shape in its order. */
export const record = <S extends Shape>(shape: S): Reader<ReadOf<S>> => {
  const readers = Object.entries(shape);
  return (node) => {
    const facts: Record<string, unknown> = {};
    for (const [name, read] of readers) {
      const result = read(node);
      if (!result.ok) return result;
      facts[name] = result.value;
    }
    return ok(facts as ReadOf<S>);
  };
};

/** The payload node: under one of the given names (an array of one counts as its element), or directly in `input`. */
export const payload =
  <T>(names: readonly string[], read: Reader<T>): Reader<T> =>
  (input) => {
    const value = findMember(input, names);
    const node = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
    if (node === undefined) return read(input);
    return isObject(node) ? read(node) : malformed('交易输入', names[0] ?? 'input', '应为对象');
  };

/** A list of nodes; one object counts as a list of one. A rejection says which row it is about. */
export const list = <T>(label: string, names: Names, read: Reader<T>, largest: number): Reader<readonly T[]> => {
  const all = namesOf(names);
  return (node) => {
    const value = findMember(node, all);
    if (value === undefined) return ok([]);
    const rows = Array.isArray(value) ? (value as readonly Json[]) : [value];
    if (rows.length > largest) return malformed(label, firstName(all), `一次不能超过${largest}条`);
    return readRows(label, firstName(all), rows, read);
  };
};

/** As `list`, but at least one row. */
export const nonEmptyList = <T>(label: string, names: Names, read: Reader<T>, largest: number): Reader<readonly T[]> =>
  refine(list(label, names, read, largest), (rows) =>
    rows.length === 0 ? missing(label, firstName(namesOf(names))) : ok(rows),
  );

function readRows<T>(label: string, name: string, rows: readonly Json[], read: Reader<T>): Result<readonly T[]> {
  const values: T[] = [];
  for (const [index, row] of rows.entries()) {
    const result = isObject(row) ? read(row) : malformed(label, name, '应为对象');
    if (!result.ok) return atRow(result, index + 1);
    values.push(result.value);
  }
  return ok(values);
}

/** Names the row in a rejection. */
export const atRow = (refused: Refused, row: number): Refused => {
  const { code, rule, message, fields } = refused.rejection;
  return reject(code, rule, `第${row}条：${message}`, fields);
};
