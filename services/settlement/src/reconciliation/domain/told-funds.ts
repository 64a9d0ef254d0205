import { Money } from '#kernel';

interface Amounts {
  readonly fundTotal: string;
  readonly account: string;
}
interface Setting {
  readonly accountInFunds: boolean;
}

/**
 * 基金支付总额 as an institution is told it: the personal account is in it where the institution is registered so (interface 6.10). Here funds
 * never have the account in them (SET-05).
 */
export const asTold = <A extends Amounts>(amounts: A, { accountInFunds }: Setting): A =>
  accountInFunds
    ? { ...amounts, fundTotal: Money.of(amounts.fundTotal).plus(Money.of(amounts.account)).toString() }
    : amounts;

/** The same the other way: what the institution says, as it is kept here. */
export const asKept = <A extends Amounts>(amounts: A, { accountInFunds }: Setting): A =>
  accountInFunds
    ? { ...amounts, fundTotal: Money.of(amounts.fundTotal).minus(Money.of(amounts.account)).toString() }
    : amounts;
