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

const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
const bytes = (length: number) =>
  z.base64({ error: '须为 base64' }).transform((text, context) => {
    const value = Buffer.from(text, 'base64');
    if (value.length !== length) context.addIssue({ code: 'custom', message: `须为${length}字节` });
    return value;
  });
const id = z.string().regex(ID, '编号只能是小写字母、数字和连字符');

const schema = z.strictObject({
  active: id,
  keys: z.record(id, z.strictObject({ encryption: bytes(16), mac: bytes(32) })),
  search: z.strictObject({ id, key: bytes(32) }),
});

/** Reads a ring from JSON: `{active, keys: {<id>: {encryption, mac}}, search: {id, key}}`, keys in base64. */
export function parseKeyRing(text: string): KeyRing {
  const parsed = schema.safeParse(readJson(text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || '密钥环'}：${issue.message}`);
    throw new KeyRingRefused(`密钥环有误：${problems.join('；')}`);
  }
  const { active, keys, search } = parsed.data;
  const ring = new Map(Object.entries(keys).map(([keyId, key]) => [keyId, { id: keyId, ...key }]));
  const newest = ring.get(active);
  if (newest === undefined) throw new KeyRingRefused('密钥环有误：active 所指的密钥不在 keys 中');
  return { active: newest, keys: ring, search };
}

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
    active: 'dev-1',
    keys: { 'dev-1': { encryption: derived('encryption', 16), mac: derived('mac', 32) } },
    search: { id: 'dev-search', key: derived('search', 32) },
  });
}
