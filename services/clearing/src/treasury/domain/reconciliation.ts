import { businessDate, daysBetween, Money, type BusinessDate } from '#kernel';

/**
 * Why bank and books differ: 银行已收、企业未收; 银行已付、企业未付; 企业已收、银行未收; 企业已付、银行未付.
 */
export type DifferenceClass = 'bank-in-not-books' | 'bank-out-not-books' | 'books-in-not-bank' | 'books-out-not-bank';

/** What belongs together — a match, or a line or item that stands alone — with what bank and books say of it up to a day. */
export interface BalanceGroup {
  /** Number of the match, the line or the item. */
  readonly about: string;
  /** Into the account is positive; yuan. */
  readonly bank: Money;
  readonly books: Money;
  readonly since: string;
}

export type OpenDifference = {
  readonly about: string;
  readonly class: DifferenceClass;
  readonly amount: string;
  readonly since: string;
  readonly ageDays: number;
};

/** 余额调节表. Yuan as text. */
export type BalanceStatement = {
  readonly bankBalance: string;
  readonly booksBalance: string;
  readonly sums: Readonly<Record<DifferenceClass, string>>;
  /** 调节后余额 of either side. */
  readonly adjusted: { readonly bank: string; readonly books: string };
  readonly agrees: boolean;
  readonly differences: readonly OpenDifference[];
};

const CLASSES: readonly DifferenceClass[] = [
  ...(['bank-in-not-books', 'bank-out-not-books', 'books-in-not-bank', 'books-out-not-bank'] as const),
];

/**
 * 余额调节表 on a day (账账相符、账款相符, CLR-13): the bank's balance with what only the books know, the books' balance with what only the bank
 * knows. Groups in which both say the same have no line; the two adjusted balances agree, whatever is open.
 */
export function balanceStatement(groups: readonly BalanceGroup[], on: BusinessDate): BalanceStatement {
  const open = groups.filter(({ bank, books }) => !bank.eq(books));
  const differences = open.map((group) => differenceOf(group, on));
  const sum = (kind: DifferenceClass): Money =>
    Money.sum(differences.filter((one) => one.class === kind).map(({ amount }) => Money.of(amount)));
  const bank = Money.sum(groups.map((group) => group.bank));
  const books = Money.sum(groups.map((group) => group.books));
  const adjusted = {
    bank: bank.plus(sum('books-in-not-bank')).minus(sum('books-out-not-bank')),
    books: books.plus(sum('bank-in-not-books')).minus(sum('bank-out-not-books')),
  };
  return {
    ...{ bankBalance: bank.toString(), booksBalance: books.toString() },
    sums: Object.fromEntries(CLASSES.map((kind) => [kind, sum(kind).toString()])) as BalanceStatement['sums'],
    adjusted: { bank: adjusted.bank.toString(), books: adjusted.books.toString() },
    agrees: adjusted.bank.eq(adjusted.books),
    differences: differences.sort(oldestFirst),
  };
}

function differenceOf({ about, bank, books, since }: BalanceGroup, on: BusinessDate): OpenDifference {
  const isBanks = bank.abs().gte(books.abs());
  const change = isBanks ? bank.minus(books) : books.minus(bank);
  const way = change.isNegative() ? 'out' : 'in';
  return {
    ...{ about, class: isBanks ? (`bank-${way}-not-books` as const) : (`books-${way}-not-bank` as const) },
    ...{ amount: change.abs().toString(), since, ageDays: daysBetween(businessDate(since), on) },
  };
}

const oldestFirst = (a: OpenDifference, b: OpenDifference): number =>
  a.since === b.since ? (a.about < b.about ? -1 : 1) : a.since < b.since ? -1 : 1;
