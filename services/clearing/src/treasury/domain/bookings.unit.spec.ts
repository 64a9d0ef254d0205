import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import {
  cashBooking,
  FUND_ACCOUNTS,
  itemClosing,
  ITEM_CLOSINGS,
  lineClosing,
  LINE_CLOSINGS,
  noticeBooking,
  openingBooking,
  OWN_ACCOUNTS,
  reversed,
  type DueKind,
  type LedgerAccount,
  type Movement,
} from './bookings.js';

const KINDS: readonly DueKind[] = ['payment', 'collection', 'advance-paid', 'temporary-receipt', 'interest', 'city'];
const money = fc.bigInt({ min: 1n, max: 10n ** 15n }).map((fen) => Money.fromFen(fen));
const way = fc.constantFrom('in' as const, 'out' as const);
const movements: fc.Arbitrary<Movement> = fc.oneof(
  fc
    .tuple(fc.constantFrom('payment' as const, 'collection' as const), fc.boolean(), money)
    .map((a) => noticeBooking(...a)),
  fc.tuple(fc.constantFrom(...KINDS), way, money).map((a) => cashBooking(...a)),
  fc.tuple(fc.constantFrom(...LINE_CLOSINGS), way, money).map((a) => lineClosing(...a)),
  fc
    .record({ kind: fc.constantFrom(...KINDS), direction: way, amount: money, booked: fc.boolean() })
    .chain((facts) => fc.constantFrom(...ITEM_CLOSINGS).map((as) => itemClosing(as, facts))),
  money.map((amount) => openingBooking(amount.negate()) ?? cashBooking('city', 'in', amount)),
);
const shown = ([a, b]: Movement): string => `${a.account} ${a.debit} / ${b.account} ${b.credit}`;

describe('bookings of the special account', () => {
  it('CLR-13: every movement balances in two lines of two accounts, and so does its reversal', () => {
    fc.assert(
      fc.property(movements, (movement) => {
        for (const lines of [movement, reversed(movement)]) {
          const [debits, credits] = [lines.map(({ debit }) => debit), lines.map(({ credit }) => credit)];
          expect(Money.sum(debits).toString()).toBe(Money.sum(credits).toString());
          expect(lines.every(({ debit, credit }) => debit.isZero() !== credit.isZero())).toBe(true);
          expect(new Set(lines.map(({ account }) => account)).size).toBe(2);
        }
      }),
    );
  });

  it('SEC-05, CLR-11: fees, interest and penalties reach no fund account but the bank’s own, in either direction', () => {
    const fund: readonly LedgerAccount[] = FUND_ACCOUNTS.filter((account) => account !== 'special-account');
    fc.assert(
      fc.property(fc.constantFrom(...LINE_CLOSINGS), way, money, (as, direction, amount) => {
        const accounts = lineClosing(as, direction, amount).map(({ account }) => account);
        expect(accounts.filter((account) => fund.includes(account))).toEqual([]);
        expect(accounts.some((account) => (OWN_ACCOUNTS as readonly LedgerAccount[]).includes(account))).toBe(true);
      }),
    );
    expect(shown(lineClosing('bank-fee', 'out', Money.of('12.00')))).toBe('bank-fee 12.00 / special-account 12.00');
    expect(shown(lineClosing('bank-fee', 'in', Money.of('12.00')))).toBe('special-account 12.00 / bank-fee 12.00');
  });

  it('CLR-05, CLR-08: cost at the place of insurance, fronted money at the place of care, turned round with "*"', () => {
    const five = Money.of('5.00');
    expect(shown(noticeBooking('payment', false, five))).toBe('benefit-cost 5.00 / payable 5.00');
    expect(shown(noticeBooking('collection', false, five))).toBe('receivable 5.00 / fronted 5.00');
    expect(shown(noticeBooking('payment', true, five))).toBe('fronted 5.00 / payable 5.00');
    expect(shown(noticeBooking('collection', true, five))).toBe('receivable 5.00 / benefit-cost 5.00');
    expect(shown(cashBooking('payment', 'out', five))).toBe('payable 5.00 / special-account 5.00');
    expect(shown(cashBooking('collection', 'in', five))).toBe('special-account 5.00 / receivable 5.00');
  });

  it('CLR-13: what moved before the first statement goes against the opening balance, what never moved is owed again', () => {
    const payment = { kind: 'payment', direction: 'out', amount: Money.of('5.00') } as const;
    expect(shown(itemClosing('before-opening', { ...payment, booked: true }))).toBe(
      'special-account 5.00 / opening-balance 5.00',
    );
    expect(shown(itemClosing('before-opening', { ...payment, booked: false }))).toBe(
      'payable 5.00 / opening-balance 5.00',
    );
    expect(shown(itemClosing('not-executed', { ...payment, booked: true }))).toBe(
      'special-account 5.00 / payable 5.00',
    );
    const collection = { kind: 'collection', direction: 'in', amount: Money.of('5.00'), booked: false } as const;
    expect(shown(itemClosing('before-opening', collection))).toBe('opening-balance 5.00 / receivable 5.00');
    expect(openingBooking(Money.zero)).toBeNull();
  });
});
