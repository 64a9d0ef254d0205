import { Decimal, Money, isBusinessDate, ok } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { malformed, memberText, namesOf, required } from './fields.js';
import type { Names, Reader } from './fields.js';

declare const localTimeBrand: unique symbol;
/** 时间 Time of the interface, `YYYY-MM-DD HH:mm:ss` in Asia/Shanghai. Texts sort as times do. */
export type LocalTime = string & { readonly [localTimeBrand]: true };

const NUMBER = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?$/;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const OFFSET_MS = 8 * 3_600_000;
const MS_PER_MINUTE = 60_000;

const optionalMember = <T>(
  label: string,
  names: Names,
  convert: (value: string) => T | undefined,
  expectation: string,
): Reader<T | undefined> => {
  const all = namesOf(names);
  const read = memberText(label, all);
  return (node) => {
    const result = read(node);
    if (!result.ok || result.value === undefined) return result as Result<undefined>;
    const value = convert(result.value);
    return value === undefined ? malformed(label, all[0] ?? '', expectation) : ok(value);
  };
};

const withoutLeadingZeros = (digits: string): string => digits.replace(/^0+/, '') || '0';

const signed = (negative: boolean, digits: string): string => (negative && digits !== '0' ? `-${digits}` : digits);

/** Canonical digits of a number text, or undefined when it has more places than allowed; trailing zeros do not count. */
const plainNumber = (value: string, integerDigits: number, places: number): string | undefined => {
  const match = NUMBER.exec(value);
  if (!match || !/\d/.test(value)) return undefined;
  const [, sign, integer = '', decimals = ''] = match;
  const whole = withoutLeadingZeros(integer);
  const fraction = decimals.replace(/0+$/, '');
  if (whole.length > integerDigits || fraction.length > places) return undefined;
  return signed(sign === '-', fraction === '' ? whole : `${whole}.${fraction}`);
};

const moneyOf = (value: string): Money | undefined => {
  const plain = plainNumber(value, 14, 2);
  return plain === undefined ? undefined : Money.of(plain);
};
const AMOUNT_RULE = '应为金额，最多两位小数';

/** 金额: JSON number or text, at most two decimals (further zeros are tolerated); undefined when empty. */
export const amountIfGiven = (label: string, names: Names): Reader<Money | undefined> =>
  optionalMember(label, names, moneyOf, AMOUNT_RULE);
export const amount = (label: string, names: Names): Reader<Money> =>
  required(label, names, amountIfGiven(label, names));

const decimalOf =
  (integerDigits: number, places: number) =>
  (value: string): Decimal | undefined => {
    const plain = plainNumber(value, integerDigits, places);
    return plain === undefined ? undefined : new Decimal(plain);
  };

/** 数量 num 16,4. */
export const quantity = (label: string, names: Names): Reader<Decimal> =>
  required(label, names, optionalMember(label, names, decimalOf(12, 4), '应为数量，最多四位小数'));
/** 单价 num 16,6; a refund has a negative quantity, never a negative price. */
export const price = (label: string, names: Names): Reader<Decimal> => {
  const convert = (value: string): Decimal | undefined => {
    const read = decimalOf(10, 6)(value);
    return read?.isNegative() && !read.isZero() ? undefined : read;
  };
  return required(label, names, optionalMember(label, names, convert, '应为非负单价，最多六位小数'));
};

/** 计数: a whole number of at most nine digits; `67` and `67.0` are equal. */
export const countIfGiven = (label: string, names: Names): Reader<number | undefined> =>
  optionalMember(
    label,
    names,
    (value) => {
      const plain = plainNumber(value, 9, 0);
      return plain === undefined || plain.startsWith('-') ? undefined : Number(plain);
    },
    '应为非负整数',
  );
export const count = (label: string, names: Names): Reader<number> =>
  required(label, names, countIfGiven(label, names));

/** The instant of a time of the interface. */
export const instantOf = (time: LocalTime): Date => new Date(Date.parse(`${time.replace(' ', 'T')}Z`) - OFFSET_MS);
/** The time of the interface at an instant. */
export const localTimeOf = (instant: Date): LocalTime =>
  new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ') as LocalTime;
/** The business date of a time of the interface. */
export const dateOf = (time: LocalTime): BusinessDate => time.slice(0, 10) as BusinessDate;

const isClock = (hour: string, minute: string, second: string): boolean =>
  hour <= '23' && minute <= '59' && second <= '59';

const zoneMs = (zone: string): number => {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * MS_PER_MINUTE;
};

/** Space or T, with or without seconds, fraction and zone; a plain date is its midnight. Undefined for no real time. */
export const localTime = (value: string): LocalTime | undefined => {
  const match = TIME.exec(value);
  if (!match) return undefined;
  const [, day, hour = '00', minute = '00', second = '00', zone] = match;
  if (!isBusinessDate(day) || !isClock(hour, minute, second)) return undefined;
  const time = `${day} ${hour}:${minute}:${second}` as LocalTime;
  return zone === undefined ? time : localTimeOf(new Date(Date.parse(`${time.replace(' ', 'T')}Z`) - zoneMs(zone)));
};

const TIME_RULE = '应为时间yyyy-MM-dd HH:mm:ss';
export const dateTimeIfGiven = (label: string, names: Names): Reader<LocalTime | undefined> =>
  optionalMember(label, names, localTime, TIME_RULE);
export const dateTime = (label: string, names: Names): Reader<LocalTime> =>
  required(label, names, dateTimeIfGiven(label, names));

const DATE_RULE = '应为日期yyyy-MM-dd';
const localDate = (value: string): BusinessDate | undefined => {
  const time = localTime(value);
  return time === undefined ? undefined : dateOf(time);
};
/** 日期; a time part is tolerated and dropped. */
export const dateIfGiven = (label: string, names: Names): Reader<BusinessDate | undefined> =>
  optionalMember(label, names, localDate, DATE_RULE);
export const date = (label: string, names: Names): Reader<BusinessDate> =>
  required(label, names, dateIfGiven(label, names));

/** 标志 0/1; JSON true and false are tolerated. */
export const flagIfGiven = (label: string, names: Names): Reader<boolean | undefined> =>
  optionalMember(label, names, (value) => FLAGS.get(value.toLowerCase()), '应为0或1');
const FLAGS = new Map([
  ['0', false],
  ['1', true],
  ['false', false],
  ['true', true],
]);

/** A code set: the national heads are checked, provincial tails pass through; `pad` restores a lost leading zero. */
export interface CodeSet {
  readonly heads: readonly string[];
  readonly pad?: number;
}
const CODE = /^[0-9A-Za-z.]{1,12}$/;
export const codeIfGiven = (label: string, names: Names, set: CodeSet): Reader<string | undefined> =>
  optionalMember(label, names, (value) => knownCode(value, set), '代码不在规定范围内');
export const code = (label: string, names: Names, set: CodeSet): Reader<string> =>
  required(label, names, codeIfGiven(label, names, set));

function knownCode(value: string, set: CodeSet): string | undefined {
  const padded = value.padStart(set.pad ?? 0, '0');
  return CODE.test(padded) && set.heads.some((head) => padded.startsWith(head)) ? padded : undefined;
}
