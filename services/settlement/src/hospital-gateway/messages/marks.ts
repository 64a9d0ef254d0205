import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { isEmergencyCategory, isInjuryCategory } from '../../visit/domain/medical-category.js';
import { findMember, isEmpty, malformed } from './fields.js';
import type { Reader } from './fields.js';
import { isObject, parseJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { MESSAGE_LIMITS } from './limits.js';

/** 跨省标识 Marks of a cross-province visit (3.2 of the interface; SET-09 for injuries). Undefined = not sent. */
export interface CrossProvinceMarks {
  /** 就诊人群类型 MDTRT_GRP_TYPE, 1 to 4. */
  readonly publicEmergencyGroup: '1' | '2' | '3' | '4' | undefined;
  /** 外伤标志 TRUM_FLAG. */
  readonly injury: boolean | undefined;
  /** 涉及第三方标志 REL_TTP_FLAG. */
  readonly thirdParty: boolean | undefined;
  /** 住院类型 IPT_TYPE: 1 ordinary, 2 emergency or rescue, 3 transfer. */
  readonly admissionKind: 'ordinary' | 'emergency' | 'transfer' | undefined;
  /** 门诊急诊转诊标志 OTP_ER_REFL_FLAG: 1 emergency, 2 referral, 3 both. */
  readonly outpatientKind: 'emergency' | 'referral' | 'emergency-referral' | undefined;
}

const KEYS = ['MDTRT_GRP_TYPE', 'TRUM_FLAG', 'REL_TTP_FLAG', 'IPT_TYPE', 'OTP_ER_REFL_FLAG'];
const KEY_IN_TEXT = new RegExp(KEYS.join('|'), 'i');

const label = '字段扩展';
const name = 'exp_content';

/** exp_content is JSON text in Hunan, an object in Sichuan, and free text elsewhere; free text carries no marks. */
const extension = (node: JsonObject): Result<JsonObject> => {
  const value = findMember(node, [name, 'expContent']);
  if (value === undefined) return ok({});
  if (isObject(value)) return ok(value);
  if (typeof value !== 'string' || !KEY_IN_TEXT.test(value)) return ok({});
  if (value.length > MESSAGE_LIMITS.extensionLength) return malformed(label, name, '过长');
  const parsed = parseJson(value, `${label}(${name})`);
  if (!parsed.ok) return parsed;
  return isObject(parsed.value) ? ok(parsed.value) : malformed(label, name, '应为JSON对象');
};

/** One mark: upper-case key of the extension, or the lower-case member of the extension or of the node itself. */
const markOf = (node: JsonObject, inner: JsonObject, key: string): Json | undefined => {
  const lower = key.toLowerCase();
  return findMember(inner, [key, lower]) ?? findMember(node, [lower, key]);
};

const choice = <T>(
  value: Json | undefined,
  chinese: string,
  key: string,
  choices: Readonly<Record<string, T>>,
): Result<T> => {
  const found = typeof value === 'string' && Object.hasOwn(choices, value.trim()) ? choices[value.trim()] : undefined;
  return found === undefined ? malformed(chinese, key, '代码不在规定范围内') : ok(found);
};

const GROUPS = { '1': '1', '2': '2', '3': '3', '4': '4' } as const;
const FLAGS = { '0': false, '1': true } as const;
const ADMISSIONS = { '1': 'ordinary', '2': 'emergency', '3': 'transfer' } as const;
const OUTPATIENTS = { '1': 'emergency', '2': 'referral', '3': 'emergency-referral' } as const;

/** Reads the marks of a node; a client that does not use a code mark may send "0" for it. */
export const marks: Reader<CrossProvinceMarks> = (node) => {
  const inner = extension(node);
  if (!inner.ok) return inner;
  const optional = <T>(key: string, chinese: string, choices: Readonly<Record<string, T>>): Result<T | undefined> => {
    const value = markOf(node, inner.value, key);
    const unused = isEmpty(value) || (value === '0' && !Object.hasOwn(choices, '0'));
    return unused ? ok(undefined) : choice(value, chinese, key, choices);
  };
  const group = optional('MDTRT_GRP_TYPE', '就诊人群类型', GROUPS);
  if (!group.ok) return group;
  const injury = optional<boolean>('TRUM_FLAG', '外伤标志', FLAGS);
  if (!injury.ok) return injury;
  const thirdParty = optional<boolean>('REL_TTP_FLAG', '涉及第三方标志', FLAGS);
  if (!thirdParty.ok) return thirdParty;
  const admission = optional('IPT_TYPE', '住院类型', ADMISSIONS);
  if (!admission.ok) return admission;
  const outpatient = optional('OTP_ER_REFL_FLAG', '门诊急诊转诊标志', OUTPATIENTS);
  if (!outpatient.ok) return outpatient;
  return ok({
    publicEmergencyGroup: group.value,
    injury: injury.value,
    thirdParty: thirdParty.value,
    admissionKind: admission.value,
    outpatientKind: outpatient.value,
  });
};

const refuseMark = (rule: string, message: string, key: string): Result<void> =>
  reject('marks.contradictory', rule, message, [key]);

const checkInjury = (value: CrossProvinceMarks, category: string): Result<void> => {
  if (isInjuryCategory(category) && value.injury === false) {
    return refuseMark('SET-09', '医疗类别为外伤时，外伤标志(TRUM_FLAG)应为1', 'TRUM_FLAG');
  }
  if (value.injury !== true || value.thirdParty !== undefined) return ok(undefined);
  return refuseMark('SET-09', '外伤时涉及第三方标志(REL_TTP_FLAG)不能为空', 'REL_TTP_FLAG');
};

const checkEmergency = (value: CrossProvinceMarks, category: string): Result<void> => {
  if (!isEmergencyCategory(category)) return ok(undefined);
  if ((value.admissionKind ?? 'emergency') !== 'emergency') {
    return refuseMark('SET-07', '医疗类别为急诊时，住院类型(IPT_TYPE)应为2', 'IPT_TYPE');
  }
  if (value.outpatientKind !== 'referral') return ok(undefined);
  return refuseMark('SET-07', '医疗类别为急诊时，门诊急诊转诊标志(OTP_ER_REFL_FLAG)应为1或3', 'OTP_ER_REFL_FLAG');
};

/**
 * Refuses marks that contradict the 医疗类别 or each other: an injury category with TRUM_FLAG 0, an injury without
 * REL_TTP_FLAG (SET-09), an emergency category marked as none (SET-07). Marks that were not sent at all are left to
 * the visit, which may have them from an earlier message.
 */
export const checkMarks = (value: CrossProvinceMarks, medicalCategory: string | undefined): Result<void> => {
  const injury = checkInjury(value, medicalCategory ?? '');
  return injury.ok ? checkEmergency(value, medicalCategory ?? '') : injury;
};

/** 急诊抢救: by category or by either mark; such a visit is treated as filed (视同备案, SET-07). */
export const isEmergency = (value: CrossProvinceMarks, medicalCategory: string | undefined): boolean =>
  isEmergencyCategory(medicalCategory ?? '') ||
  value.admissionKind === 'emergency' ||
  value.outpatientKind === 'emergency' ||
  value.outpatientKind === 'emergency-referral';
