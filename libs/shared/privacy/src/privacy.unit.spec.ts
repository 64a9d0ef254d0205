import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { developmentKeyRing, isDevelopmentKeyRing, parseKeyRing, SealBroken, Sm4FieldCipher } from './index.js';

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
    const other = sealed.at(-3) === 'A' ? 'B' : 'A';
    expect(() => cipher.open('name', sealed.slice(0, -3) + other + sealed.slice(-2))).toThrow(SealBroken);
    expect(() => cipher.open('id-number', sealed)).toThrow(SealBroken);
    expect(() => cipher.open('name', sealed.replace('dev-1', 'dev-9'))).toThrow('dev-9');
    expect(() => cipher.open('name', '张三')).toThrow(SealBroken);
  });

  it('SEC-02: a sealed value has one spelling: every changed, added or lost character is noticed', () => {
    const sealed = cipher.seal('name', '张三');
    const characters = fc.constantFrom(...'ABab01-_=+:%~ 张');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), characters, fc.constantFrom(0, 1), (place, character, lost) => {
        const changed = sealed.slice(0, place) + character + sealed.slice(place + lost);
        fc.pre(changed !== sealed);
        expect(() => cipher.open('name', changed)).toThrow(SealBroken);
      }),
    );
    expect(() => cipher.open('name', `${sealed}:more`)).toThrow(SealBroken);
    expect(() => cipher.open('name', sealed.slice(0, -1))).toThrow(SealBroken);
  });

  it('SEC-02: what cannot be opened is not repeated in the error', () => {
    expect(() => cipher.open('id-number', `sm4:${ID}:AAAA`)).toThrow(/^(?!.*11010519)/);
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
    expect(cipher.searchHash('id-number', ID)).toMatch(/^hs3:dev-search:[0-9a-f]{64}$/);
  });

  it('SEC-02: remembers only so many hashes, and answers the same when it has forgotten one', () => {
    const forgetful = new Sm4FieldCipher(ring);
    const first = forgetful.searchHash('id-number', ID);
    for (let n = 0; n < 10_050; n += 1) forgetful.searchHash('id-number', String(n));
    expect(forgetful.searchHash('id-number', ID)).toBe(first);
    expect((forgetful as unknown as { hashes: Map<string, string> }).hashes.size).toBe(10_000);
  });

  it('names the wrong member of a key ring and never the key', () => {
    const broken = JSON.stringify({ ...JSON.parse(developmentKeyRing()), active: 'missing' });
    expect(() => parseKeyRing(broken)).toThrow('active');
    const short = JSON.parse(developmentKeyRing());
    short.keys['dev-1'].encryption = 'c2VjcmV0';
    expect(() => parseKeyRing(JSON.stringify(short))).toThrow('keys.dev-1.encryption：须为16字节');
    expect(() => parseKeyRing('c2VjcmV0')).toThrow(/^(?!.*c2VjcmV0)/);
  });

  it('does not repeat a key that stands where an id belongs, or in a member nobody knows', () => {
    const secret = 'c2VjcmV0S2V5TWF0ZXJpYWw=';
    const misplaced = JSON.parse(developmentKeyRing());
    misplaced.keys[secret] = misplaced.keys['dev-1'];
    misplaced[secret] = 1;
    const problem = (): string => {
      try {
        parseKeyRing(JSON.stringify(misplaced));
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(problem()).toMatch(/^密钥环有误/);
    expect(problem()).not.toContain(secret);
  });

  it('knows a ring with published keys', () => {
    expect(isDevelopmentKeyRing(ring)).toBe(true);
    expect(isDevelopmentKeyRing(parseKeyRing(developmentKeyRing().replaceAll('dev-', 'prod-')))).toBe(false);
  });
});
