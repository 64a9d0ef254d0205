import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type Result } from '#kernel';

/** 财政专户 as annex 10 prints it: 户名, 开户银行, 账号. */
export type FinanceAccount = {
  readonly accountName: string;
  readonly bank: string;
  readonly accountNumber: string;
};

type Registered = FinanceAccount & { readonly unit: string; readonly effectiveOn: string; readonly on: string };

export type AccountEvent = DomainEvent<'FinanceAccountRegistered', Registered>;

/** 跨省异地就医专户 of one unit, in the order in which they come into force (CLR-12). */
export interface Accounts {
  readonly registered: readonly Registered[];
}

const definition: StreamDefinition<Accounts, AccountEvent> = {
  category: 'account',
  initialState: () => ({ registered: [] }),
  evolve: ({ registered }, { data }) => ({ registered: [...registered, data] }),
};

export const accountRef = (unit: string): StreamRef<Accounts> => ({ id: `account-${unit}`, definition });

/** The account in force on a day; null before the first. */
export function accountOn({ registered }: Accounts, day: string): FinanceAccount | null {
  const found = registered.findLast(({ effectiveOn }) => effectiveOn <= day);
  if (found === undefined) return null;
  const { accountName, bank, accountNumber } = found;
  return { accountName, bank, accountNumber };
}

export interface RegisterAccount extends FinanceAccount {
  readonly unit: string;
  readonly effectiveOn: string;
  readonly on: string;
}

/**
 * 登记专户 (CLR-12, annex 10): from today on at the earliest and after the one before, so that nothing published changes.
 * The same account again changes nothing.
 */
export function decideRegisterAccount(
  command: RegisterAccount,
  { registered }: Accounts,
): Result<readonly AccountEvent[]> {
  const { accountName, bank, accountNumber, effectiveOn, on } = command;
  const last = registered.at(-1);
  const same = last?.accountNumber === accountNumber && last.bank === bank && last.accountName === accountName;
  if (same) return ok([]);
  if (effectiveOn < on)
    return reject('account.past', 'CLR-12', '专户变更不能早于今日生效，已发布的通知书不变', ['effectiveOn']);
  if (last !== undefined && effectiveOn <= last.effectiveOn) {
    return reject('account.out-of-order', 'CLR-12', `须晚于已登记的${last.effectiveOn}生效`, ['effectiveOn']);
  }
  return ok([{ type: 'FinanceAccountRegistered', data: { ...command } }]);
}
