import { describe, expect, it } from '@jest/globals';
import { csbSignature, formParameters, networkOf, signTransport, tifSignature, verifyTransport } from './index.js';
import type { Headers, TransportSetting } from './index.js';
import { sample } from './testing/sample-files.js';

const now = new Date(1795344820398);
const later = (minutes: number, ms = 0): Date => new Date(now.getTime() + minutes * 60_000 + ms);
const csb: TransportSetting = { family: 'csb', accessKey: 'TESTAK', secretKey: 'TESTSK' };
const tif: TransportSetting = { family: 'x-tif', applicationId: 'APP', secret: 'S' };
const message = (headers: Headers, setting: TransportSetting, when = now, form = {}): string => {
  const result = verifyTransport({ headers, form }, when, setting);
  return result.ok ? 'ok' : `${result.httpStatus} ${result.body.code} ${result.body.message}`;
};

describe('CSB signature', () => {
  const facts = { apiName: '9001', apiVersion: '1.0.0', timestamp: '1795344820398', accessKey: 'TESTAK' };
  const signed = signTransport(csb, { now, apiName: '9001' });

  it('gives the published test vector', () => {
    expect(csbSignature(facts, 'TESTSK')).toBe('5FFYE44DFrE6B0rAOelC8VGRkrA=');
    expect(signed['_api_signature']).toBe('5FFYE44DFrE6B0rAOelC8VGRkrA=');
  });

  it('accepts a signature up to exactly 30 minutes and not a millisecond longer', () => {
    expect(message(signed, csb, later(30))).toBe('ok');
    expect(message(signed, csb, later(-30))).toBe('ok');
    expect(message(signed, csb, later(30, 1))).toBe('401 401 签名时间戳超时!');
    expect(message(signed, csb, later(-30, -1))).toBe('401 401 签名时间戳超时!');
  });

  it('accepts timestamps in seconds, as Jiangsu clients send them', () => {
    const timestamp = '1795344820';
    const signature = csbSignature({ ...facts, timestamp }, 'TESTSK');
    expect(message({ ...signed, _api_timestamp: timestamp, _api_signature: signature }, csb)).toBe('ok');
  });

  it('accepts form parameters in the signed text', () => {
    const form = { zone: 'a', Alpha: 'b' };
    const signature = csbSignature(facts, 'TESTSK', form);
    expect(message({ ...signed, _api_signature: signature }, csb, now, form)).toBe('ok');
    expect(message({ ...signed, _api_signature: signature }, csb)).toBe('401 401 签名不一致!');
  });

  it('finds them in the address and in a form sent as body, decoded, and in no JSON', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(formParameters(bytes('json=%7B%22a%22%3A1%7D&zone=%E6%B9%98+1'), 'Alpha=b&flag')).toEqual({
      json: '{"a":1}',
      zone: '湘 1',
      Alpha: 'b',
      flag: '',
    });
    expect(formParameters(bytes('{"a":"b=c&d=e"}'), '')).toEqual({});
  });

  it('refuses in the order missing header, time, user, signature, with the body of the document', () => {
    expect(message({ ...signed, _api_version: undefined }, csb)).toBe('401 401 缺少服务网关的请求头!');
    expect(message({ ...signed, _api_timestamp: 'soon', _api_access_key: 'X' }, csb)).toBe('401 401 签名时间戳超时!');
    expect(message({ ...signed, _api_access_key: 'X', _api_signature: 'X' }, csb)).toBe('401 401 非法用户!');
    expect(message({ ...signed, _api_name: '1101' }, csb)).toBe('401 401 签名不一致!');
    const refused = verifyTransport({ headers: signed }, later(31), csb);
    expect(refused.ok ? undefined : refused.body).toEqual(sample('gateway-error.csb.json').response);
  });
});

describe('x-tif signature', () => {
  const signed = signTransport(tif, { now, apiName: '9001', nonce: 'n1' });

  it('is the hex SHA-256 of timestamp, secret, nonce, timestamp', () => {
    expect(tifSignature('1', 'n', 'S')).toBe('9e9696c3dee39c553cfe9a1f4078857948156aa3be85f2db2bcedba35b566fcd');
    expect(signed['x-tif-timestamp']).toBe('1795344820');
  });

  it('accepts its own signing and refuses another secret, user, time or a missing header', () => {
    expect(message(signed, tif)).toBe('ok');
    expect(message(signed, { ...tif, secret: 'T' } as TransportSetting)).toBe('401 401 签名不一致!');
    expect(message(signed, { ...tif, applicationId: 'B' } as TransportSetting)).toBe('401 401 非法用户!');
    expect(message(signed, tif, later(31))).toBe('401 401 签名时间戳超时!');
    expect(message({ ...signed, 'x-tif-nonce': '' }, tif)).toBe('401 401 缺少服务网关的请求头!');
  });
});

describe('OAuth bearer token', () => {
  const oauth: TransportSetting = { family: 'oauth', clientId: 'CLIENT', secret: 'S' };
  const signed = signTransport(oauth, { now, apiName: '1101' });

  it('is good for two hours to the millisecond, for the client and the secret it was made for', () => {
    expect(message(signed, oauth)).toBe('ok');
    // Whole seconds: the fraction of the instant it was made is not granted on top.
    expect(message(signed, oauth, later(120, -399))).toBe('ok');
    expect(message(signed, oauth, later(120, -398))).toBe('401 401 签名时间戳超时!');
    expect(message(signed, { ...oauth, secret: 'T' } as TransportSetting)).toBe('401 401 签名不一致!');
    expect(message(signed, { ...oauth, clientId: 'D' } as TransportSetting)).toBe('401 401 非法用户!');
    expect(message({}, oauth)).toBe('401 401 缺少服务网关的请求头!');
  });

  it('is refused with a later expiry written into it, cut, or followed by more', () => {
    const [, token = ''] = (signed['authorization'] ?? '').split(' ');
    const [client, expiry, mac] = token.split('.');
    const longer = `${client}.${Number(expiry) + 1}.${mac}`;
    for (const forged of [longer, token.slice(0, -1), `${token}.x`, `${client}.soon.${mac}`]) {
      expect(message({ authorization: `Bearer ${forged}` }, oauth)).toBe('401 401 签名不一致!');
    }
  });
});

describe('API key', () => {
  const keyed: TransportSetting = { family: 'apikey', apiKey: 'K' };

  it('accepts the key and refuses another or none', () => {
    expect(message(signTransport(keyed, { now, apiName: '1101' }), keyed)).toBe('ok');
    expect(message({ apikey: ['K'] }, keyed)).toBe('ok');
    expect(message({ apikey: 'L' }, keyed)).toBe('401 401 非法用户!');
    expect(message({}, keyed)).toBe('401 401 缺少服务网关的请求头!');
  });
});

describe('a line of its own', () => {
  const line: TransportSetting = { family: 'network', networks: ['10.20.30.0/28', '2001:db8::5'] };
  const from = (peer: string, headers: Headers = {}): boolean => verifyTransport({ headers, peer }, now, line).ok;

  it('asks no header of a hospital whose province asks for none, and knows it by the network registered', () => {
    expect(signTransport(line, { now, apiName: '1101' })).toEqual({});
    expect(['10.20.30.0', '10.20.30.15', '::ffff:10.20.30.7', '2001:db8::5'].filter((peer) => !from(peer))).toEqual([]);
    expect(['10.20.30.16', '10.20.29.255', '::1', '2001:db8::6', '', 'x'].filter((peer) => from(peer))).toEqual([]);
    expect(message({}, line)).toBe('401 401 非法用户!');
  });

  it('takes no address from a header, and nothing that a proxy passed on', () => {
    expect(from('192.0.2.1', { 'x-forwarded-for': '10.20.30.7' })).toBe(false);
    expect(from('10.20.30.7', { 'x-forwarded-for': '10.20.30.7' })).toBe(false);
    expect(from('10.20.30.7', { forwarded: 'for=10.20.30.7' })).toBe(false);
  });

  it('is a network of one institution, no wider', () => {
    const wrong = [
      '0.0.0.0/0',
      '10.0.0.0/8',
      '10.20.30.0/23',
      '10.20.30.0/33',
      '10.20.30/24',
      '10.20.30.0/',
      '::/0',
      'x',
    ];
    expect(wrong.filter((text) => networkOf(text) !== null)).toEqual([]);
    expect(networkOf('10.20.30.0/24')).toEqual({ address: '10.20.30.0', prefix: 24, family: 'ipv4' });
    expect(networkOf('2001:db8::/64')?.family).toBe('ipv6');
  });
});
