import { ok, reject } from './result.js';
import type { Result } from './result.js';

declare const clearingUnitBrand: unique symbol;
declare const regionBrand: unique symbol;

/** 清算单位 Clearing unit: the two-digit code of one of the 32 provincial agencies. */
export type ClearingUnit = string & { readonly [clearingUnitBrand]: true };

/** 行政区划代码 Region code of a province or pooling area: six digits whose first two name a clearing unit. */
export type RegionCode = string & { readonly [regionBrand]: true };

export type ClearingUnitInfo = { readonly code: ClearingUnit; readonly name: string; readonly shortName: string };

/** Official order. 66 for 兵团 is our own choice: no source states the code the insurance system uses for it. */
const UNITS = [
  ['11', '北京市', '北京'],
  ['12', '天津市', '天津'],
  ['13', '河北省', '河北'],
  ['14', '山西省', '山西'],
  ['15', '内蒙古自治区', '内蒙古'],
  ['21', '辽宁省', '辽宁'],
  ['22', '吉林省', '吉林'],
  ['23', '黑龙江省', '黑龙江'],
  ['31', '上海市', '上海'],
  ['32', '江苏省', '江苏'],
  ['33', '浙江省', '浙江'],
  ['34', '安徽省', '安徽'],
  ['35', '福建省', '福建'],
  ['36', '江西省', '江西'],
  ['37', '山东省', '山东'],
  ['41', '河南省', '河南'],
  ['42', '湖北省', '湖北'],
  ['43', '湖南省', '湖南'],
  ['44', '广东省', '广东'],
  ['45', '广西壮族自治区', '广西'],
  ['46', '海南省', '海南'],
  ['50', '重庆市', '重庆'],
  ['51', '四川省', '四川'],
  ['52', '贵州省', '贵州'],
  ['53', '云南省', '云南'],
  ['54', '西藏自治区', '西藏'],
  ['61', '陕西省', '陕西'],
  ['62', '甘肃省', '甘肃'],
  ['63', '青海省', '青海'],
  ['64', '宁夏回族自治区', '宁夏'],
  ['65', '新疆维吾尔自治区', '新疆'],
  ['66', '新疆生产建设兵团', '兵团'],
] as const;

/** The 32 clearing units in the order every national table prints them (CLR-01). */
export const CLEARING_UNITS: readonly ClearingUnitInfo[] = UNITS.map(([code, name, shortName]) => ({
  code: code as ClearingUnit,
  name,
  shortName,
}));

const BY_CODE = new Map<string, ClearingUnitInfo>(CLEARING_UNITS.map((unit) => [unit.code, unit]));

/** Reads a two-digit unit code; a rejection names the field. */
export const parseClearingUnit = (text: unknown, field: string): Result<ClearingUnit> => {
  const unit = typeof text === 'string' ? BY_CODE.get(text) : undefined;
  return unit ? ok(unit.code) : reject('clearing-unit.unknown', 'CLR-01', `${field}不是32个清算单位之一`, [field]);
};

/** As `parseClearingUnit`, throwing RangeError: for constants and records checked before. */
export const clearingUnit = (text: string): ClearingUnit => {
  const unit = BY_CODE.get(text);
  if (!unit) throw new RangeError(`不是32个清算单位之一：${text}`);
  return unit.code;
};

const SIX_DIGITS = /^\d{6}$/;

export const RegionCode = {
  /** Reads a region code; refused unless six digits within one of the 32 units. */
  parse(text: unknown, field: string): Result<RegionCode> {
    if (typeof text === 'string' && SIX_DIGITS.test(text) && BY_CODE.has(text.slice(0, 2))) {
      return ok(text as RegionCode);
    }
    return reject('region.unknown', 'REG-04', `${field}须为6位行政区划代码，且属于32个清算单位`, [field]);
  },
  /** As `parse`, throwing RangeError: for constants and records checked before. */
  of(text: string): RegionCode {
    const result = RegionCode.parse(text, '行政区划代码');
    if (!result.ok) throw new RangeError(`${result.rejection.message}：${text}`);
    return result.value;
  },
} as const;

/** The unit that clears for a region. */
export const clearingUnitOf = (region: RegionCode): ClearingUnit => region.slice(0, 2) as ClearingUnit;

/** Code of the provincial level of a region: `440200` gives `440000`. */
export const provinceOf = (region: RegionCode): RegionCode => `${region.slice(0, 2)}0000` as RegionCode;

/** Whether the code stands for a whole unit (a province, a directly governed municipality, 兵团). */
export const isProvinceLevel = (region: string): boolean => region.endsWith('0000');

/** Full Chinese name of a unit, for papers and messages. Throws RangeError for an unknown code. */
export const unitName = (code: ClearingUnit): string => unitInfo(code).name;

/** Short Chinese name of a unit, for tables. Throws RangeError for an unknown code. */
export const unitShortName = (code: ClearingUnit): string => unitInfo(code).shortName;

/** True when the two regions clear through different units; 新疆 and 兵团 are two units (rulebook section 10 item 8). */
export const isCrossProvince = (a: RegionCode, b: RegionCode): boolean => clearingUnitOf(a) !== clearingUnitOf(b);

function unitInfo(code: ClearingUnit): ClearingUnitInfo {
  const unit = BY_CODE.get(code);
  if (!unit) throw new RangeError(`不是32个清算单位之一：${code}`);
  return unit;
}
