import { sm2 } from 'sm-crypto-v2';

const SIGNATURE_BYTES = 64;

/** The library throws where a point is not on the curve or a number is out of range. */
function holds(asked: () => boolean): boolean {
  try {
    return asked();
  } catch {
    return false;
  }
}

/** 公钥 of 64 bytes in hex, with or without the 04 of an uncompressed point, as one with it; null where it is no point of the curve. */
export function sm2PublicKey(hex: string): string | null {
  const digits = /^(?:04)?([0-9a-fA-F]{128})$/.exec(hex)?.[1];
  if (digits === undefined) return null;
  const key = `04${digits.toLowerCase()}`;
  return holds(() => sm2.verifyPublicKey(key)) ? key : null;
}

/**
 * Whether `signature`, Base64 of r‖s, is the SM2 signature of the text under the public key, with the user id of GM/T 0009 (2.6 of the
 * interface). Never throws.
 */
export function verifySm2(text: string, signature: string, publicKey: string): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length !== SIGNATURE_BYTES) return false;
  return holds(() => sm2.doVerifySignature(text, bytes.toString('hex'), publicKey, { hash: true }));
}
