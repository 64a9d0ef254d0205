import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** OAuth2 (2.4 of the interface): the client of a hospital and its secret. */
export interface OauthClient {
  readonly clientId: string;
  readonly secret: string;
}

/** 令牌有效期: clients ask for a new one each morning or each call. */
export const TOKEN_SECONDS = 7200;

const MS_PER_SECOND = 1000;
const macOf = (clientId: string, expiresAt: number, secret: string): string =>
  createHmac('sha256', secret).update(`bearer\n${clientId}\n${expiresAt}`, 'utf8').digest('base64url');

/** A token that needs no memory: it says until when it is good and proves that we, who know the secret, made it. */
export const bearerToken = ({ clientId, secret }: OauthClient, now: Date): string => {
  const expiresAt = Math.floor(now.getTime() / MS_PER_SECOND) + TOKEN_SECONDS;
  return `${Buffer.from(clientId).toString('base64url')}.${expiresAt}.${macOf(clientId, expiresAt, secret)}`;
};

export type TokenState = 'good' | 'expired' | 'other-client' | 'forged';

const TOKEN = /^([\w-]+)\.(\d{1,12})\.([\w-]+)$/;

/** Looks at who, the proof, and until when, in this order; never throws. */
export const checkBearerToken = (token: string, client: OauthClient, now: Date): TokenState => {
  const parts = TOKEN.exec(token);
  if (parts === null) return 'forged';
  const [, encoded, expiry, mac] = parts as unknown as [string, string, string, string];
  if (!sameText(Buffer.from(encoded, 'base64url').toString('utf8'), client.clientId)) return 'other-client';
  if (!sameText(mac, macOf(client.clientId, Number(expiry), client.secret))) return 'forged';
  return now.getTime() >= Number(expiry) * MS_PER_SECOND ? 'expired' : 'good';
};

/** Compares without telling by its duration how much was right. */
export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
};

/** Client and secret of a Basic authorization header; undefined when it is none. */
export const basicClient = (authorization: string | undefined): OauthClient | undefined => {
  const encoded = /^Basic ([0-9A-Za-z+/]+={0,2})$/i.exec(authorization?.trim() ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
};
