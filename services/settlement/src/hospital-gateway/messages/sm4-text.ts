import { createCipheriv, createDecipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** Base64 of whole SM4 blocks: what a hospital system that encrypts sends as `input` (2.6 of the interface). */
export function isCipherText(text: string): boolean {
  if (!BASE64.test(text)) return false;
  const { length } = Buffer.from(text, 'base64');
  return length > 0 && length % BLOCK_BYTES === 0;
}

/** SM4 in ECB with PKCS#7 padding, as the published client has it. `key`: 32 hex digits. Null where it is another key's. */
export function openSm4(cipherText: string, key: string): string | null {
  try {
    const decipher = createDecipheriv('sm4-ecb', Buffer.from(key, 'hex'), null);
    const opened = Buffer.concat([decipher.update(Buffer.from(cipherText, 'base64')), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true }).decode(opened);
  } catch {
    return null;
  }
}

/** The same, the other way: Base64. */
export function sealSm4(text: string, key: string): string {
  const cipher = createCipheriv('sm4-ecb', Buffer.from(key, 'hex'), null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}
