import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import { openSm4, sealSm4 } from '../src/hospital-gateway/messages/index.js';
import { sm2Pair } from '../src/hospital-gateway/messages/testing/sm2-signer.js';
import {
  envelope,
  eventsRecorded,
  HOSPITAL,
  nextMessageId,
  openVisit,
  post,
  SECRET,
  startSettlement,
} from './hospital.js';

const KEY = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

const put = (changes: object) =>
  settlement.call('PUT', `/settlement/institutions/${HOSPITAL}`, {
    as: { roles: ['provincial-agency'], area: '31' },
    body: {
      ...{ name: '测试医院', region: '310115', kind: 'hospital', settlementLevel: 3 },
      ...{ transport: 'apikey', accessKey: HOSPITAL, secret: SECRET },
      ...changes,
    },
  });

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

const sealed = (infno: string, input: object, key = KEY, msgid = nextMessageId()) =>
  post(settlement, JSON.stringify({ ...envelope(infno, sealSm4(JSON.stringify(input), key), msgid), enc_type: 'SM4' }));
const outputOf = (reply: { readonly output: unknown }): Record<string, Record<string, unknown>> =>
  JSON.parse(openSm4(String(reply.output), KEY) ?? 'null') as Record<string, Record<string, unknown>>;

describe('a hospital system that encrypts', () => {
  it('NHSA-2.6, SEC-02: is refused until its key is registered, which never comes out again', async () => {
    const signIn = { signIn: { opter_no: '1', mac: '00', ip: '::1' } };
    expect((await sealed('9001', signIn)).err_msg).toContain('密文不能解开');
    expect((await put({ inputKey: 'short' })).status).toBe(400);
    const registered = await put({ inputKey: KEY });
    expect(registered).toMatchObject({ status: 200, body: { encrypts: true } });
    expect(JSON.stringify(registered.body)).not.toContain(KEY);
    const [row] = await settlement.database.read<{ key: string }>(
      'select input_key as key from institution where code = $1',
      [HOSPITAL],
    );
    expect(row?.key).toMatch(/^sm4:/);
    const [event] = await settlement.database.read<{ data: string }>(
      `select data::text as data from events where stream_id = $1 order by stream_version desc limit 1`,
      [`administration-${HOSPITAL}`],
    );
    expect(event?.data).not.toContain(KEY);
    // Institutions are looked up every two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(outputOf(await sealed('9001', signIn))['signinoutb']?.['sign_no']).toMatch(/^\d+$/);
    expect((await sealed('9001', signIn, '00'.repeat(16))).err_msg).toContain('密文不能解开');
  });

  it('NHSA-2.6, SET-15: settles in cipher text, and the same message in clear is the same one', async () => {
    const { settle } = await openVisit(settlement);
    const msgid = nextMessageId();
    const paid = outputOf(await sealed('2207', { data: settle }, KEY, msgid));
    expect(Number(paid['setlinfo']?.['fund_pay_sumamt'])).toBeGreaterThan(0);
    const clear = await post(settlement, JSON.stringify(envelope('2207', { data: settle }, msgid)));
    expect(clear.output?.['setlinfo']).toEqual(paid['setlinfo']);
    const refused = await sealed('2207', { data: { ...settle, invono: 'X' } }, KEY, msgid);
    expect(refused.err_msg).toMatch(/报文ID.*SET-15/);
    expect(refused.output).toBeNull();
  });
});

describe('a hospital system that signs', () => {
  const pair = sm2Pair('3ade68b1'.padStart(64, '0'));
  const signIn = { signIn: { opter_no: '1', mac: '00', ip: '::1' } };
  /** The input as it stands in the message, or as its cipher text. */
  const signed = (cainfo: string, input: unknown = signIn) =>
    post(settlement, JSON.stringify({ ...envelope('9001', input), cainfo, signtype: 'SM2' }));

  it('NHSA-2.6: is looked at where the province says how it signs, in clear and in cipher text; nowhere else', async () => {
    const text = JSON.stringify(signIn);
    expect((await signed('000000000000')).infcode).toBe('0');
    expect((await put({ inputSignature: { kind: 'sm2', publicKey: '04' } })).status).toBe(400);
    const inputSignature = { kind: 'sm2', publicKey: pair.publicKey };
    expect((await put({ inputKey: KEY, inputSignature })).body).toMatchObject({ inputSignature });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const before = await eventsRecorded(settlement);
    const right = pair.sign(text);
    for (const wrong of ['000000000000', '', pair.sign(`${text} `)]) {
      expect(await signed(wrong)).toMatchObject({ infcode: '-1', err_msg: expect.stringMatching(/cainfo.*NHSA-2.6/) });
    }
    expect((await signed(right, { signIn: { ...signIn.signIn, opter_no: '2' } })).infcode).toBe('-1');
    expect(await eventsRecorded(settlement)).toBe(before);
    expect((await signed(right)).infcode).toBe('0');
    const cipher = await signed(right, sealSm4(text, KEY));
    expect(outputOf(cipher)['signinoutb']?.['sign_no']).toMatch(/^\d+$/);
  });
});
