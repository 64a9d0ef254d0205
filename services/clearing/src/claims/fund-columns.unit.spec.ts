import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import { COLUMNS, fundsApart } from './fund-columns.js';

/** What PostgreSQL makes of a row: each column twenty digits further on. In fen. */
const together = (columns: readonly bigint[]): bigint =>
  columns.reduce((sum, fen, index) => sum + fen * 10n ** BigInt(20 * index), 0n);

const textOf = (fen: bigint): string => {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const MOST = 10n ** 18n - 1n;
const claims = fc.array(
  fc.array(fc.oneof(fc.bigInt({ min: -MOST / 50n, max: MOST / 50n }), fc.constant(0n)), {
    minLength: COLUMNS.length,
    maxLength: COLUMNS.length,
  }),
  { maxLength: 50 },
);

describe('a sum of the ten fund columns in one number', () => {
  it('CLR-15: tells the sum of every column, refunds included, whatever the order of claims', () => {
    fc.assert(
      fc.property(claims, (rows) => {
        const sum = rows.reduce((total, row) => total + together(row), 0n);
        const expected = COLUMNS.map((_, index) => rows.reduce((total, row) => total + (row[index] ?? 0n), 0n));
        expect(fundsApart(textOf(sum))).toEqual(expected.map((fen) => Money.fromFen(fen).toString()));
      }),
    );
  });

  it('CLR-15: takes the most that a column can hold, and refuses what is beyond it', () => {
    for (const sign of [1n, -1n]) {
      const most = COLUMNS.map((_, index) => sign * (index % 2 === 0 ? MOST : -MOST));
      expect(fundsApart(textOf(together(most)))).toEqual(most.map((fen) => Money.fromFen(fen).toString()));
      for (const [index] of COLUMNS.entries()) {
        const beyond = most.map((fen, at) => (at === index ? sign * (MOST + 1n) : fen));
        expect(() => fundsApart(textOf(together(beyond)))).toThrow(RangeError);
      }
    }
    expect(() => fundsApart(textOf(10n ** 222n))).toThrow(RangeError);
  });
});
