import { sm2 } from 'sm-crypto-v2';

/** A pair of keys for tests: the public one as an institution registers it. */
export function sm2Pair(privateKey: string): { readonly publicKey: string; sign(text: string): string } {
  return {
    publicKey: sm2.getPublicKeyFromPrivateKey(privateKey),
    sign: (text) => Buffer.from(sm2.doSignature(text, privateKey, { hash: true }), 'hex').toString('base64'),
  };
}
