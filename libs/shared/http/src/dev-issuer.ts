import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Principal } from './types.js';

/**
 * Local issuer of the embedded form: its key is derived from a published text, so anybody can mint its tokens. Services
 * accept it only with KUASHENG_DEV_ISSUER=on, which needs the simulated clock.
 */
export const DEVELOPMENT_ISSUER = 'http://kuasheng.localhost/development-issuer';
const KEY_ID = 'development-key';
const LIFETIME = '12h';

/** PKCS#8 head of an EC P-256 private key; its 32 secret bytes follow. */
const PKCS8_HEAD = '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420';

/** The private number is a digest of a published text: the same on every machine. */
function developmentKey(): KeyObject {
  const secret = createHash('sha256').update('kuasheng development issuer').digest();
  const der = Buffer.concat([Buffer.from(PKCS8_HEAD, 'hex'), secret]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

let key: KeyObject | undefined;
const signingKey = (): KeyObject => (key ??= developmentKey());

/** The issuer's public keys, as KUASHENG_OIDC_JWKS takes them. */
export function developmentJwks(): string {
  const jwk = createPublicKey(signingKey()).export({ format: 'jwk' });
  return JSON.stringify({ keys: [{ ...jwk, kid: KEY_ID, alg: 'ES256', use: 'sig' }] });
}

/** A token of the development issuer for a principal. */
export function mintDevelopmentToken({ subject, roles, area, institutionCode, city }: Principal): Promise<string> {
  const institution = institutionCode === undefined ? {} : { institution: institutionCode };
  return new SignJWT({ roles, area, ...institution, ...(city === undefined ? {} : { city }) })
    .setProtectedHeader({ alg: 'ES256', kid: KEY_ID })
    .setSubject(subject)
    .setIssuer(DEVELOPMENT_ISSUER)
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(signingKey());
}
