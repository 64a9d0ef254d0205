import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CLEARING_UNITS,
  RegionCode,
  checkCitizenId,
  citizenIdCheckCharacter,
  clearingUnit,
  clearingUnitOf,
} from './index.js';
import {
  idOf,
  isCrossProvince,
  isProvinceLevel,
  ok,
  parseClearingUnit,
  provinceOf,
  reject,
  unitName,
  unitShortName,
  unwrap,
} from './index.js';

/** Made up: region 000000-like prefixes are avoided, birth dates are invented. */
const first17 = fc
  .record({
    region: fc.constantFrom('110101', '440203', '320205', '660101'),
    year: fc.integer({ min: 1930, max: 2024 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    serial: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ region, year, month, day, serial }) => {
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${region}${year}${two(month)}${two(day)}${String(serial).padStart(3, '0')}`;
  });

describe('checkCitizenId', () => {
  it('SET-21: accepts the example of GB 11643 and reads date and sex', () => {
    expect(checkCitizenId('11010519491231002X')).toEqual(
      ok({ birthDate: '1949-12-31', sex: '2', canonical: '11010519491231002X' }),
    );
    expect(checkCitizenId(' 440524188001010014 ')).toMatchObject({
      ok: true,
      value: { birthDate: '1880-01-01', sex: '1' },
    });
  });

  it('SET-21: accepts a lower-case x and makes it canonical', () => {
    expect(checkCitizenId('11010519491231002x')).toMatchObject({
      ok: true,
      value: { canonical: '11010519491231002X' },
    });
  });

  it('SET-21: converts an old number of 15 digits to the same canonical number', () => {
    expect(checkCitizenId('110105491231002')).toMatchObject({ ok: true, value: { canonical: '11010519491231002X' } });
  });

  it.each([
    ['110105194912310021', 'citizen-id.check-digit'],
    ['1101051949123100', 'citizen-id.malformed'],
    ['11010519491231002A', 'citizen-id.malformed'],
    [`11010519490230002${citizenIdCheckCharacter('11010519490230002')}`, 'citizen-id.birth-date'],
    ['110105490230002', 'citizen-id.birth-date'],
    ['', 'citizen-id.malformed'],
    [undefined, 'citizen-id.malformed'],
  ])('SET-21: refuses a wrong number without repeating it (%#)', (text, code) => {
    const result = checkCitizenId(text, 'certno');
    expect(result).toMatchObject({ ok: false, rejection: { code, rule: 'SET-21', fields: ['certno'] } });
    if (text) expect(JSON.stringify(result)).not.toContain(text.slice(0, 6));
  });

  it('property: SET-21: one right check character, and any single wrong digit is found', () => {
    fc.assert(
      fc.property(first17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, place, shift) => {
        const number = digits + citizenIdCheckCharacter(digits);
        expect(checkCitizenId(number).ok).toBe(true);
        const wrong = String((Number(number[place]) + shift) % 10);
        expect(checkCitizenId(number.slice(0, place) + wrong + number.slice(place + 1)).ok).toBe(false);
      }),
    );
  });
});

describe('clearing units and regions', () => {
  it('CLR-01: has the 32 units in the official order, 兵团 last', () => {
    expect(CLEARING_UNITS).toHaveLength(32);
    expect(
      CLEARING_UNITS.slice(0, 9)
        .map((unit) => unit.shortName)
        .join(''),
    ).toBe('北京天津河北山西内蒙古辽宁吉林黑龙江上海');
    expect(CLEARING_UNITS.at(-1)).toMatchObject({ code: '66', shortName: '兵团' });
    expect(new Set(CLEARING_UNITS.map((unit) => unit.code)).size).toBe(32);
  });

  it('CLR-01: names a unit and refuses an unknown one', () => {
    expect(unitName(clearingUnit('44'))).toBe('广东省');
    expect(unitShortName(clearingUnit('66'))).toBe('兵团');
    expect(() => clearingUnit('71')).toThrow(RangeError);
    expect(parseClearingUnit('71', '清算单位').ok).toBe(false);
    expect(parseClearingUnit('11', '清算单位')).toEqual(ok('11'));
  });

  it('REG-04: reads a region, its province and its unit', () => {
    const region = RegionCode.of('440200');
    expect(clearingUnitOf(region)).toBe('44');
    expect(provinceOf(region)).toBe('440000');
    expect([isProvinceLevel(region), isProvinceLevel(provinceOf(region))]).toEqual([false, true]);
  });

  it.each(['710000', '44020', '4402000', '44020a', '', 440200])('REG-04: refuses %p as a region', (text) => {
    expect(RegionCode.parse(text, '就医地')).toMatchObject({
      ok: false,
      rejection: { rule: 'REG-04', fields: ['就医地'] },
    });
  });

  it('CLR-01: 新疆 and 兵团 clear with each other as two units', () => {
    expect(isCrossProvince(RegionCode.of('650100'), RegionCode.of('660000'))).toBe(true);
    expect(isCrossProvince(RegionCode.of('440200'), RegionCode.of('440100'))).toBe(false);
  });
});

describe('results and identifiers', () => {
  it('unwraps an accepted value and throws the reason of a refused one', () => {
    expect(unwrap(ok(3))).toBe(3);
    expect(() => unwrap(reject('x.y', 'SET-05', '两边不等'))).toThrow('两边不等 [x.y, SET-05]');
  });

  it.each(['', ' a', 'a b', '中', 'x'.repeat(129)])('refuses %p as an identifier', (text) => {
    expect(() => idOf<'claim'>(text)).toThrow(RangeError);
  });

  it('keeps a good identifier as it is', () => {
    expect(idOf<'claim'>('CLM-2025.08/0001')).toBe('CLM-2025.08/0001');
  });
});
