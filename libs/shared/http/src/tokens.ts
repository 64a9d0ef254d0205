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
import type { CheckToken } from './access.js';
import { Unauthorized } from './failures.js';
import type { Principal, Role } from './types.js';

const ROLES: readonly Role[] = [
  'national-agency',
  'provincial-agency',
  'city-agency',
  'provincial-finance',
  'hospital',
  'insured-person',
  'operations',
  'system',
];

const claims = z.object({
  sub: z.string().min(1),
  roles: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  area: z.string().regex(/^(nation|\d{2})$/),
  institution: z.string().optional(),
});

/**
 * Checks OIDC bearer tokens: signature by the issuer's keys, issuer, expiry, and our claims `roles`, `area` and
 * `institution`. `jwks` is the issuer's key address or the key set itself as JSON.
 */
export function tokenChecker({ issuer, jwks }: { readonly issuer: string; readonly jwks: string }): CheckToken {
  const keys: JWTVerifyGetKey = jwks.trimStart().startsWith('{')
    ? createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet)
    : createRemoteJWKSet(new URL(jwks));
  return async (token) => principalFrom(await verified(token, keys, issuer));
}

async function verified(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['ES256', 'RS256', 'PS256'] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Unauthorized('访问令牌已过期，请重新登录');
    if (error instanceof errors.JOSEError) throw new Unauthorized('访问令牌无效');
    throw error;
  }
}

function principalFrom(payload: JWTPayload): Principal {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new Unauthorized('访问令牌缺少角色或区域');
  const { sub, roles, area, institution } = parsed.data;
  return { subject: sub, roles, area, ...(institution === undefined ? {} : { institutionCode: institution }) };
}
