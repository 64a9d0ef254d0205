import { isBusinessDate } from './dates.js';
import type { BusinessDate } from './dates.js';
import { ok, reject } from './result.js';
import type { Refused, Result } from './result.js';

/** What a valid citizen number says about its holder. */
export type CitizenIdFacts = {
  readonly birthDate: BusinessDate;
  /** 1 male, 2 female (GB/T 2261.1). */
  readonly sex: '1' | '2';
  /** The number in its 18-place form, upper case: one person has one canonical number. Personal data. */
  readonly canonical: string;
};

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const NEW_FORM = /^[1-9]\d{16}[\dX]$/;
const OLD_FORM = /^[1-9]\d{14}$/;

/** Check character of the first 17 digits by GB 11643 (ISO 7064 MOD 11-2). */
export const citizenIdCheckCharacter = (first17: string): string => {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(first17[place]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
};

/**
 * Checks a citizen number (公民身份号码) as SET-21 asks: 18 places, check digit, a real date of birth. Numbers of
 * 15 digits issued before 1999 are accepted and converted. The rejection never repeats any part of the number.
 */
export const checkCitizenId = (text: unknown, field = '身份证号'): Result<CitizenIdFacts> => {
  const number = canonicalOf(typeof text === 'string' ? text.trim().toUpperCase() : '');
  if (number === null) return refuse('citizen-id.malformed', `${field}须为18位（或旧15位）`, field);
  if (number.charAt(17) !== citizenIdCheckCharacter(number.slice(0, 17))) {
    return refuse('citizen-id.check-digit', `${field}校验位不符`, field);
  }
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isBusinessDate(birthDate)) return refuse('citizen-id.birth-date', `${field}中的出生日期不存在`, field);
  return ok({ birthDate, sex: Number(number.charAt(16)) % 2 === 1 ? '1' : '2', canonical: number });
};

/** The 18-place form, or null when it is neither form; an old number has no check character and is given the right one. */
function canonicalOf(typed: string): string | null {
  if (NEW_FORM.test(typed)) return typed;
  if (!OLD_FORM.test(typed)) return null;
  const first17 = `${typed.slice(0, 6)}19${typed.slice(6)}`;
  return first17 + citizenIdCheckCharacter(first17);
}

function refuse(code: string, message: string, field: string): Refused {
  return reject(code, 'SET-21', message, [field]);
}
