import { createHash } from 'node:crypto';
import { reject, type Result } from '#kernel';
import { sameText } from './bearer-token.js';
import type { Envelope } from './envelope.js';
import { memberSource } from './member-source.js';
import { sm2PublicKey, verifySm2 } from './sm2.js';

/** How an institution signs `input` in `cainfo`: as the two published clients do (2.6 of the interface). */
export type InputSignature = { readonly kind: 'sm2'; readonly publicKey: string } | { readonly kind: 'sm3' };

/**
 * 数字签名 cainfo over the JSON text of `input`, as it was sent or as its cipher text opened: `sm2`, Base64 of r‖s; `sm3`, the
 * hexadecimal digest, which has no key and shows damage only. Null where it is right, or where none is asked for.
 */
export function refuseSignature(
  { source, signature }: Pick<Envelope, 'source' | 'signature'>,
  opened: string | null,
  asked: InputSignature | null,
): Result<never> | null {
  if (asked === null) return null;
  const text = opened ?? inputText(source);
  if (text !== null && signature !== undefined && isRight(text, signature, asked)) return null;
  return reject('message.signature', 'NHSA-2.6', '数字签名(cainfo)与交易输入(input)不符，请核对签名', ['cainfo']);
}

/** The member as it stands in the message, or the text that it is. */
function inputText(source: string | null): string | null {
  const value = source === null ? null : memberSource(source, 'input');
  return value?.startsWith('"') === true ? (JSON.parse(value) as string) : value;
}

function isRight(text: string, signature: string, asked: InputSignature): boolean {
  if (asked.kind === 'sm3') {
    return sameText(createHash('sm3').update(text, 'utf8').digest('hex'), signature.toLowerCase());
  }
  const key = sm2PublicKey(asked.publicKey);
  return key !== null && verifySm2(text, signature, key);
}
