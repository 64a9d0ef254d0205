import { Money } from '#kernel';

/** 财政专户存款, 预付款项 at the payer, 暂收款项 at the place of care (PRE-08, N22 art. 62). */
export type Account = 'special-account' | 'advance-paid' | 'temporary-receipt';

/** One line of a unit's books. Exactly one of debit and credit is not zero. */
export interface Booking {
  readonly unit: string;
  readonly account: Account;
  /** The other unit of the pair. */
  readonly counterparty: string;
  readonly debit: Money;
  readonly credit: Money;
}

export interface Movement {
  readonly payer: string;
  readonly receiver: string;
  readonly amount: Money;
  /** The money goes back from the place of care to the payer. */
  readonly returned: boolean;
  /** Which of the two units' books: whose account the money left, or entered. */
  readonly side: 'paid' | 'received';
}

/**
 * 记账 by double entry (PRE-08): an advance is 预付款项 against 财政专户存款 at the payer and 财政专户存款 against 暂收款项 at the
 * place of care; a return is booked the other way round. Every movement balances in the books of its unit.
 */
export function bookingsOf({ payer, receiver, amount, returned, side }: Movement): readonly [Booking, Booking] {
  const isPayers = (side === 'paid') !== returned;
  const [unit, counterparty] = isPayers ? [payer, receiver] : [receiver, payer];
  const own: Account = isPayers ? 'advance-paid' : 'temporary-receipt';
  const [debited, credited]: readonly [Account, Account] =
    side === 'paid' ? [own, 'special-account'] : ['special-account', own];
  return [
    { unit, counterparty, account: debited, debit: amount, credit: Money.zero },
    { unit, counterparty, account: credited, debit: Money.zero, credit: amount },
  ];
}
