import { Money } from '#kernel';

/** What one relative's account paid of a claim (共济), in yuan as text. */
export type FamilyShare = { readonly psnNo: string; readonly amount: string };

/** What the accounts of relatives can pay together; an account below zero pays nothing. */
export const familyBalance = (balances: readonly Money[]): Money =>
  Money.sum(balances.map((balance) => balance.max(Money.zero)));

/**
 * 共济支付 over the accounts that may be used, one after the other in the order they were shared (SET-20). `balances` are those
 * of `owners`; together they hold at least what was paid.
 */
export function familyShares(
  paid: Money,
  owners: readonly string[],
  balances: readonly Money[],
): readonly FamilyShare[] {
  let left = paid;
  return owners.flatMap((psnNo, index) => {
    const amount = left.min(balances[index]?.max(Money.zero) ?? Money.zero);
    left = left.minus(amount);
    return amount.isZero() ? [] : [{ psnNo, amount: amount.toString() }];
  });
}
