import { describe, expect, it } from '@jest/globals';
import { maskIdNumber, maskName, maskPhone, maskText } from './index.js';

const ID = '11010519491231002X';

describe('masks of one field', () => {
  it('SEC-02: keep only what tells people apart', () => {
    expect(maskName('张三')).toBe('张**');
    expect(maskName('欧阳娜娜')).toBe('欧**');
    expect(maskName('𠮷田')).toBe('𠮷**');
    expect(maskIdNumber('320201199003074512')).toBe('3202**********4512');
    expect(maskPhone('13812345678')).toBe('138****5678');
  });

  it('SEC-02: keep nothing of a text too short to hide anything in', () => {
    expect(maskName('')).toBe('**');
    expect(maskIdNumber('12345678')).toBe('********');
    expect(maskPhone('110')).toBe('***');
  });
});

describe('maskText', () => {
  it.each([
    ['a citizen number', `持卡人${ID}。`, ID],
    ['a citizen number in lower case', `certno=${ID.toLowerCase()},`, ID.toLowerCase()],
    ['a citizen number in groups', '号码 110105 19491231 002X', '19491231'],
    ['an old citizen number', '老证130503670401001', '670401001'],
    ['a mobile phone', '电话13812345678，', '13812345678'],
    ['a phone with the country code', 'tel:8613812345678', '13812345678'],
    ['a phone in groups', '138-1234-5678', '1234-5678'],
    ['a card', '账号6222021234567890123', '6222021234567890123'],
    ['a card in groups', '6222 0212 3456 7890 123', '3456 7890'],
    ['a card of another issuer by its check digit', '4111111111111111 或 3530111333300000', '3530111333300000'],
    ['what stands in JSON', JSON.stringify({ certno: ID, tel: '13812345678' }), '13812345678'],
  ])('SEC-02: masks %s', (_what, text, secret) => {
    expect(maskText(text)).not.toContain(secret);
    expect(maskText(text)).toContain('****');
  });

  it.each([
    ['an amount', '金额12345678.90元'],
    ['a national amount with as many digits as a phone', '合计15712345678.90元'],
    ['the number of a message', 'H32010200001202508011230450001'],
    ['the number of a visit', '就诊2025080112345678901234567890'],
    ['a date and time', '2025-08-01T12:30:45.123Z'],
    ['a number of sixteen places without a check digit', '3530111333300001'],
    ['a telephone of an office', '010-12345678'],
  ])('leaves %s alone', (_what, text) => {
    expect(maskText(text)).toBe(text);
  });

  it('SEC-02: masks everything in one text', () => {
    const text = `${ID} 13812345678 6222021234567890123 13912345678`;
    expect(maskText(text)).toBe('1101**********002X 138****5678 6222***********0123 139****5678');
  });
});
