import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseCall, parseEnvelope, refuseSignature } from './index.js';
import type { UploadRequest } from './index.js';

const FACTS = { msgid: 'M1', mdtrtarea_admvs: '310115', fixmedins_code: 'H31011500001' };
const CONTENT = Buffer.from([0x50, 0x4b, 0x03, 0xff, 0x80, 0x0d, 0x0a, 0x2d, 0x2d]);
const json = (input: object): Uint8Array => Buffer.from(JSON.stringify({ infno: '9101', ...FACTS, input }));

const multipart = (name = 'jsonStr', content: Buffer = CONTENT): Uint8Array => {
  const text = JSON.stringify({
    infno: '9101',
    ...FACTS,
    input: { fsUploadIn: { filename: 'a.zip', fixmedins_code: 'H31011500001' } },
  });
  return Buffer.concat([
    Buffer.from(`--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n--XX\r\n`),
    Buffer.from('Content-Disposition: form-data; name="file"; filename="a.zip"\r\nContent-Type: x/y\r\n\r\n'),
    content,
    Buffer.from('\r\n--XX--\r\n'),
  ]);
};

const uploaded = (body: Uint8Array): Buffer | string => {
  const envelope = parseEnvelope(body);
  if (!envelope.ok) return envelope.rejection.fields.join();
  const call = parseCall(envelope.value);
  return call.ok ? (call.value.request as UploadRequest).content : call.rejection.fields.join();
};

describe('an upload, 9101', () => {
  it.each<[string, object]>([
    ['signed bytes', { fsUploadIn: { in: [...new Int8Array(CONTENT)], filename: 'a.zip' } }],
    ['unsigned bytes', { fsUploadIn: { in: [...CONTENT], filename: 'a.zip' } }],
    ['bytes as texts', { fsUploadIn: { in: [...CONTENT].map(String), filename: 'a.zip' } }],
    ['Base64', { fsUploadIn: { in: CONTENT.toString('base64'), filename: 'a.zip' } }],
    ['`in` beside its node', { fsUploadIn: { filename: 'a.zip' }, in: [...CONTENT] }],
  ])('NHSA-2.8: takes %s', (_what, input) => {
    expect(uploaded(json(input))).toEqual(CONTENT);
  });

  it('NHSA-2.8: takes multipart/form-data whatever bytes the file has, and only with its envelope', () => {
    expect(uploaded(multipart())).toEqual(CONTENT);
    expect(uploaded(multipart('other'))).toBe('body');
  });

  it('NHSA-2.6: a signature of `input` is looked at as it stands beside the file', () => {
    const envelope = parseEnvelope(multipart());
    const input = JSON.stringify({ fsUploadIn: { filename: 'a.zip', fixmedins_code: 'H31011500001' } });
    const signature = createHash('sm3').update(input).digest('hex');
    if (!envelope.ok) throw new Error('not read');
    expect(refuseSignature({ ...envelope.value, signature }, null, { kind: 'sm3' })).toBeNull();
    expect(
      refuseSignature({ ...envelope.value, signature: signature.replace(/./g, '0') }, null, { kind: 'sm3' }),
    ).not.toBeNull();
  });

  it('SET-15: another file under the same message id is another content', () => {
    const hash = (content: Buffer): string => {
      const envelope = parseEnvelope(multipart('jsonStr', content));
      return envelope.ok ? envelope.value.bodyHash : '';
    };
    expect(hash(CONTENT)).toBe(hash(Buffer.from(CONTENT)));
    expect(hash(CONTENT)).not.toBe(hash(Buffer.from('other')));
  });

  it.each<[string, object]>([
    ['no bytes at all', { fsUploadIn: { filename: 'a.zip' } }],
    ['a byte of 256', { fsUploadIn: { in: [256] } }],
    ['a byte of -129', { fsUploadIn: { in: [-129] } }],
    ['text that is no Base64', { fsUploadIn: { in: '{}' } }],
  ])('NHSA-2.8: refuses %s', (_what, input) => {
    expect(uploaded(json(input))).toBe('in');
  });
});
