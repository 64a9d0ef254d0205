import type { EventStore } from '#event-store';
import { addDays, businessDate, Money } from '#kernel';
import type { Direction, DueKind } from '../../domain/bookings.js';
import { counterpartyFinder, type KnownAccount } from '../../domain/counterparty.js';
import type { OpenItem, OpenLine, Pool, TakesBack } from '../../domain/open-items.js';
import { namesReversal } from '../../domain/reversal.js';

/** A bank may book so many days before or after the day a slip names. */
const DAYS_AROUND_SLIP = 10;
/** A payment comes back within so many days. Our choice: no source has a limit. */
const DAYS_OF_RETURN = 30;

interface LineRow {
  readonly line_id: string;
  readonly booked_on: string;
  readonly direction: Direction;
  readonly amount: string;
  readonly serial_number: string | null;
  readonly counterparty_name: string | null;
  readonly counterparty_account: string | null;
  readonly text: string | null;
  readonly reversal: boolean;
}

interface ItemRow {
  readonly item_id: string;
  readonly kind: DueKind;
  readonly counterparty: string | null;
  readonly direction: Direction;
  readonly amount: string;
  readonly returned: boolean;
  readonly known_on: string;
  readonly moved_on: string | null;
  readonly serial_number: string | null;
}

/** Lines and items of a unit that nothing has ended, as the matching sees them (CLR-13). */
export async function openPool({ database }: Pick<EventStore, 'database'>, unit: string): Promise<Pool> {
  const open = 'unit = $1 and match_id is null and closed_as is null';
  const [lines, items, accounts] = await Promise.all([
    database.read<LineRow>(`select ${LINE_COLUMNS} from read_treasury.line where ${open}`, [unit]),
    database.read<ItemRow>(
      `select item_id, kind, counterparty, direction, amount::text, returned, known_on::text, moved_on::text, serial_number
         from read_treasury.item where ${open}`,
      [unit],
    ),
    knownAccounts(database),
  ]);
  const finder = counterpartyFinder(accounts);
  const unitOf = (row: LineRow): string | null => {
    const found = finder({ counterpartyName: row.counterparty_name, counterpartyAccount: row.counterparty_account });
    // Cities of the unit's own name are no other unit.
    return found === unit ? null : found;
  };
  const paid = daysPaid(await paidInSameAmounts(database, unit, lines), unitOf);
  return {
    lines: lines.map((row) => {
      const counterparty = unitOf(row);
      return lineOf(row, counterparty, wasPaidBefore(row, paid.get(`${counterparty} ${row.amount}`) ?? []));
    }),
    items: items.map(itemOf),
  };
}

const LINE_COLUMNS =
  'line_id, booked_on::text, direction, amount::text, serial_number, counterparty_name, counterparty_account, text, reversal';

/** Money that went out, from thirty days before the first open line that came in, in an amount of one of these lines. */
async function paidInSameAmounts(
  database: EventStore['database'],
  unit: string,
  open: readonly LineRow[],
): Promise<readonly LineRow[]> {
  const came = open.filter(({ direction }) => direction === 'in');
  const first = came.map(({ booked_on: day }) => day).sort()[0];
  if (first === undefined) return [];
  return database.read<LineRow>(
    `select ${LINE_COLUMNS} from read_treasury.line
      where unit = $1 and direction = 'out' and booked_on >= $2 and amount = any($3::numeric[])`,
    [unit, addDays(businessDate(first), -DAYS_OF_RETURN), [...new Set(came.map(({ amount }) => amount))]],
  );
}

/** Days of payments by the unit they went to and amount. */
function daysPaid(
  payments: readonly LineRow[],
  unitOf: (row: LineRow) => string | null,
): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, string[]>();
  for (const row of payments) {
    const key = `${unitOf(row)} ${row.amount}`;
    const known = days.get(key) ?? [];
    known.push(row.booked_on);
    days.set(key, known);
  }
  return days;
}

function wasPaidBefore({ direction, booked_on: cameOn }: LineRow, paidOn: readonly string[]): boolean {
  if (direction === 'out' || paidOn.length === 0) return false;
  const from = addDays(businessDate(cameOn), -DAYS_OF_RETURN);
  return paidOn.some((day) => day >= from && day <= cameOn);
}

/** Finance accounts that were ever in force, and those that notices named (CLR-12). */
const knownAccounts = (database: EventStore['database']): Promise<readonly KnownAccount[]> =>
  database.read<KnownAccount>(
    'select unit, account_number as "accountNumber", account_name as "accountName" from read_finance_accounts.account',
  );

const lineOf = (row: LineRow, counterparty: string | null, paidBefore: boolean): OpenLine => ({
  ...{ lineId: row.line_id, bookedOn: row.booked_on, direction: row.direction, amount: Money.of(row.amount) },
  ...{ counterparty, serialNumber: row.serial_number, takesBack: takesBackOf(row, paidBefore) },
});

function takesBackOf({ reversal, text }: LineRow, paidBefore: boolean): TakesBack | null {
  if (reversal) return 'reversed';
  if (namesReversal(text)) return 'named';
  return paidBefore ? 'perhaps' : null;
}

function itemOf(row: ItemRow): OpenItem {
  const [earliest, latest] =
    row.moved_on === null
      ? [row.known_on, null]
      : [addDays(businessDate(row.moved_on), -DAYS_AROUND_SLIP), addDays(businessDate(row.moved_on), DAYS_AROUND_SLIP)];
  return {
    ...{ itemId: row.item_id, direction: row.direction, amount: Money.of(row.amount), earliest, latest },
    counterparty: row.kind === 'city' ? null : row.counterparty,
    serialNumber: row.serial_number,
    goesBack: row.returned || WAY_BACK[row.kind] === row.direction,
  };
}

/** The way in which an advance goes back (PRE-08). */
const WAY_BACK: Partial<Record<DueKind, Direction>> = { 'advance-paid': 'in', 'temporary-receipt': 'out' };
