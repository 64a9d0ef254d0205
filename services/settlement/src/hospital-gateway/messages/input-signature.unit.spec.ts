import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusal } from '../../../test/visits.js';
import { parseEnvelope } from './envelope.js';
import { refuseSignature, type InputSignature } from './input-signature.js';
import { memberSource } from './member-source.js';
import { sm2PublicKey, verifySm2 } from './sm2.js';
import { sm2Pair } from './testing/sm2-signer.js';

/** The example of GM/T 0003.5. */
const EXAMPLE = {
  privateKey: '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8',
  publicKey:
    '09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13',
  signature: Buffer.from(
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
    'hex',
  ).toString('base64'),
};
const pair = sm2Pair(EXAMPLE.privateKey);
const key = sm2PublicKey(EXAMPLE.publicKey);

describe('SM2', () => {
  it('NHSA-2.6: the published example is right, and with one bit changed anywhere it is not', () => {
    if (key === null) throw new Error('no point of the curve');
    expect(verifySm2('message digest', EXAMPLE.signature, key)).toBe(true);
    expect(pair.publicKey.slice(2)).toBe(EXAMPLE.publicKey.toLowerCase());
    expect(verifySm2('message digest', pair.sign('message digest'), key)).toBe(true);
    expect(verifySm2('message digesT', EXAMPLE.signature, key)).toBe(false);
    const flipped = fc.tuple(fc.nat(63), fc.nat(7)).map(([byte, bit]) => {
      const bytes = Buffer.from(EXAMPLE.signature, 'base64');
      bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit);
      return bytes.toString('base64');
    });
    fc.assert(
      fc.property(flipped, (signature) => expect(verifySm2('message digest', signature, key)).toBe(false)),
      { numRuns: 40 },
    );
    for (const signature of [
      '',
      'AAAA',
      Buffer.alloc(64).toString('base64'),
      Buffer.alloc(64, 255).toString('base64'),
    ]) {
      expect(verifySm2('message digest', signature, key)).toBe(false);
    }
  });

  it('NHSA-2.6: a key that is no point of the curve is no key', () => {
    expect(sm2PublicKey(`04${EXAMPLE.publicKey}`)).toEqual(key);
    for (const bad of ['', '04', `03${EXAMPLE.publicKey}`, EXAMPLE.publicKey.replace(/3$/, '4'), 'f'.repeat(128)]) {
      expect(sm2PublicKey(bad)).toBeNull();
    }
  });
});

const INPUT = '{ "data": {"psn_name":"\\"王,小}明\\"", "n": [1.0, 2e1] }  }';
const head = '"infno":"9001","msgid":"M1","mdtrtarea_admvs":"310115","fixmedins_code":"H31011500001"';
const messageOf = (cainfo: string, input = INPUT): Uint8Array =>
  Buffer.from(`{${head},"cainfo":"${cainfo}" , "input" : ${input} ,"opter":"1"}`);
const sm3 = (text: string): string => createHash('sm3').update(text).digest('hex');

describe('the signature of the payload', () => {
  const check = (body: Uint8Array, asked: InputSignature | null, opened: string | null = null) => {
    const envelope = parseEnvelope(body);
    if (!envelope.ok) throw new Error(envelope.rejection.message);
    const refused = refuseSignature(envelope.value, opened, asked);
    return refused === null ? null : refusal(refused)?.code;
  };
  const asked: InputSignature = { kind: 'sm2', publicKey: pair.publicKey };

  it('NHSA-2.6: is of the text of input as it was sent, blanks and all; constants of real clients are wrong where it is asked for', () => {
    expect(check(messageOf(pair.sign(INPUT)), asked)).toBeNull();
    expect(check(messageOf(pair.sign(`${INPUT} `)), asked)).toBe('message.signature');
    expect(check(messageOf(sm3(INPUT)), { kind: 'sm3' })).toBeNull();
    expect(check(messageOf(sm3(INPUT).toUpperCase()), { kind: 'sm3' })).toBeNull();
    expect(check(messageOf(sm3(INPUT)), asked)).toBe('message.signature');
    for (const constant of ['', 'null', '000000000000']) {
      expect(check(messageOf(constant), { kind: 'sm3' })).toBe('message.signature');
      expect(check(messageOf(constant), null)).toBeNull();
    }
  });

  it('NHSA-2.6: of input sent as text it is of that text, and of cipher text of what it opened to', () => {
    const asText = JSON.stringify(INPUT);
    expect(check(messageOf(sm3(INPUT), asText), { kind: 'sm3' })).toBeNull();
    expect(check(messageOf(sm3('opened'), asText), { kind: 'sm3' }, 'opened')).toBeNull();
    expect(check(messageOf(sm3(INPUT), asText), { kind: 'sm3' }, 'opened')).toBe('message.signature');
  });

  it('NHSA-2.6: a message with two inputs is not signed, whichever of them is', () => {
    const other = '{"data":{}}';
    const twice = (first: string, second: string, name = 'INPUT'): Uint8Array =>
      Buffer.from(`{${head},"cainfo":"${sm3(INPUT)}","input":${first},"${name}":${second}}`);
    const bodies = [twice(other, INPUT), twice(INPUT, other), twice(other, INPUT, 'input')];
    expect(bodies.map((body) => check(body, { kind: 'sm3' }))).toEqual(Array(3).fill('message.signature'));
  });

  it('NHSA-2.6: the text of a member is found in any JSON, by its name at the outermost level only', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), fc.nat(3), (others, value, blanks) => {
        const { input: _input, ...rest } = Object.fromEntries(
          Object.entries(others).filter(([name]) => name.toLowerCase() !== 'input'),
        );
        const json = JSON.stringify({ ...rest, nested: { input: 'no' }, input: value, last: 'x' }, null, blanks);
        expect(JSON.parse(memberSource(json, 'input') ?? 'undefined')).toEqual(JSON.parse(JSON.stringify(value)));
        expect(memberSource(JSON.stringify({ ...rest, nested: { input: 1 } }), 'input')).toBeNull();
      }),
    );
  });
});
