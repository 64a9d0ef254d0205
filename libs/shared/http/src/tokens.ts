import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { isProvinceLevel, parseClearingUnit } from '#kernel';
import type { CheckToken } from './access.js';
import { IssuerUnavailable, Unauthorized } from './failures.js';
import type { Principal, Role } from './types.js';

const ROLES: readonly [Role, ...Role[]] = [
  'national-agency',
  'provincial-agency',
  'city-agency',
  'provincial-finance',
  'hospital',
  'insured-person',
  'operations',
  'system',
];
/** Roles of a province and of what is in it: the nation has none of them, so nobody acts in the stead of all provinces at once. */
const WITHIN_A_UNIT: readonly Role[] = [
  'provincial-agency',
  'city-agency',
  'provincial-finance',
  'hospital',
  'insured-person',
];
/** Clocks of two machines differ; a token just issued is not refused for it. */
const CLOCK_TOLERANCE_SECONDS = 5;

const claims = z
  .object({
    sub: z.string().min(1).max(100),
    roles: z.array(z.enum(ROLES)).min(1),
    area: z.string().refine((area) => area === 'nation' || parseClearingUnit(area, 'area').ok),
    institution: z.string().min(1).max(30).optional(),
    city: z
      .string()
      .regex(/^\d{6}$/)
      .refine((city) => !isProvinceLevel(city))
      .optional(),
  })
  .refine(({ roles, institution }) => !roles.includes('hospital') || institution !== undefined, {
    path: ['institution'],
  })
  .refine(({ roles, area }) => area !== 'nation' || !roles.some((role) => WITHIN_A_UNIT.includes(role)), {
    path: ['area'],
  })
  .refine(({ roles, area, city }) => !roles.includes('city-agency') || city?.startsWith(area) === true, {
    path: ['city'],
  });

/**
 * Checks OIDC bearer tokens: signature by the issuer's keys, issuer, expiry (a token without one is refused), and our
 * claims `sub`, `roles`, `area`, `institution` and `city`. `jwks` is the issuer's key address or the key set itself as JSON.
 * Throws `Unauthorized` for a bad token, `IssuerUnavailable` if the issuer's keys cannot be fetched.
 */
export function tokenChecker({ issuer, jwks }: { readonly issuer: string; readonly jwks: string }): CheckToken {
  const keys: JWTVerifyGetKey = jwks.trimStart().startsWith('{')
    ? createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet)
    : createRemoteJWKSet(new URL(jwks));
  return async (token) => principalFrom(await verified(token, keys, issuer));
}

async function verified(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: ['ES256', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    return payload;
  } catch (error) {
    throw failureOf(error);
  }
}

/** jose's own codes; everything it does not blame on the token is the issuer's or the network's. */
const TOKEN_FAULTS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: '访问令牌已过期，请重新登录',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: '访问令牌签名不符',
  ERR_JWKS_NO_MATCHING_KEY: '访问令牌不是由本系统认可的密钥签发',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: '访问令牌未写明签发密钥',
  ERR_JOSE_ALG_NOT_ALLOWED: '访问令牌签名算法不被接受',
  ERR_JOSE_NOT_SUPPORTED: '访问令牌签名算法不被接受',
  ERR_JWS_INVALID: '访问令牌格式不对',
  ERR_JWT_INVALID: '访问令牌格式不对',
};

function failureOf(error: unknown): Error {
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new Unauthorized(error.claim === 'iss' ? '访问令牌签发方不被认可' : `访问令牌的${error.claim}不合要求`);
  }
  const detail = error instanceof errors.JOSEError ? TOKEN_FAULTS[error.code] : undefined;
  return detail === undefined ? new IssuerUnavailable(error) : new Unauthorized(detail);
}

function principalFrom(payload: JWTPayload): Principal {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) {
    const wrong = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new Unauthorized(`访问令牌的${wrong.join('、')}缺少或不合要求`);
  }
  const { sub, roles, area, institution, city } = parsed.data;
  const own = {
    ...(institution === undefined ? {} : { institutionCode: institution }),
    ...(city === undefined ? {} : { city }),
  };
  return { subject: sub, roles, area, ...own };
}
