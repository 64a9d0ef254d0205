import { createHash, createHmac } from 'node:crypto';
import { bearerToken, checkBearerToken, sameText as same } from './bearer-token.js';
import { isInNetworks } from './network.js';

/** How a hospital's calls are authenticated (chapter 2 of the interface); one setting per hospital. */
export type TransportSetting =
  /** 专线: provinces that ask for no header (2.3) know a hospital by the line it comes over. */
  | { readonly family: 'network'; readonly networks: readonly string[] }
  | { readonly family: 'csb'; readonly accessKey: string; readonly secretKey: string }
  | { readonly family: 'x-tif'; readonly applicationId: string; readonly secret: string }
  | { readonly family: 'apikey'; readonly apiKey: string }
  | { readonly family: 'oauth'; readonly clientId: string; readonly secret: string };
type Csb = Extract<TransportSetting, { family: 'csb' }>;
type Tif = Extract<TransportSetting, { family: 'x-tif' }>;
type Line = Extract<TransportSetting, { family: 'network' }>;
type Oauth = Extract<TransportSetting, { family: 'oauth' }>;

/** Request headers with lower-case names, as Node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;
/** Form parameters some CSB clients sign together with the headers. */
export type FormParameters = Readonly<Record<string, string>>;

/** What one call shows of its sender. */
export interface ShownCall {
  readonly headers: Headers;
  readonly form?: FormParameters;
  /** Address of the connection's other end; never one that a header claims. */
  readonly peer?: string;
}

/** Body of a refused call; not the infcode envelope, because the service gateway answers it before any transaction. */
export interface GatewayError {
  readonly code: 401;
  readonly message: '缺少服务网关的请求头!' | '签名时间戳超时!' | '非法用户!' | '签名不一致!';
}
export type Verification =
  { readonly ok: true } | { readonly ok: false; readonly httpStatus: 401; readonly body: GatewayError };

/** 时间窗口: a signature is good for 30 minutes before and after. */
export const SIGNATURE_WINDOW_MS = 30 * 60_000;

const ACCEPTED: Verification = { ok: true };
const refuse = (message: GatewayError['message']): Verification => ({
  ok: false,
  httpStatus: 401,
  body: { code: 401, message },
});

const header = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  const single = typeof value === 'string' ? value : value?.[0];
  return single === undefined || single === '' ? undefined : single;
};

/** Hunan sends 13 digits of milliseconds, Jiangsu and x-tif 10 digits of seconds. */
const withinWindow = (timestamp: string, now: Date): boolean => {
  if (!/^\d{10}(\d{3})?$/.test(timestamp)) return false;
  const sentMs = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp);
  return Math.abs(now.getTime() - sentMs) <= SIGNATURE_WINDOW_MS;
};

/** The four signed header values of CSB. */
export interface CsbFacts {
  readonly apiName: string;
  readonly apiVersion: string;
  readonly timestamp: string;
  readonly accessKey: string;
}

/** Base64(HMAC-SHA1(secret, k=v joined with & in natural order of keys)); the body is not signed. */
export const csbSignature = (facts: CsbFacts, secretKey: string, form: FormParameters = {}): string => {
  const signed: Record<string, string> = {
    ...form,
    _api_access_key: facts.accessKey,
    _api_name: facts.apiName,
    _api_timestamp: facts.timestamp,
    _api_version: facts.apiVersion,
  };
  const keys = Object.keys(signed).sort();
  const content = keys.map((key) => `${key}=${signed[key]}`).join('&');
  return createHmac('sha1', secretKey).update(content, 'utf8').digest('base64');
};

/** Lower-case hex SHA-256 of timestamp + secret + nonce + timestamp. */
export const tifSignature = (timestamp: string, nonce: string, secret: string): string =>
  createHash('sha256').update(`${timestamp}${secret}${nonce}${timestamp}`, 'utf8').digest('hex');

const csbFacts = (headers: Headers): (CsbFacts & { readonly signature: string }) | undefined => {
  const apiName = header(headers, '_api_name');
  const apiVersion = header(headers, '_api_version');
  const timestamp = header(headers, '_api_timestamp');
  const accessKey = header(headers, '_api_access_key');
  const signature = header(headers, '_api_signature');
  if (!apiName || !apiVersion || !timestamp || !accessKey || !signature) return undefined;
  return { apiName, apiVersion, timestamp, accessKey, signature };
};

const verifyCsb = ({ headers, form = {} }: ShownCall, now: Date, setting: Csb): Verification => {
  const facts = csbFacts(headers);
  if (!facts) return refuse('缺少服务网关的请求头!');
  if (!withinWindow(facts.timestamp, now)) return refuse('签名时间戳超时!');
  if (!same(facts.accessKey, setting.accessKey)) return refuse('非法用户!');
  const plain = same(facts.signature, csbSignature(facts, setting.secretKey));
  const withForm = same(facts.signature, csbSignature(facts, setting.secretKey, form));
  return plain || withForm ? ACCEPTED : refuse('签名不一致!');
};

const verifyTif = (headers: Headers, now: Date, setting: Tif): Verification => {
  const applicationId = header(headers, 'x-tif-paasid');
  const timestamp = header(headers, 'x-tif-timestamp');
  const nonce = header(headers, 'x-tif-nonce');
  const signature = header(headers, 'x-tif-signature');
  if (!applicationId || !timestamp || !nonce || !signature) return refuse('缺少服务网关的请求头!');
  if (!withinWindow(timestamp, now)) return refuse('签名时间戳超时!');
  if (!same(applicationId, setting.applicationId)) return refuse('非法用户!');
  const expected = tifSignature(timestamp, nonce, setting.secret);
  return same(signature.toLowerCase(), expected) ? ACCEPTED : refuse('签名不一致!');
};

const TOKEN_REFUSALS = {
  expired: '签名时间戳超时!',
  'other-client': '非法用户!',
  forged: '签名不一致!',
} as const;

const verifyOauth = (headers: Headers, now: Date, setting: Oauth): Verification => {
  const token = /^Bearer (\S+)$/i.exec(header(headers, 'authorization') ?? '')?.[1];
  if (token === undefined) return refuse('缺少服务网关的请求头!');
  const state = checkBearerToken(token, setting, now);
  return state === 'good' ? ACCEPTED : refuse(TOKEN_REFUSALS[state]);
};

/** What a proxy passes on comes from the proxy's address, which is nobody's line: such calls are refused. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

const verifyLine = ({ headers, peer = '' }: ShownCall, { networks }: Line): Verification => {
  const forwarded = FORWARDED.some((name) => header(headers, name) !== undefined);
  return !forwarded && isInNetworks(peer, networks) ? ACCEPTED : refuse('非法用户!');
};

/**
 * Checks what one call shows against the hospital's setting: missing headers, then time, then user, then signature.
 * Never throws. The nonce is not remembered: a repeated call is answered from the idempotency record (SET-15).
 */
export const verifyTransport = (call: ShownCall, now: Date, setting: TransportSetting): Verification => {
  const { headers } = call;
  switch (setting.family) {
    case 'network':
      return verifyLine(call, setting);
    case 'csb':
      return verifyCsb(call, now, setting);
    case 'x-tif':
      return verifyTif(headers, now, setting);
    case 'oauth':
      return verifyOauth(headers, now, setting);
    case 'apikey': {
      const apiKey = header(headers, 'apikey');
      if (!apiKey) return refuse('缺少服务网关的请求头!');
      return same(apiKey, setting.apiKey) ? ACCEPTED : refuse('非法用户!');
    }
    default:
      return setting satisfies never;
  }
};

/** What a signing client fills in besides its setting. */
export interface SigningFacts {
  readonly now: Date;
  /** Usually the infno. */
  readonly apiName: string;
  readonly apiVersion?: string;
  readonly nonce?: string;
}

const signCsb = (setting: Csb, facts: SigningFacts): Record<string, string> => {
  const timestamp = String(facts.now.getTime());
  const signed = {
    apiName: facts.apiName,
    apiVersion: facts.apiVersion ?? '1.0.0',
    timestamp,
    accessKey: setting.accessKey,
  };
  return {
    _api_name: signed.apiName,
    _api_version: signed.apiVersion,
    _api_timestamp: timestamp,
    _api_access_key: setting.accessKey,
    _api_signature: csbSignature(signed, setting.secretKey),
  };
};

const signTif = (setting: Tif, facts: SigningFacts): Record<string, string> => {
  const timestamp = String(Math.floor(facts.now.getTime() / 1000));
  const nonce = facts.nonce ?? timestamp;
  return {
    'x-tif-paasid': setting.applicationId,
    'x-tif-timestamp': timestamp,
    'x-tif-nonce': nonce,
    'x-tif-signature': tifSignature(timestamp, nonce, setting.secret),
  };
};

/** The headers a hospital sends under its setting: the counterpart of `verifyTransport`, for clients and simulators. */
export const signTransport = (setting: TransportSetting, facts: SigningFacts): Record<string, string> => {
  switch (setting.family) {
    case 'network':
      return {};
    case 'csb':
      return signCsb(setting, facts);
    case 'x-tif':
      return signTif(setting, facts);
    case 'apikey':
      return { apikey: setting.apiKey };
    case 'oauth':
      return { authorization: `Bearer ${bearerToken(setting, facts.now)}` };
    default:
      return setting satisfies never;
  }
};
