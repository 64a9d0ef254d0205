import { beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { ISSUER, testIssuer } from '../test/app.js';
import { DEVELOPMENT_ISSUER, developmentJwks, mintDevelopmentToken } from './dev-issuer.js';
import { IssuerUnavailable, Unauthorized } from './failures.js';
import { tokenChecker } from './tokens.js';

type Issuer = Awaited<ReturnType<typeof testIssuer>>;

let issuer: Issuer;
let stranger: Issuer;

beforeAll(async () => {
  issuer = await testIssuer();
  stranger = await testIssuer();
});

const unsecured = (): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: ISSUER, sub: 'clerk', roles: ['provincial-agency'], area: '32', exp: 4_000_000_000 };
  return `${part({ alg: 'none' })}.${part(claims)}.`;
};

/** Signed with the issuer's public key as if it were a shared secret. */
const confused = (): Promise<string> =>
  new SignJWT({ roles: ['operations'], area: 'nation' })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setSubject('clerk')
    .setIssuer(ISSUER)
    .setExpirationTime('5m')
    .sign(Buffer.from(issuer.jwks));

describe('bearer tokens (SEC-01)', () => {
  it('gives subject, roles, area and institution of a good one', async () => {
    expect(await issuer.check(await issuer.sign())).toEqual({
      subject: 'clerk',
      roles: ['provincial-agency'],
      area: '32',
    });
    const hospital = await issuer.sign({ roles: ['hospital'], institution: 'H32010000001' });
    expect(await issuer.check(hospital)).toMatchObject({ institutionCode: 'H32010000001' });
  });

  const bad: readonly (readonly [what: string, token: () => Promise<string> | string, says: string])[] = [
    ['expired', () => issuer.sign({}, { expires: '-1m' }), '访问令牌已过期，请重新登录'],
    ['without expiry', () => issuer.sign({}, { expires: null }), '访问令牌的exp不合要求'],
    ['of another issuer', () => issuer.sign({ iss: 'https://other.example' }), '访问令牌签发方不被认可'],
    ['not yet valid', () => issuer.sign({ nbf: 4_000_000_000 }), '访问令牌的nbf不合要求'],
    ['unsecured (alg none)', unsecured, '访问令牌签名算法不被接受'],
    ['signed with the public key as a secret', confused, '访问令牌签名算法不被接受'],
    ['of an unknown key', () => issuer.sign({}, { header: { kid: 'key-9' } }), '访问令牌不是由本系统认可的密钥签发'],
    ['of another key by the same name', () => stranger.sign(), '访问令牌签名不符'],
    ['that is none', () => 'abc', '访问令牌格式不对'],
    ['of three empty parts', () => '..', '访问令牌格式不对'],
    ['without a subject', () => issuer.sign({ sub: '' }), '访问令牌的sub缺少或不合要求'],
    ['without roles', () => issuer.sign({ roles: undefined }), '访问令牌的roles缺少或不合要求'],
    ['with no role at all', () => issuer.sign({ roles: [] }), '访问令牌的roles缺少或不合要求'],
    ['with a role there is not', () => issuer.sign({ roles: ['root'] }), '访问令牌的roles缺少或不合要求'],
    [
      'of a city agency without its city',
      () => issuer.sign({ roles: ['city-agency'] }),
      '访问令牌的city缺少或不合要求',
    ],
    [
      'of a city agency of another province',
      () => issuer.sign({ roles: ['city-agency'], city: '330100' }),
      '访问令牌的city缺少或不合要求',
    ],
    [
      'of a city agency of a whole province',
      () => issuer.sign({ roles: ['city-agency'], city: '320000' }),
      '访问令牌的city缺少或不合要求',
    ],
    ['of a province and of all at once', () => issuer.sign({ area: 'nation' }), '访问令牌的area缺少或不合要求'],
    [
      'of the nation and every province in one',
      () => issuer.sign({ roles: ['national-agency', 'provincial-finance'], area: 'nation' }),
      '访问令牌的area缺少或不合要求',
    ],
    ['with an area there is not', () => issuer.sign({ area: '99' }), '访问令牌的area缺少或不合要求'],
    [
      'of a hospital without its institution',
      () => issuer.sign({ roles: ['hospital'] }),
      '访问令牌的institution缺少或不合要求',
    ],
    ['wrong in several ways', () => issuer.sign({ roles: [], area: '' }), '访问令牌的roles、area缺少或不合要求'],
  ];

  it.each(bad)('refuses a token %s', async (_, token, says) => {
    const refusal = await issuer.check(await token()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unauthorized);
    expect((refusal as Unauthorized).detail).toBe(says);
  });

  it('does not blame the token when the keys of the issuer cannot be had', async () => {
    const check = tokenChecker({ issuer: ISSUER, jwks: 'http://127.0.0.1:1/keys' });
    await expect(check(await issuer.sign())).rejects.toBeInstanceOf(IssuerUnavailable);
  });

  it('takes the development issuer only where its keys were given', async () => {
    const token = await mintDevelopmentToken({ subject: 'test', roles: ['operations'], area: 'nation' });
    const development = tokenChecker({ issuer: DEVELOPMENT_ISSUER, jwks: developmentJwks() });
    expect(await development(token)).toMatchObject({ subject: 'test', roles: ['operations'] });
    await expect(issuer.check(token)).rejects.toBeInstanceOf(Unauthorized);
  });
});
