import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_ID, type FieldKey } from './key-ring.js';
import { SealBroken } from './seal-broken.js';

const MARK = 'sm4b:';
const IV_BYTES = 16;
const TAG_BYTES = 32;
/** A mark, a key id of at most 32 characters, a colon. */
const LONGEST_HEADER = MARK.length + 33;

/** SM4-CTR, then HMAC-SM3, of a file's content: bytes in, bytes out, since base64 would make a scan a third larger. */
export function sealBytes(key: FieldKey, owner: string, bytes: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('sm4-ctr', key.encryption, iv);
  const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.from(`${MARK}${key.id}:`), iv, content, tagOf(key, owner, iv, content)]);
}

export function openBytes(keys: ReadonlyMap<string, FieldKey>, owner: string, sealed: Buffer): Buffer {
  const { keyId, packed } = partsOf(sealed);
  const key = keys.get(keyId);
  if (key === undefined) throw new SealBroken(`加密内容所用密钥${keyId}不在密钥环中`);
  if (packed.length < IV_BYTES + TAG_BYTES) throw new SealBroken('加密内容不完整');
  const iv = packed.subarray(0, IV_BYTES);
  const content = packed.subarray(IV_BYTES, packed.length - TAG_BYTES);
  const tag = packed.subarray(packed.length - TAG_BYTES);
  if (!timingSafeEqual(tag, tagOf(key, owner, iv, content))) throw new SealBroken('加密内容校验不符');
  const decipher = createDecipheriv('sm4-ctr', key.encryption, iv);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

function partsOf(sealed: Buffer): { readonly keyId: string; readonly packed: Buffer } {
  const header = sealed.subarray(0, LONGEST_HEADER).toString('latin1');
  const end = header.indexOf(':', MARK.length);
  const keyId = header.slice(MARK.length, Math.max(end, MARK.length));
  if (!header.startsWith(MARK) || !KEY_ID.test(keyId)) throw new SealBroken('不是加密内容');
  return { keyId, packed: sealed.subarray(end + 1) };
}

/** `bytes` is no kind of field, so that a sealed field never passes for a sealed file, nor the other way round. */
function tagOf(key: FieldKey, owner: string, iv: Buffer, content: Buffer): Buffer {
  return createHmac('sm3', key.mac).update(`${key.id}\nbytes\n${owner}\n`).update(iv).update(content).digest();
}
