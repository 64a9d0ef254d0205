/** 张三 → 张**: the family name; not even how long the name is. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}**`;

/** 320201199003074512 → 3202**********4512: enough to tell two people apart at a counter. */
export const maskIdNumber = (number: string): string => middleHidden(number, 4);

/** 13812345678 → 138****5678. */
export const maskPhone = (phone: string): string =>
  phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** Nothing stays of a text too short to hide anything in. */
const middleHidden = (text: string, kept: number): string =>
  text.length <= 2 * kept
    ? '*'.repeat(text.length)
    : `${text.slice(0, kept)}${'*'.repeat(text.length - 2 * kept)}${text.slice(-kept)}`;

const MONTH_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
/** Eighteen- and fifteen-place citizen numbers by their region and date; not every long number is one. */
const ID_NUMBER = new RegExp(
  `(?<!\\d)[1-9]\\d{5}[ -]?(?:(?:18|19|20)\\d{2}${MONTH_DAY}[ -]?\\d{3}[\\dXx]|\\d{2}${MONTH_DAY}\\d{3})(?!\\d)`,
  'g',
);
/** Eleven digits that carry cents are an amount: a national total has as many. */
const PHONE = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d|\.\d)/g;
const CARD = /(?<![\d.])[3-69]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?:[ -]?\d{1,3})?(?!\d|\.\d)/g;
/** Numbers UnionPay, Visa and Mastercard issue are hidden even if a digit was mistyped. */
const ISSUED = /^(?:62|4|5[1-5])/;

/** Free text for logs and errors with everything that looks like a citizen number, mobile phone or bank card masked. */
export function maskText(text: string): string {
  return text
    .replace(ID_NUMBER, (number) => maskIdNumber(number.replace(/[ -]/g, '')))
    .replace(PHONE, (phone) => maskPhone(phone.replace(/[ -]/g, '').slice(-11)))
    .replace(CARD, (card) => {
      const digits = card.replace(/[ -]/g, '');
      return ISSUED.test(digits) || passesLuhn(digits) ? middleHidden(digits, 4) : card;
    });
}

/** Check digit of bank cards, ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  const weighed = [...digits].reverse().map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2));
  return weighed.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}
