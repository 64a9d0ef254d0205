import { Money } from '#kernel';

/** 基金科目 What carries fund money: the special account, what is owed by notices, advances, and the way to the cities. */
export const FUND_ACCOUNTS = [
  /** 财政专户存款. */
  'special-account',
  /** 应付异地就医清算资金 by a published payment notice. */
  'payable',
  /** 应收异地就医清算资金 by a published collection notice. */
  'receivable',
  /** 异地就医待遇支出 of the place of insurance. */
  'benefit-cost',
  /** 异地就医垫付款 of the place of care: its institutions were paid before the other unit pays. */
  'fronted',
  /** 预付款项, 暂收款项 (PRE-08). */
  'advance-paid',
  'temporary-receipt',
  /** 市级往来: 上解 and 下拨 (CLR-07). */
  'cities',
] as const;

/**
 * What is no fund money and never enters a fund column (SEC-05): 利息收入 of the place of care (CLR-11), 银行手续费 that the unit's
 * own budget makes good, 违约金与罚款, 待查款项, and the balance the books began with.
 */
export const OWN_ACCOUNTS = ['interest-income', 'bank-fee', 'penalty', 'suspense', 'opening-balance'] as const;

export type FundAccount = (typeof FUND_ACCOUNTS)[number];
export type OwnAccount = (typeof OWN_ACCOUNTS)[number];
export type LedgerAccount = FundAccount | OwnAccount;

/** Whether money enters the special account or leaves it. */
export type Direction = 'in' | 'out';

/** One line of a unit's books. Exactly one of debit and credit is not zero; yuan. */
export interface Booking {
  readonly account: LedgerAccount;
  readonly debit: Money;
  readonly credit: Money;
}

export type Movement = readonly [Booking, Booking];

/** 借、贷 The two lines of one movement: it balances by its making. */
export const movementOf = (debited: LedgerAccount, credited: LedgerAccount, amount: Money): Movement => [
  { account: debited, debit: amount, credit: Money.zero },
  { account: credited, debit: Money.zero, credit: amount },
];

/** The same movement the other way round (红字冲回). */
export const reversed = ([debited, credited]: Movement): Movement =>
  movementOf(credited.account, debited.account, debited.debit);

/** What the books know of before the bank shows it: a line of a notice, a movement of advances, interest, or of a city. */
export type DueKind = 'payment' | 'collection' | 'advance-paid' | 'temporary-receipt' | 'interest' | 'city';

/** The account that stands against 财政专户存款 when it moves. */
const AGAINST: Readonly<Record<DueKind, LedgerAccount>> = {
  payment: 'payable',
  collection: 'receivable',
  'advance-paid': 'advance-paid',
  'temporary-receipt': 'temporary-receipt',
  interest: 'interest-income',
  city: 'cities',
};

/**
 * 通知书记账 at publication (CLR-05): what the place of insurance owes is its cost, what the place of care is owed is what it has
 * fronted; where the money goes back ("*", CLR-08) each is booked at the other side.
 */
export function noticeBooking(kind: 'payment' | 'collection', returned: boolean, amount: Money): Movement {
  const own: FundAccount = (kind === 'payment') === returned ? 'fronted' : 'benefit-cost';
  return kind === 'payment' ? movementOf(own, 'payable', amount) : movementOf('receivable', own, amount);
}

/** 收付记账: the special account moves against what was owed, or against whatever the movement is of (CLR-13, PRE-08). */
export function cashBooking(kind: DueKind, direction: Direction, amount: Money): Movement {
  return direction === 'in'
    ? movementOf('special-account', AGAINST[kind], amount)
    : movementOf(AGAINST[kind], 'special-account', amount);
}

/** What a line of the bank that belongs to no notice is found to be: never fund money (SEC-05, CLR-11). */
export const LINE_CLOSINGS = ['bank-fee', 'interest', 'penalty', 'suspense'] as const;
export type LineClosing = (typeof LINE_CLOSINGS)[number];

const CLOSING_ACCOUNT: Readonly<Record<LineClosing, OwnAccount>> = {
  'bank-fee': 'bank-fee',
  interest: 'interest-income',
  penalty: 'penalty',
  suspense: 'suspense',
};

/** 核销流水 (SEC-05): against an account of the unit's own, in either direction; a fee that is made good comes back the same way. */
export function lineClosing(as: LineClosing, direction: Direction, amount: Money): Movement {
  const own = CLOSING_ACCOUNT[as];
  return direction === 'in' ? movementOf('special-account', own, amount) : movementOf(own, 'special-account', amount);
}

/**
 * What ends an item of the books without a line of the bank. `before-opening`: it moved before the first statement, so the balance
 * the books began with has it already. `not-executed`: reported as moved and never done, so it is owed again.
 */
export const ITEM_CLOSINGS = ['before-opening', 'not-executed'] as const;
export type ItemClosing = (typeof ITEM_CLOSINGS)[number];

interface ClosedItem {
  readonly kind: DueKind;
  readonly direction: Direction;
  readonly amount: Money;
  /** Whether the special account has been booked for it. */
  readonly booked: boolean;
}

/** 核销账项 (CLR-13). */
export function itemClosing(as: ItemClosing, { kind, direction, amount, booked }: ClosedItem): Movement {
  const cash = cashBooking(kind, direction, amount);
  if (as === 'not-executed') return reversed(cash);
  const moved: FundAccount = 'special-account';
  const toOpening = (account: LedgerAccount): LedgerAccount => (account === moved ? 'opening-balance' : account);
  const [debited, credited] = cash;
  if (!booked) return movementOf(toOpening(debited.account), toOpening(credited.account), amount);
  return direction === 'in'
    ? movementOf('opening-balance', 'special-account', amount)
    : movementOf('special-account', 'opening-balance', amount);
}

/** 期初建账: the balance of the first statement of an account; overdrawn the other way round. Null for zero. */
export function openingBooking(balance: Money): Movement | null {
  if (balance.isZero()) return null;
  return balance.isNegative()
    ? movementOf('opening-balance', 'special-account', balance.abs())
    : movementOf('special-account', 'opening-balance', balance);
}
