import { describe, expect, it } from '@jest/globals';
import { createCipheriv } from 'node:crypto';
import iconv from 'iconv-lite';
import { unwrap } from '#kernel';
import { openInput, openSm4, parseCall, parseEnvelope, sealSm4 } from './index.js';
import type { Envelope } from './index.js';
import { requestOf, withValidNumbers, sample } from './testing/sample-files.js';

/** Key and block of the example of GB/T 32907. */
const KEY = '0123456789abcdeffedcba9876543210';

type Message = Record<string, unknown>;
const message = (changes: Message = {}): Message => ({
  infno: '2405',
  msgid: 'H43010000001202508010900000001',
  mdtrtarea_admvs: '430102',
  insuplc_admdvs: '520102',
  recer_sys_code: '01',
  dev_no: 'null',
  dev_safe_info: null,
  cainfo: 'NULL',
  signtype: '',
  infver: '1.0',
  opter_type: '1',
  opter: '0001',
  opter_name: '收费员',
  inf_time: '2025-08-01 09:00:00',
  fixmedins_code: 'H43010000001',
  fixmedins_name: '株洲市中心医院',
  sign_no: 'null',
  input: { data: { mdtrt_id: '1', psn_no: 'P1' } },
  ...changes,
});
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
const read = (body: Uint8Array): Envelope => {
  const result = parseEnvelope(body);
  if (!result.ok) throw new Error(result.rejection.message);
  return result.value;
};
const refusal = (body: Uint8Array): string => {
  const result = parseEnvelope(body);
  return result.ok ? 'accepted' : result.rejection.message;
};

describe('envelope', () => {
  it('reads the members and takes the texts null and NULL for absent', () => {
    expect(read(bytes(message()))).toMatchObject({
      transaction: '2405',
      messageId: 'H43010000001202508010900000001',
      careArea: '430102',
      insuredArea: '520102',
      signature: undefined,
      signInNo: undefined,
      institutionCode: 'H43010000001',
      institutionName: '株洲市中心医院',
      idempotencyKey: 'H43010000001|2405|H43010000001202508010900000001',
    });
  });

  it('reads GB18030 bodies of Windows clients', () => {
    const body = iconv.encode(JSON.stringify(message()), 'gb18030');
    expect(read(body).institutionName).toBe('株洲市中心医院');
  });

  it('refuses bytes that are neither UTF-8 nor GB18030', () => {
    expect(refusal(Uint8Array.from([0x7b, 0xff, 0xff, 0x7d]))).toBe('报文编码应为UTF-8或GB18030');
  });

  it('reads a form body, percent-encoded in either code page or plain', () => {
    const text = JSON.stringify(message({ note: 'a+b' }));
    const gb = [...iconv.encode(text, 'gb18030')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const forms = [`=${encodeURIComponent(text)}`, `=${gb}`, `=${text}`, `data=${encodeURIComponent(text)}`];
    const names = forms.map((form) => read(Buffer.from(form, 'utf8')).institutionName);
    expect(names).toEqual(forms.map(() => '株洲市中心医院'));
  });

  it('reads input as an object or as JSON text with the same hash', () => {
    const asObject = read(bytes(message()));
    const asText = read(bytes(message({ input: JSON.stringify(message()['input']) })));
    expect(asText.input).toEqual(asObject.input);
    expect(asText.bodyHash).toBe(asObject.bodyHash);
  });

  it('names a text in input that is neither JSON nor cipher text of whole blocks', () => {
    for (const input of ['mFh0Y2lwaGVyIHRleHQ=', 'plain words', '===='])
      expect(refusal(bytes(message({ input })))).toBe('交易输入(input)应为JSON对象，或其SM4密文的Base64');
  });

  it('opens cipher text with the key of the institution, to the same content and hash as in clear', () => {
    const clear = read(bytes(message()));
    const input = sealSm4(JSON.stringify(message()['input']), KEY);
    const sealed = read(bytes(message({ input })));
    expect(sealed).toMatchObject({ input: {}, cipherText: input });
    const opened = unwrap(openInput(sealed, (text) => openSm4(text, KEY)));
    expect(opened.input).toEqual(clear.input);
    expect(opened.bodyHash).toBe(clear.bodyHash);
    expect(unwrap(openInput(clear, () => null))).toBe(clear);
  });

  it.each([
    ['another key', (text: string) => openSm4(text, '00'.repeat(16)), '密文不能解开，请核对密钥'],
    ['no key', () => null, '密文不能解开，请核对密钥'],
    ['what is no object', () => '[1]', '应为JSON对象'],
  ])('refuses cipher text of %s', (_what, open, says) => {
    const sealed = read(bytes(message({ input: sealSm4('{"data":{}}', KEY) })));
    const opened = openInput(sealed, open);
    expect(opened.ok ? '' : opened.rejection.message).toContain(says);
  });

  it('encrypts as GB/T 32907 has it: the block of its example, and padding to whole blocks', () => {
    const sealed = Buffer.from(sealSm4('16 bytes of text', KEY), 'base64');
    expect(sealed).toHaveLength(32);
    const cipher = createCipheriv('sm4-ecb', Buffer.from(KEY, 'hex'), null).setAutoPadding(false);
    const block = Buffer.concat([cipher.update(Buffer.from(KEY, 'hex')), cipher.final()]);
    expect(block.toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    expect(openSm4(sealed.toString('base64'), KEY)).toBe('16 bytes of text');
    expect(openSm4(sealed.subarray(0, 16).toString('base64'), KEY)).toBeNull();
  });
});

describe('envelope refusals', () => {
  it.each([
    ['infno', '交易编号(infno)不能为空'],
    ['msgid', '发送方报文ID(msgid)不能为空'],
    ['mdtrtarea_admvs', '就医地医保区划(mdtrtarea_admvs)不能为空'],
    ['fixmedins_code', '定点医药机构编号(fixmedins_code)不能为空'],
    ['input', '交易输入(input)不能为空'],
  ])('names the missing member %s in Chinese and as the interface spells it', (name, expected) => {
    expect(refusal(bytes(message({ [name]: '' })))).toBe(expected);
    expect(refusal(bytes(message({ [name]: undefined })))).toBe(expected);
    expect(refusal(bytes(message({ [name]: 'null' })))).toBe(expected);
  });

  it('names a member of the wrong type or length', () => {
    expect(refusal(bytes(message({ infno: { a: 1 } })))).toBe('交易编号(infno)应为文本');
    expect(refusal(bytes(message({ msgid: 'x'.repeat(31) })))).toBe('发送方报文ID(msgid)不能超过30个字符');
    expect(refusal(bytes(message({ mdtrtarea_admvs: '99' })))).toBe(
      '就医地医保区划(mdtrtarea_admvs)应为6位医保区划代码',
    );
    expect(refusal(bytes(message({ insuplc_admdvs: '990000' })))).toBe(
      '参保地医保区划(insuplc_admdvs)应为6位医保区划代码',
    );
    expect(refusal(bytes(message({ input: [1] })))).toBe('交易输入(input)应为对象');
    expect(refusal(bytes(message({ fixmedins_code: 'a\u0000b' })))).toBe(
      '定点医药机构编号(fixmedins_code)含有不能使用的字符',
    );
  });

  it.each([
    ['', '报文不能为空'],
    ['{"infno":"9001",}', '报文不是有效的JSON'],
    ['[1,2]', '报文(body)应为JSON对象'],
    ['<xml/>', '报文不是有效的JSON'],
    [`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`, '报文嵌套过深'],
  ])('refuses the body %p with a plain sentence', (body, expected) => {
    expect(refusal(Buffer.from(body, 'utf8'))).toBe(expected);
  });
});

describe('identity of a call', () => {
  it('SET-15: a retry with another clock, operator or member order has the same key and hash, other content has not', () => {
    const first = read(bytes(message()));
    const reordered = Object.fromEntries(Object.entries(message()).reverse());
    const retry = read(bytes({ ...reordered, inf_time: '2025-08-01 09:00:07', opter: '0002', sign_no: '77' }));
    expect([retry.idempotencyKey, retry.bodyHash]).toEqual([first.idempotencyKey, first.bodyHash]);
    const other = read(bytes(message({ input: { data: { mdtrt_id: '2', psn_no: 'P1' } } })));
    expect(other.idempotencyKey).toBe(first.idempotencyKey);
    expect(other.bodyHash).not.toBe(first.bodyHash);
  });

  it('SET-15: one msgid reused on another transaction is another call', () => {
    const signIn = read(requestOf('9001.openhis-nmg.json'));
    const person = read(requestOf('1101.openhis-nmg.json'));
    expect(person.messageId).toBe(signIn.messageId);
    expect(person.idempotencyKey).not.toBe(signIn.idempotencyKey);
  });

  it('keeps number literals exact where a binary number would not', () => {
    const text = withValidNumbers(sample('2207.openhis-nmg.json').request ?? '').replace('4.52', '12345678901234.56');
    const envelope = read(Buffer.from(text));
    const node = envelope.input['data'] as Record<string, unknown>;
    expect(node['medfee_sumamt']).toBe('12345678901234.56');
  });

  it('answers an empty infno with an error and an unknown one as not supported', () => {
    expect(refusal(bytes(message({ infno: '' })))).toBe('交易编号(infno)不能为空');
    const unknown = parseCall(read(bytes(message({ infno: '9999' }))));
    expect(unknown).toMatchObject({
      ok: false,
      rejection: { message: '交易编号(infno)9999不支持', fields: ['infno'] },
    });
    const odd = parseCall(read(bytes(message({ infno: '张三' }))));
    expect(odd).toMatchObject({ ok: false, rejection: { message: '交易编号(infno)不支持' } });
    expect(parseCall(read(bytes(message({ infno: 'valueOf'.slice(0, 6) })))).ok).toBe(false);
  });
});
