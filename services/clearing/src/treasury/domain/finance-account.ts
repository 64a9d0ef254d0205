import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type BusinessDate, type ClearingUnit, type Result } from '#kernel';

/** What annex 10 says of one account. */
export type AccountFacts = {
  readonly accountName: string;
  readonly accountNumber: string;
  readonly bankName: string;
  /** 开户银行行号, twelve digits. */
  readonly bankCode: string;
};

export type AccountChanged = AccountFacts & {
  readonly unit: string;
  /** 变更生效日期. */
  readonly effectiveOn: string;
  readonly reportedOn: string;
};

export type FinanceAccountEvent = DomainEvent<'FinanceAccountChanged', AccountChanged>;

/** 省级财政收款专户 The account one unit is paid into, with everything it ever was (CLR-12). */
export interface FinanceAccount {
  readonly versions: readonly AccountChanged[];
}

export const evolveFinanceAccount = ({ versions }: FinanceAccount, { data }: FinanceAccountEvent): FinanceAccount => ({
  versions: [...versions, data],
});

const definition: StreamDefinition<FinanceAccount, FinanceAccountEvent> = {
  category: 'finance-account',
  initialState: () => ({ versions: [] }),
  evolve: evolveFinanceAccount,
};

export const financeAccountRef = (unit: string): StreamRef<FinanceAccount> => ({
  id: `finance-account-${unit}`,
  definition,
});

/** Day from which the last account that was reported stands, after some events. */
export const standingFrom = (account: FinanceAccount, events: readonly FinanceAccountEvent[]): string =>
  events.reduce(evolveFinanceAccount, account).versions.at(-1)?.effectiveOn ?? '';

/** The account in force on a day; null before the first. */
export const accountOn = ({ versions }: FinanceAccount, day: string): AccountChanged | null =>
  versions.findLast(({ effectiveOn }) => effectiveOn <= day) ?? null;

/** What a paper of that day prints of it; null before the first. */
export function factsOn(account: FinanceAccount, day: string): AccountFacts | null {
  const version = accountOn(account, day);
  if (version === null) return null;
  const { accountName, accountNumber, bankName, bankCode } = version;
  return { accountName, accountNumber, bankName, bankCode };
}

export interface ChangeAccount extends AccountFacts {
  readonly unit: ClearingUnit;
  readonly effectiveOn: BusinessDate;
  readonly on: BusinessDate;
}

const ACCOUNT_NUMBER = /^\d{8,32}$/;
const BANK_CODE = /^\d{12}$/;

/**
 * 变更专户 (CLR-12): from today on or later, never before: what was published or paid up to now named the account then in force.
 * The same account again changes nothing once it is in force, or where its day is the same; another day of it is refused.
 */
export function decideChangeAccount(
  { on, ...change }: ChangeAccount,
  account: FinanceAccount,
): Result<readonly FinanceAccountEvent[]> {
  const refusal = refuseFacts(change) ?? refuseDay(change.effectiveOn, on, account);
  if (refusal !== null) return refusal;
  const last = account.versions.at(-1);
  if (last !== undefined && sameAccount(last, change)) {
    if (last.effectiveOn <= on || last.effectiveOn === change.effectiveOn) return ok([]);
    const message = `该专户已报送自${last.effectiveOn}起生效，不能再改生效日期`;
    return reject('finance-account.other-day', 'CLR-12', message, ['effectiveOn']);
  }
  return ok([{ type: 'FinanceAccountChanged', data: { ...change, reportedOn: on } }]);
}

function refuseFacts({ accountNumber, bankCode }: AccountFacts): Result<never> | null {
  if (!ACCOUNT_NUMBER.test(accountNumber)) {
    return reject('finance-account.number', 'CLR-12', '银行账号须为8至32位数字', ['accountNumber']);
  }
  if (!BANK_CODE.test(bankCode)) {
    return reject('finance-account.bank-code', 'CLR-12', '开户银行行号须为12位数字', ['bankCode']);
  }
  return null;
}

function refuseDay(effectiveOn: string, on: string, { versions }: FinanceAccount): Result<never> | null {
  if (effectiveOn < on) {
    return reject('finance-account.past', 'CLR-12', '变更生效日期不能早于今日：已发布的通知书不因变更而改变', [
      'effectiveOn',
    ]);
  }
  const last = versions.at(-1);
  if (last === undefined || effectiveOn >= last.effectiveOn) return null;
  return reject('finance-account.out-of-order', 'CLR-12', `已报送自${last.effectiveOn}起生效的变更，不能补入更早的`, [
    'effectiveOn',
  ]);
}

const FACTS = ['accountName', 'accountNumber', 'bankName', 'bankCode'] as const;
const sameAccount = (a: AccountFacts, b: AccountFacts): boolean => FACTS.every((name) => a[name] === b[name]);
