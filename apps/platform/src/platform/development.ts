import { DEVELOPMENT_ISSUER, developmentJwks } from '#http';
import { developmentKeyRing } from '#privacy';

/** Keys and issuer of the embedded form: public, the same everywhere, accepted only with the simulated clock. */
export const developmentSecrets = (): Readonly<Record<string, string>> => ({
  KUASHENG_KEY_RING: developmentKeyRing(),
  KUASHENG_OIDC_ISSUER: DEVELOPMENT_ISSUER,
  KUASHENG_OIDC_JWKS: developmentJwks(),
  KUASHENG_DEV_ISSUER: 'on',
  KUASHENG_CLOCK: 'simulated',
});
