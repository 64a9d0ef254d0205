import { Money } from '#kernel';
import type { Side } from './slips.js';

/** 财政专户存款, 预付款项 at the payer, 暂收款项 and 利息收入 at the place of care (PRE-08, CLR-11, N22 art. 62). */
export type Account = 'special-account' | 'advance-paid' | 'temporary-receipt' | 'interest-income';

/** One line of a unit's books. Exactly one of debit and credit is not zero. */
export interface Booking {
  readonly unit: string;
  readonly account: Account;
  /** The other unit of the pair; of interest, the unit itself. */
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
  readonly side: Side;
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

/** 红字冲回: the same movement the other way round, for a slip that was taken back (PRE-08). */
export const reversed = ([debited, credited]: readonly [Booking, Booking]): readonly [Booking, Booking] => [
  { ...credited, debit: credited.credit, credit: Money.zero },
  { ...debited, debit: Money.zero, credit: debited.debit },
];

/** 利息 is the place of care's own income: no payer has a part in it (CLR-11). */
export const interestOf = (unit: string, amount: Money): readonly [Booking, Booking] => [
  { unit, counterparty: unit, account: 'special-account', debit: amount, credit: Money.zero },
  { unit, counterparty: unit, account: 'interest-income', debit: Money.zero, credit: amount },
];
