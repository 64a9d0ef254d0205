import { stringify } from 'csv-stringify/sync';

const FORMULA = /^[=+\-@\t\r]/;
const BELOW_ZERO = /^-\d+(\.\d+)?%?$/;

/** A spreadsheet must not take a text of somebody else's for a formula; amounts below zero are none. */
export const withoutFormula = (text: string): string =>
  FORMULA.test(text) && !BELOW_ZERO.test(text) ? `'${text}` : text;

/** Lines under their headings as CSV, by RFC 4180 but with LF: the same lines give the same bytes. */
export const csvOf = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  stringify([[...head], ...rows.map((row) => [...row])], { cast: { string: withoutFormula }, quoted_match: /\r/ });
