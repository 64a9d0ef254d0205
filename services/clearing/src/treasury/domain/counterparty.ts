import { CLEARING_UNITS } from '#kernel';

/** What a bank says of the other side of a line. */
export interface OtherSide {
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
}

/** 户名、账号 of finance accounts that were ever in force (annex 10). */
export interface KnownAccount {
  readonly unit: string;
  readonly accountNumber: string;
  readonly accountName: string;
}

/**
 * Finds the clearing unit on the other side of a line (CLR-13): by its account; else by the exact name of an account; else by the one
 * unit whose name stands in the bank's text. Null where nothing or more than one unit fits.
 */
export function counterpartyFinder(accounts: readonly KnownAccount[]): (side: OtherSide) => string | null {
  const byNumber = unitsBy(accounts, ({ accountNumber }) => accountNumber);
  const byName = unitsBy(accounts, ({ accountName }) => accountName);
  return ({ counterpartyAccount, counterpartyName }) => {
    const number = counterpartyAccount === null ? undefined : byNumber.get(counterpartyAccount);
    if (number !== undefined || counterpartyName === null) return onlyOf(number ?? new Set());
    return onlyOf(byName.get(counterpartyName) ?? unitsNamedIn(counterpartyName));
  };
}

function unitsBy(
  accounts: readonly KnownAccount[],
  keyOf: (account: KnownAccount) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const units = new Map<string, Set<string>>();
  for (const account of accounts) {
    const key = keyOf(account);
    units.set(key, (units.get(key) ?? new Set()).add(account.unit));
  }
  return units;
}

/** What begins with the short name of another unit: 兵团, and the prefecture 海南 of 青海. */
const BEGUN_OTHERWISE: readonly { readonly by: RegExp; readonly unit: string }[] = [
  { by: /^新疆兵团/, unit: '66' },
  { by: /^海南(?:藏族自治)?州/, unit: '63' },
];

/** A full name counts anywhere; a short one only at the beginning. */
function unitsNamedIn(text: string): ReadonlySet<string> {
  const named = CLEARING_UNITS.filter(({ name }) => text.includes(name));
  const other = BEGUN_OTHERWISE.find(({ by }) => by.test(text));
  if (named.length === 0 && other !== undefined) return new Set([other.unit]);
  const begun = CLEARING_UNITS.filter(({ shortName }) => text.startsWith(shortName));
  return new Set((named.length > 0 ? named : begun).map(({ code }) => code));
}

const onlyOf = (units: ReadonlySet<string>): string | null => (units.size === 1 ? ([...units][0] ?? null) : null);
