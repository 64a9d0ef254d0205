import { Money } from '#kernel';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

/** 个人账户 Personal account of one person: what the place of insurance reported, less what claims used. */
export interface PersonalAccount {
  readonly reported: Money;
  readonly used: Money;
}

export type AccountEvent =
  | DomainEvent<'AccountReported', { readonly psnNo: string; readonly balance: string }>
  | DomainEvent<'AccountUsed', AccountUse>
  | DomainEvent<'AccountRestored', AccountUse>;

export type AccountUse = {
  readonly claimId: string;
  readonly amount: string;
  /** The relative whose claim it is, where that is not the owner's own (共济). */
  readonly usedBy?: string;
};

export const balanceOf = (account: PersonalAccount): Money => account.reported.minus(account.used);

export function evolveAccount(account: PersonalAccount, event: AccountEvent): PersonalAccount {
  switch (event.type) {
    case 'AccountReported':
      // The reported balance already knows what was used before it.
      return { reported: Money.of(event.data.balance), used: Money.zero };
    case 'AccountUsed':
      return { ...account, used: account.used.plus(Money.of(event.data.amount)) };
    case 'AccountRestored':
      return { ...account, used: account.used.minus(Money.of(event.data.amount)) };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<PersonalAccount, AccountEvent> = {
  category: 'account',
  initialState: () => ({ reported: Money.zero, used: Money.zero }),
  evolve: evolveAccount,
};

export const accountRef = (psnNo: string): StreamRef<PersonalAccount> => ({ id: `account-${psnNo}`, definition });
