import type { AppendedEvent, StreamRef } from '#event-store';
import { Money } from '#kernel';
import type { Adjudication } from '../../../adjudication/domain/index.js';
import { accountRef, balanceOf, type PersonalAccount } from '../../../benefit/domain/account.js';
import type { SettledFacts } from '../../domain/events.js';
import { familyBalance } from '../../domain/family-shares.js';
import type { SettleClaim } from '../../domain/settle.js';

/** The patient's own account, and those of relatives the claim may use, in their order (共济, SET-20). */
export interface Accounts {
  readonly own: StreamRef<PersonalAccount>;
  readonly family: readonly StreamRef<PersonalAccount>[];
}
export interface Balances {
  readonly own: Money;
  readonly family: readonly Money[];
}

export const accountsOf = ({
  psnNo,
  familyAccounts = [],
}: Pick<SettleClaim, 'psnNo' | 'familyAccounts'>): Accounts => ({
  own: accountRef(psnNo),
  family: familyAccounts.map(accountRef),
});

interface States {
  of(ref: StreamRef<PersonalAccount>): PersonalAccount;
}
export const balancesOf = (states: States, { own, family }: Accounts): Balances => ({
  own: balanceOf(states.of(own)),
  family: family.map((ref) => balanceOf(states.of(ref))),
});

/** 余额 of the account that pays: the relatives' where those were asked for, else the patient's own. */
export function balanceAfter(
  { own, family }: Balances,
  paid: Pick<Adjudication, 'accountPaid' | 'familyPaid'>,
): string {
  if (family.length > 0) return familyBalance(family).minus(paid.familyPaid).toString();
  return own.minus(paid.accountPaid).toString();
}

/** What a claim takes from each account, or with `AccountRestored` gives back to it. */
export function accountEvents(
  type: 'AccountUsed' | 'AccountRestored',
  claimId: string,
  {
    psnNo,
    account,
    family,
  }: { readonly psnNo: string; readonly account: string; readonly family: SettledFacts['family'] },
): readonly AppendedEvent[] {
  const own = Money.of(account).minus(Money.of(family?.paid ?? '0.00'));
  const ofOwn = own.isZero() ? [] : [{ psnNo, amount: own.toString() }];
  return [...ofOwn, ...(family?.accounts ?? [])].map((share) => ({
    streamId: accountRef(share.psnNo).id,
    event: { type, data: { claimId, amount: share.amount, ...(share.psnNo === psnNo ? {} : { usedBy: psnNo }) } },
  }));
}
