import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  developmentKeyRing,
  maskIdNumber,
  maskName,
  maskText,
  parseKeyRing,
  SealBroken,
  Sm4FieldCipher,
} from './index.js';

const ring = parseKeyRing(developmentKeyRing());
const cipher = new Sm4FieldCipher(ring);
const ID = '11010519491231002X';

function rotated() {
  const old = JSON.parse(developmentKeyRing());
  const keys = { ...old.keys, 'dev-2': { encryption: old.keys['dev-1'].encryption, mac: old.search.key } };
  return new Sm4FieldCipher(parseKeyRing(JSON.stringify({ ...old, active: 'dev-2', keys })));
}

describe('field encryption', () => {
  it('SEC-02: opens what it sealed and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const sealed = cipher.seal('name', text);
        expect(cipher.open('name', sealed)).toBe(text);
        expect(sealed.startsWith('sm4:dev-1:')).toBe(true);
      }),
    );
    expect(cipher.seal('id-number', ID)).not.toContain(ID);
    expect(cipher.seal('id-number', ID)).not.toBe(cipher.seal('id-number', ID));
  });

  it('SEC-02: refuses a value that was changed, another kind of field and a key that is gone', () => {
    const sealed = cipher.seal('name', '张三');
    const last = sealed.endsWith('A') ? 'B' : 'A';
    expect(() => cipher.open('name', sealed.slice(0, -3) + last + sealed.slice(-2))).toThrow(SealBroken);
    expect(() => cipher.open('id-number', sealed)).toThrow(SealBroken);
    expect(() => cipher.open('name', sealed.replace('dev-1', 'dev-9'))).toThrow('dev-9');
    expect(() => cipher.open('name', '张三')).toThrow(SealBroken);
  });

  it('SEC-02: after rotation old values open and are sealed anew under the newest key', () => {
    const sealed = cipher.seal('phone', '13800138000');
    const newer = rotated();
    expect(newer.open('phone', sealed)).toBe('13800138000');
    expect(newer.needsRotation(sealed)).toBe(true);
    const renewed = newer.rotate('phone', sealed);
    expect(renewed.startsWith('sm4:dev-2:')).toBe(true);
    expect(newer.needsRotation(renewed)).toBe(false);
    expect(newer.open('phone', renewed)).toBe('13800138000');
  });

  it('SEC-02: the search hash is equal for equal text of one kind only', () => {
    expect(cipher.searchHash('id-number', ID)).toBe(new Sm4FieldCipher(ring).searchHash('id-number', ID));
    expect(cipher.searchHash('id-number', ID)).not.toBe(cipher.searchHash('credential', ID));
    expect(cipher.searchHash('id-number', ID)).toBe(rotated().searchHash('id-number', ID));
  });

  it('names the wrong member of a key ring and never the key', () => {
    const broken = JSON.stringify({ ...JSON.parse(developmentKeyRing()), active: 'missing' });
    expect(() => parseKeyRing(broken)).toThrow('active');
    const short = JSON.parse(developmentKeyRing());
    short.keys['dev-1'].encryption = 'c2VjcmV0';
    expect(() => parseKeyRing(JSON.stringify(short))).toThrow('keys.dev-1.encryption：须为16字节');
    expect(() => parseKeyRing('c2VjcmV0')).toThrow(/^(?!.*c2VjcmV0)/);
  });
});

describe('masks', () => {
  it('SEC-02: keeps only what tells people apart', () => {
    expect(maskName('欧阳娜娜')).toBe('欧***');
    expect(maskName('张')).toBe('张*');
    expect(maskIdNumber(ID)).toBe('1101************2X');
  });

  it('SEC-02: masks citizen numbers, phones and bank cards inside free text, and leaves amounts and ids alone', () => {
    const text = `持卡人${ID}，电话13812345678，账号6222021234567890123，金额12345678.90，就诊2025080112345678901234567890`;
    const masked = maskText(text);
    expect(masked).not.toContain(ID);
    expect(masked).not.toContain('13812345678');
    expect(masked).not.toContain('6222021234567890123');
    expect(masked).toContain('12345678.90');
    expect(masked).toContain('2025080112345678901234567890');
  });
});
