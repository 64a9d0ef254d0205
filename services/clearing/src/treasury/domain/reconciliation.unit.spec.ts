import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, Money } from '#kernel';
import { balanceStatement, type BalanceGroup } from './reconciliation.js';

const on = businessDate('2025-10-31');
const group = (about: string, bank: string, books: string, since = '2025-10-20'): BalanceGroup => ({
  ...{ about, bank: Money.of(bank), books: Money.of(books), since },
});

describe('statement of reconciled balances', () => {
  it('CLR-13: names four kinds of differences with their age, and both sides agree', () => {
    const shown = balanceStatement(
      [
        group('opening', '1000.00', '1000.00'),
        group('M1', '-300.00', '-300.00'),
        group('l-in', '50.00', '0.00', '2025-10-30'),
        group('l-out', '-12.00', '0.00', '2025-10-21'),
        group('i-in', '0.00', '7.00'),
        group('i-out', '0.00', '-80.00', '2025-09-30'),
      ],
      on,
    );
    expect(shown).toMatchObject({
      ...{ bankBalance: '738.00', booksBalance: '627.00', agrees: true },
      adjusted: { bank: '665.00', books: '665.00' },
      sums: {
        ...{ 'bank-in-not-books': '50.00', 'bank-out-not-books': '12.00' },
        ...{ 'books-in-not-bank': '7.00', 'books-out-not-bank': '80.00' },
      },
    });
    expect(shown.differences.map((one) => [one.about, one.class, one.ageDays])).toEqual([
      ['i-out', 'books-out-not-bank', 31],
      ['i-in', 'books-in-not-bank', 11],
      ['l-out', 'bank-out-not-books', 10],
      ['l-in', 'bank-in-not-books', 1],
    ]);
  });

  it('CLR-13: of a match that the bank moved in part by the day, only the part is open', () => {
    const { differences } = balanceStatement([group('M1', '-60.00', '-100.00')], on);
    expect(differences).toMatchObject([{ about: 'M1', class: 'books-out-not-bank', amount: '40.00' }]);
  });

  it('CLR-13: whatever bank and books say, the adjusted balances agree', () => {
    const fen = fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).map((value) => Money.fromFen(value));
    const groups = fc.array(fc.record({ about: fc.string(), bank: fen, books: fen, since: fc.constant('2025-10-01') }));
    fc.assert(
      fc.property(groups, (all) => {
        const { agrees, differences } = balanceStatement(all, on);
        expect(agrees).toBe(true);
        expect(differences).toHaveLength(all.filter(({ bank, books }) => !bank.eq(books)).length);
        expect(differences.every(({ amount }) => Money.of(amount).isPositive())).toBe(true);
      }),
    );
  });
});
