import { Money } from '#kernel';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

/** 个人账户 Personal account of one person: what the place of insurance reported last, less what claims used since. */
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

/**
 * What a telling of the balance records (SET-20). A place tells all facts of a person when one of them changes, so the figure it told
 * last is no news: it may know nothing of claims since. Another figure is believed to have been struck after all that was used and
 * given back here, also when it is what the account holds by now. That rests on the place booking our claims before it tells a new
 * balance, and on tellings of one person coming in order, each once.
 */
export function decideReport(psnNo: string, told: Money, account: PersonalAccount): readonly AccountEvent[] {
  if (told.eq(account.reported)) return [];
  return [{ type: 'AccountReported', data: { psnNo, balance: told.toString() } }];
}

const definition: StreamDefinition<PersonalAccount, AccountEvent> = {
  category: 'account',
  initialState: () => ({ reported: Money.zero, used: Money.zero }),
  evolve: evolveAccount,
};

export const accountRef = (psnNo: string): StreamRef<PersonalAccount> => ({ id: `account-${psnNo}`, definition });
