import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { csbSignature, signTransport, type TransportSetting } from '../src/hospital-gateway/messages/index.js';
import type { ServiceUnderTest } from '#testing';
import { envelope, post, SECRET, startSettlement } from './hospital.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

const put = (code: string, transport: string) =>
  settlement.call('PUT', `/settlement/institutions/${code}`, {
    as: { roles: ['provincial-agency'], area: '31' },
    body: {
      ...{ name: '测试医院', region: '310115', kind: 'hospital', settlementLevel: 3 },
      ...{ transport, accessKey: `key-of-${transport}`, secret: SECRET },
    },
  });

describe('dialects', () => {
  const signIn = () => JSON.stringify(envelope('9001', { signIn: { opter_no: '操作员', mac: '00', ip: '::1' } }));
  const upper = (text: string): string =>
    text.replaceAll(/"(\w+)":/g, (_all, name: string) => `"${name.toUpperCase()}":`);
  const forms: readonly (readonly [what: string, body: (text: string) => string | Uint8Array, type: string])[] = [
    ['plain text', (text) => text, 'text/plain'],
    ['a form with percent-encoding', (text) => `=${encodeURIComponent(text)}`, 'application/x-www-form-urlencoded'],
    ['a form that is not encoded', (text) => `=${text}`, 'application/x-www-form-urlencoded'],
    ['GB18030', (text) => iconv.encode(text, 'gb18030'), 'application/json'],
    ['member names in capitals', upper, 'application/json'],
    ['input as JSON text', (text) => asText(text), 'application/json'],
  ];
  const asText = (text: string): string => {
    const message = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify({ ...message, input: JSON.stringify(message['input']) });
  };

  it.each(forms)('NHSA-1.4: %s is understood', async (_what, body, type) => {
    const reply = await post(settlement, body(signIn()), { 'content-type': type });
    expect(reply).toMatchObject({ infcode: '0', output: { signinoutb: { sign_no: expect.stringMatching(/^\d+$/) } } });
  });

  const settings: readonly (readonly [code: string, setting: TransportSetting, other: TransportSetting])[] = [
    [
      'H31011500011',
      { family: 'csb', accessKey: 'key-of-csb', secretKey: SECRET },
      { family: 'csb', accessKey: 'key-of-csb', secretKey: 'wrong-secret' },
    ],
    [
      'H31011500012',
      { family: 'x-tif', applicationId: 'key-of-x-tif', secret: SECRET },
      { family: 'x-tif', applicationId: 'key-of-x-tif', secret: 'wrong-secret' },
    ],
    ['H31011500013', { family: 'apikey', apiKey: SECRET }, { family: 'apikey', apiKey: 'wrong-secret' }],
    [
      'H31011500014',
      { family: 'oauth', clientId: 'key-of-oauth', secret: SECRET },
      { family: 'oauth', clientId: 'key-of-oauth', secret: 'wrong-secret' },
    ],
  ];

  it.each(settings)(
    'NHSA-2: %s signs its way and no other; a wrong signature is refused',
    async (code, setting, other) => {
      expect((await put(code, setting.family)).status).toBe(200);
      const message = { ...envelope('9001', { signIn: { opter_no: '1' } }), fixmedins_code: code };
      const send = async (headers: Record<string, string>): Promise<[number, unknown]> => {
        const response = await fetch(`${settlement.url}/hsa/9001`, {
          ...{ method: 'POST', headers, body: JSON.stringify(message) },
        });
        const body = (await response.json()) as { infcode?: string; code?: number };
        return [response.status, body.infcode ?? body.code];
      };
      const facts = { now: new Date(), apiName: '9001' };
      expect(await send(signTransport(setting, facts))).toEqual([200, '0']);
      expect(await send(signTransport(other, facts))).toEqual([401, 401]);
      expect(await send({})).toEqual([401, 401]);
      for (const [, foreign] of settings.filter(([, { family }]) => family !== setting.family)) {
        expect(await send(signTransport(foreign, facts))).toEqual([401, 401]);
      }
    },
  );

  it('NHSA-2.2: CSB signed over the parameters of the address and the form as well is accepted, over others refused', async () => {
    await put('H31011500011', 'csb');
    const message = { ...envelope('9001', { signIn: { opter_no: '1' } }), fixmedins_code: 'H31011500011' };
    const json = JSON.stringify(message);
    const body = new URLSearchParams({ zone: '湘 1', json, end: 'x' }).toString();
    const infcode = async (form: Record<string, string>): Promise<string | undefined> => {
      const facts = { apiName: '9001', apiVersion: '1.0.0', timestamp: String(Date.now()), accessKey: 'key-of-csb' };
      const headers = { _api_name: '9001', _api_version: '1.0.0', _api_access_key: 'key-of-csb' };
      const signed = { _api_timestamp: facts.timestamp, _api_signature: csbSignature(facts, SECRET, form) };
      const response = await fetch(`${settlement.url}/hsa/CSB?appCode=A1`, {
        ...{
          method: 'POST',
          body,
          headers: { ...headers, ...signed, 'content-type': 'application/x-www-form-urlencoded' },
        },
      });
      return ((await response.json()) as { infcode?: string }).infcode;
    };
    const parameters = { zone: '湘 1', json, end: 'x', appCode: 'A1' };
    expect(await infcode(parameters)).toBe('0');
    expect(await infcode({ ...parameters, appCode: 'A2' })).toBeUndefined();
    expect(await infcode({ ...parameters, json: json.replace('9001', '9002') })).toBeUndefined();
  });

  it('NHSA-2.3: a hospital that sends no header is known by its registered line, and by nothing a header says', async () => {
    const code = 'H31011500015';
    const line = async (changes: object) =>
      settlement.call('PUT', `/settlement/institutions/${code}`, {
        as: { roles: ['provincial-agency'], area: '31' },
        body: {
          ...{ name: '测试医院', region: '310115', kind: 'hospital', settlementLevel: 3, transport: 'network' },
          ...changes,
        },
      });
    const sent = async (headers: Record<string, string> = {}) => {
      const message = { ...envelope('9001', { signIn: { opter_no: '1' } }), fixmedins_code: code };
      const request = { method: 'POST', headers, body: JSON.stringify(message) };
      return (await fetch(`${settlement.url}/hsa`, request)).status;
    };
    const refused = [{}, { networks: ['10.0.0.0/8'] }, { networks: ['127.0.0.1'], accessKey: 'K', secret: SECRET }];
    for (const changes of refused) expect((await line(changes)).status).toBe(400);
    expect((await line({ transport: 'apikey', networks: ['127.0.0.1'], accessKey: 'K', secret: SECRET })).status).toBe(
      400,
    );
    expect((await line({ transport: 'apikey' })).status).toBe(400);
    expect((await line({ networks: ['10.20.30.0/28'] })).status).toBe(200);
    expect([await sent(), await sent({ 'x-forwarded-for': '10.20.30.1' })]).toEqual([401, 401]);
    const { body } = await line({ networks: ['127.0.0.1', '::1'] });
    expect(body).toMatchObject({ transport: 'network', networks: ['127.0.0.1', '::1'], accessKey: '' });
    // The gateway keeps an institution for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect([await sent(), await sent({ 'x-forwarded-for': '127.0.0.1' })]).toEqual([200, 401]);
  });

  it('NHSA-4.2: who signs in under data reads the number under result', async () => {
    const data = {
      mac: '00',
      ip: '::1',
      userid: '1',
      opter_no: '1',
      password: 'x',
      currenttime: '2025-08-01 10:00:00',
    };
    const reply = await post(settlement, JSON.stringify(envelope('9001', { data })));
    expect(reply.output).toEqual({
      result: { sign_time: expect.any(String), sign_no: expect.stringMatching(/^\d+$/) },
    });
  });

  it('NHSA-2.4: a token is given for client and secret, and for user and password with them; for nothing else', async () => {
    const token = async (authorization: string, form: Record<string, string>) => {
      const response = await fetch(`${settlement.url}/hsa/auth/oauth/token`, {
        ...{ method: 'POST', headers: { authorization }, body: new URLSearchParams(form) },
      });
      return { status: response.status, body: (await response.json()) as { access_token?: string } };
    };
    const basic = (secret: string) => `Basic ${Buffer.from(`key-of-oauth:${secret}`).toString('base64')}`;
    const password = { grant_type: 'password', username: 'key-of-oauth', password: SECRET, scope: 'all' };
    const given = await token(basic(SECRET), password);
    const message = { ...envelope('9001', { signIn: { opter_no: '1' } }), fixmedins_code: 'H31011500014' };
    const headers = { authorization: `Bearer ${given.body.access_token}` };
    expect((await post(settlement, JSON.stringify(message), headers)).infcode).toBe('0');
    expect((await token(basic(SECRET), { grant_type: 'client_credentials' })).status).toBe(200);
    expect((await token(basic('wrong-secret'), password)).status).toBe(401);
    expect((await token(basic(SECRET), { ...password, password: 'wrong-secret' })).status).toBe(401);
    expect((await token(`Basic ${Buffer.from('nobody:x').toString('base64')}`, password)).status).toBe(401);
    expect((await token('', password)).status).toBe(401);
    expect((await token(basic(SECRET), { ...password, grant_type: 'implicit' })).status).toBe(400);
  });
});
