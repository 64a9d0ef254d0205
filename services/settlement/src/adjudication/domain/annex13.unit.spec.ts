import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import { checkAnnex13, type Payment } from './annex13.js';
import type { Amounts } from './types.js';

const fen = fc.bigInt({ min: 0n, max: 5_000_000n }).map((amount) => Money.fromFen(amount));
const split = fc.record({ inScope: fen, classBPrepay: fen, overLimit: fen, selfPay: fen });
const CENT = Money.of('0.01');
const PARTS = ['inScope', 'classBPrepay', 'overLimit', 'selfPay'] as const;
const PAYERS = ['funds', 'account', 'cash', 'hospitalBorne'] as const;
const amountsOf = (parts: Omit<Amounts, 'total'>): Amounts => ({ ...parts, total: Money.sum(Object.values(parts)) });
/** Cash bears what the others leave. */
const paymentOf = ({ total }: Amounts, others: Omit<Payment, 'cash'>): Payment => ({
  ...others,
  cash: total.minus(Money.sum(Object.values(others))),
});
const payers = fc.record({ funds: fen, account: fen, hospitalBorne: fen });
const messageOf = (result: ReturnType<typeof checkAnnex13>): string => (result.ok ? '' : result.rejection.message);

describe('the identities of annex 13', () => {
  it('SET-05: hold for whatever adds up, and for its negation, which a refund is', () => {
    fc.assert(
      fc.property(split, payers, (parts, others) => {
        const amounts = amountsOf(parts);
        const payment = paymentOf(amounts, others);
        expect(checkAnnex13(amounts, payment).ok).toBe(true);
        const negated = Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount.negate()]));
        const back = Object.fromEntries(Object.entries(payment).map(([name, amount]) => [name, amount.negate()]));
        expect(checkAnnex13(negated as Amounts, back as Payment).ok).toBe(true);
      }),
    );
  });

  it('SET-05: a part or a payer one cent off is refused, and the refusal names the two sums', () => {
    fc.assert(
      fc.property(split, payers, fc.constantFrom(CENT, CENT.negate()), (parts, others, off) => {
        const amounts = amountsOf(parts);
        const payment = paymentOf(amounts, others);
        const wrong = amounts.total.plus(off).toString();
        for (const part of PARTS) {
          const message = messageOf(checkAnnex13({ ...amounts, [part]: amounts[part].plus(off) }, payment));
          expect(message).toContain(`总费用${amounts.total}不等于`);
          expect(message).toContain(`之和${wrong}`);
        }
        for (const payer of PAYERS) {
          const message = messageOf(checkAnnex13(amounts, { ...payment, [payer]: payment[payer].plus(off) }));
          expect(message).toContain(`总费用${amounts.total}不等于基金`);
          expect(message).toContain(`之和${wrong}`);
        }
      }),
    );
  });
});
