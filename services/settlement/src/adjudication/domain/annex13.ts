import { Money, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { Amounts } from './types.js';

/** Who pays a claim, as the second identity of annex 13 adds them up. */
export type Payment = {
  /** 基金支付合计 without the personal account. */
  readonly funds: Money;
  readonly account: Money;
  readonly cash: Money;
  readonly hospitalBorne: Money;
};

/**
 * SET-05: total = in scope + class-B prepay + over-limit + self-pay and, when the payment is given,
 * total = funds + account + cash + hospital-borne. The rejection names the two sums. Signs do not matter, so that a
 * refund is checked by the same identities.
 */
export function checkAnnex13(amounts: Amounts, payment?: Payment): Result<Amounts> {
  const { total, inScope, classBPrepay, overLimit, selfPay } = amounts;
  const parts = Money.sum([inScope, classBPrepay, overLimit, selfPay]);
  if (!parts.eq(total)) {
    const message = `总费用${total}不等于范围内、先行自付、超限价、自费之和${parts}`;
    return reject('claim.parts-differ', 'SET-05', message, [
      'total',
      'inScope',
      'classBPrepay',
      'overLimit',
      'selfPay',
    ]);
  }
  if (!payment) return ok(amounts);
  const paid = Money.sum([payment.funds, payment.account, payment.cash, payment.hospitalBorne]);
  if (!paid.eq(total)) {
    const message = `总费用${total}不等于基金、个人账户、现金、医院负担之和${paid}`;
    return reject('claim.payers-differ', 'SET-05', message, ['total', 'funds', 'account', 'cash', 'hospitalBorne']);
  }
  return ok(amounts);
}
