import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { citizenIdCheckCharacter } from '#kernel';
import { developmentKeyRing, parseKeyRing, Sm4FieldCipher } from '#privacy';
import { ownNumber } from './messages/index.js';
import { operatorCode } from './operator-code.js';

const BODY = '32020219600501201';
const ID = `${BODY}${citizenIdCheckCharacter(BODY)}`;
const cipher = new Sm4FieldCipher(parseKeyRing(developmentKeyRing()));

describe('numbers of a hospital’s own', () => {
  it('SEC-02: a citizen number in them is masked, with letters around it too; every other number stays what it is', () => {
    expect(ownNumber(ID)).not.toContain(ID.slice(4, 14));
    expect(ownNumber(`ZY${ID.toLowerCase()}-2`)).toMatch(/^ZY3202\*{10}\d{3}[\dX]-2$/i);
    // Of the right length and date, but with another check digit; and the fifteen digits real hospitals use.
    const wrong = `${BODY}${citizenIdCheckCharacter(BODY) === '1' ? '2' : '1'}`;
    for (const number of [wrong, '100120210820011', `9${ID}`, 'ZY0001']) expect(ownNumber(number)).toBe(number);
    const others = fc.stringMatching(/^[0-9A-Z-]{1,17}$/);
    fc.assert(fc.property(others, (number) => expect(ownNumber(number)).toBe(number)));
  });

  it('SEC-02, SEC-03: an operator’s number is kept, a name is kept as its keyed hash, the same for the same one', () => {
    expect(operatorCode('0001', cipher)).toBe('0001');
    expect(operatorCode(ID, cipher)).toMatch(/^name:[0-9a-f]{16}$/);
    const named = operatorCode('王小明', cipher);
    expect(named).toMatch(/^name:[0-9a-f]{16}$/);
    expect(operatorCode('王小明', cipher)).toBe(named);
    expect(operatorCode('李小红', cipher)).not.toBe(named);
  });
});
