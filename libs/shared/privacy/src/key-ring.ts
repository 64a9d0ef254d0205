import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The key ring cannot be used. The message names the member, never a key. */
export class KeyRingRefused extends Error {
  override readonly name = 'KeyRingRefused';
}

export interface FieldKey {
  readonly id: string;
  /** SM4, 16 bytes. */
  readonly encryption: Buffer;
  /** HMAC-SM3, 32 bytes. */
  readonly mac: Buffer;
}

export interface KeyRing {
  /** The newest key: it seals. */
  readonly active: FieldKey;
  /** Every key that still opens, by id. */
  readonly keys: ReadonlyMap<string, FieldKey>;
  readonly search: { readonly id: string; readonly key: Buffer };
}

/** A key's id. Narrower than base64, so that a key put in the place of an id is not mistaken for one. */
export const KEY_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
const DEVELOPMENT = 'dev-';
const bytes = (length: number) =>
  z.base64({ error: '须为 base64' }).transform((text, context) => {
    const value = Buffer.from(text, 'base64');
    if (value.length !== length) context.addIssue({ code: 'custom', message: `须为${length}字节` });
    return value;
  });
const id = z.string({ error: '须为文本' }).regex(KEY_ID, '编号只能是小写字母、数字和连字符，不超过32个字符');

const schema = z.strictObject({
  active: id,
  keys: z.record(id, z.strictObject({ encryption: bytes(16), mac: bytes(32) })),
  search: z.strictObject({ id, key: bytes(32) }),
});

/** Reads a ring from JSON: `{active, keys: {<id>: {encryption, mac}}, search: {id, key}}`, keys in base64. */
export function parseKeyRing(text: string): KeyRing {
  const parsed = schema.safeParse(readJson(text));
  if (!parsed.success) {
    throw new KeyRingRefused(`密钥环有误：${parsed.error.issues.map(sentence).join('；')}`);
  }
  const { active, keys, search } = parsed.data;
  const ring = new Map(Object.entries(keys).map(([keyId, key]) => [keyId, { id: keyId, ...key }]));
  const newest = ring.get(active);
  if (newest === undefined) throw new KeyRingRefused('密钥环有误：active 所指的密钥不在 keys 中');
  return { active: newest, keys: ring, search };
}

/** Names the member; a member whose name is not an id may be a key in the wrong place and is not repeated. */
function sentence({ path, message }: z.core.$ZodIssue): string {
  const members = path.map((part) =>
    MEMBERS.has(String(part)) || KEY_ID.test(String(part)) ? String(part) : '（不合要求的编号）',
  );
  return `${members.join('.') || '密钥环'}：${/[\u4e00-\u9fff]/.test(message) ? message : '缺少、多余或类型不对'}`;
}
const MEMBERS: ReadonlySet<string> = new Set(['active', 'keys', 'search', 'id', 'key', 'encryption', 'mac']);

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KeyRingRefused('密钥环有误：不是合法的 JSON');
  }
}

/**
 * A ring for demonstrations and tests, the same on every machine and therefore worthless as a secret. Its ids begin
 * with `dev-`, so that a value sealed by it is recognised wherever it turns up.
 */
export function developmentKeyRing(): string {
  const derived = (purpose: string, length: number): string =>
    createHash('sha512').update(`kuasheng development ${purpose}`).digest().subarray(0, length).toString('base64');
  return JSON.stringify({
    active: `${DEVELOPMENT}1`,
    keys: { [`${DEVELOPMENT}1`]: { encryption: derived('encryption', 16), mac: derived('mac', 32) } },
    search: { id: `${DEVELOPMENT}search`, key: derived('search', 32) },
  });
}

/** Whether any key of the ring is a published one: such a ring is for the embedded form only. */
export const isDevelopmentKeyRing = ({ keys, search }: KeyRing): boolean =>
  [...keys.keys(), search.id].some((keyId) => keyId.startsWith(DEVELOPMENT));
