import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { developmentKeyRing, parseKeyRing, SealBroken, Sm4FieldCipher } from './index.js';

const cipher = new Sm4FieldCipher(parseKeyRing(developmentKeyRing()));
const SCAN = Buffer.from('%PDF-1.7 户口簿 张三 11010519491231002X');

const rotated = (active: string, keep = true): Sm4FieldCipher => {
  const { keys, search } = JSON.parse(developmentKeyRing());
  const second = { encryption: keys['dev-1'].encryption, mac: search.key };
  const ring = { active, keys: keep ? { ...keys, 'dev-2': second } : { 'dev-2': second }, search };
  return new Sm4FieldCipher(parseKeyRing(JSON.stringify(ring)));
};

describe('sealed bytes', () => {
  it('SEC-02: open as they were, whatever they are, and show nothing of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.stringMatching(/^[A-Z0-9]{1,24}$/), (content, owner) => {
        const bytes = Buffer.from(content);
        expect(cipher.openBytes(owner, cipher.sealBytes(owner, bytes))).toEqual(bytes);
      }),
    );
    const sealed = cipher.sealBytes('WJ1', SCAN);
    expect(sealed.subarray(0, 11).toString()).toBe('sm4b:dev-1:');
    expect(sealed.includes('%PDF') || sealed.includes('张三') || sealed.includes('11010519491231002X')).toBe(false);
    expect(sealed.equals(cipher.sealBytes('WJ1', SCAN))).toBe(false);
  });

  it('SEC-02: any changed, lost or added byte is noticed', () => {
    const sealed = cipher.sealBytes('WJ1', SCAN);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const changed = Buffer.from(sealed);
        changed[place] = (changed[place] ?? 0) ^ flip;
        expect(() => cipher.openBytes('WJ1', changed)).toThrow(SealBroken);
        expect(() => cipher.openBytes('WJ1', sealed.subarray(0, place))).toThrow(SealBroken);
      }),
    );
    expect(() => cipher.openBytes('WJ1', Buffer.concat([sealed, Buffer.from([0])]))).toThrow(SealBroken);
  });

  it('SEC-02: do not open in the place of another record, nor as a field, nor when they were never sealed', () => {
    const sealed = cipher.sealBytes('WJ1', SCAN);
    expect(() => cipher.openBytes('WJ2', sealed)).toThrow(SealBroken);
    expect(() => cipher.openBytes('WJ1', SCAN)).toThrow('不是加密内容');
    expect(() => cipher.openBytes('WJ1', Buffer.alloc(0))).toThrow('不是加密内容');
    expect(() => cipher.openBytes('name', Buffer.from(cipher.seal('name', '张三')))).toThrow(SealBroken);
  });

  it('SEC-02: an older key of the ring still opens, one that is gone does not', () => {
    const sealed = cipher.sealBytes('WJ1', SCAN);
    const newer = rotated('dev-2');
    expect(newer.openBytes('WJ1', sealed)).toEqual(SCAN);
    expect(newer.sealBytes('WJ1', SCAN).subarray(0, 11).toString()).toBe('sm4b:dev-2:');
    expect(() => rotated('dev-2', false).openBytes('WJ1', sealed)).toThrow('dev-1');
  });
});
