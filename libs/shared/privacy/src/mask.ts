/** 张三 → 张*; 欧阳娜娜 → 欧***. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}${'*'.repeat(Math.max([...name].length - 1, 1))}`;

/** First four and last two places stay: enough to tell two people apart at a counter. */
export const maskIdNumber = (number: string): string =>
  number.length < 8 ? '*'.repeat(number.length) : `${number.slice(0, 4)}${'*'.repeat(number.length - 6)}${number.slice(-2)}`;

export const maskPhone = (phone: string): string =>
  phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** Eighteen- and fifteen-place citizen numbers by their region and date; not every long number is one. */
const ID_NUMBER =
  /(?<!\d)[1-9]\d{5}(?:(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)/g;
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const BANK_CARD = /(?<!\d)(?:62|4|5)\d{14,18}(?!\d)/g;

/** Free text for logs and errors with everything that looks like a citizen number, mobile phone or bank card masked. */
export function maskText(text: string): string {
  return text
    .replace(ID_NUMBER, (number) => maskIdNumber(number))
    .replace(PHONE, (phone) => maskPhone(phone))
    .replace(BANK_CARD, (card) => `${card.slice(0, 4)}${'*'.repeat(card.length - 8)}${card.slice(-4)}`);
}
