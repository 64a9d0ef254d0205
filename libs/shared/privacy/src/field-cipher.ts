import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_ID, type FieldKey, type KeyRing } from './key-ring.js';
import { openBytes, sealBytes } from './byte-seal.js';
import { SealBroken } from './seal-broken.js';
import type { FieldCipher, PersonalField, Sealed, SearchHash } from './types.js';

const IV_BYTES = 16;
const TAG_BYTES = 32;
/** One message of a hospital asks for the same few persons again and again. */
const REMEMBERED_HASHES = 10_000;
const PARTS = 3;

/** SM4-CTR, then HMAC-SM3 over key id, kind of field, iv and ciphertext. */
export class Sm4FieldCipher implements FieldCipher {
  private readonly hashes = new Map<string, SearchHash>();

  constructor(private readonly ring: KeyRing) {}

  seal(field: PersonalField, text: string): Sealed {
    const key = this.ring.active;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('sm4-ctr', key.encryption, iv);
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const packed = Buffer.concat([iv, content, tagOf(key, field, iv, content)]);
    return `sm4:${key.id}:${packed.toString('base64url')}` as Sealed;
  }

  open(field: PersonalField, sealed: string): string {
    const { key, packed } = this.unpack(sealed);
    const iv = packed.subarray(0, IV_BYTES);
    const content = packed.subarray(IV_BYTES, packed.length - TAG_BYTES);
    const tag = packed.subarray(packed.length - TAG_BYTES);
    if (!timingSafeEqual(tag, tagOf(key, field, iv, content))) throw new SealBroken('加密字段校验不符');
    const decipher = createDecipheriv('sm4-ctr', key.encryption, iv);
    return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
  }

  searchHash(field: PersonalField, text: string): SearchHash {
    const input = `${field}\n${text}`;
    const hash = this.hashes.get(input) ?? this.hashOf(input);
    // A map keeps the order of insertion: the first entry is the one unused for longest.
    this.hashes.delete(input);
    this.hashes.set(input, hash);
    const [oldest] = this.hashes.keys();
    if (this.hashes.size > REMEMBERED_HASHES && oldest !== undefined) this.hashes.delete(oldest);
    return hash;
  }

  private hashOf(input: string): SearchHash {
    const { id, key } = this.ring.search;
    return `hs3:${id}:${createHmac('sm3', key).update(input).digest('hex')}` as SearchHash;
  }

  needsRotation(sealed: string): boolean {
    return sealed.split(':')[1] !== this.ring.active.id;
  }

  /** The same text under the newest key. */
  rotate(field: PersonalField, sealed: string): Sealed {
    return this.needsRotation(sealed) ? this.seal(field, this.open(field, sealed)) : (sealed as Sealed);
  }

  sealBytes(owner: string, bytes: Buffer): Buffer {
    return sealBytes(this.ring.active, owner, bytes);
  }

  openBytes(owner: string, sealed: Buffer): Buffer {
    return openBytes(this.ring.keys, owner, sealed);
  }

  private unpack(sealed: string): { readonly key: FieldKey; readonly packed: Buffer } {
    const { keyId, body } = partsOf(sealed);
    const key = this.ring.keys.get(keyId);
    if (key === undefined) throw new SealBroken(`加密字段所用密钥${keyId}不在密钥环中`);
    const packed = Buffer.from(body, 'base64url');
    if (packed.length < IV_BYTES + TAG_BYTES) throw new SealBroken('加密字段不完整');
    // Decoding forgives foreign characters; a sealed value has one spelling only.
    if (packed.toString('base64url') !== body) throw new SealBroken('加密字段编码有误');
    return { key, packed };
  }
}

function partsOf(sealed: string): { readonly keyId: string; readonly body: string } {
  const parts = sealed.split(':');
  const [kind, keyId = '', body = ''] = parts;
  if (kind !== 'sm4' || parts.length !== PARTS || !KEY_ID.test(keyId)) throw new SealBroken('不是加密字段');
  return { keyId, body };
}

function tagOf(key: FieldKey, field: PersonalField, iv: Buffer, content: Buffer): Buffer {
  return createHmac('sm3', key.mac).update(`${key.id}\n${field}\n`).update(iv).update(content).digest();
}
