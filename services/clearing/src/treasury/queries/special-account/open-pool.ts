import type { EventStore } from '#event-store';
import { addDays, businessDate, Money } from '#kernel';
import type { Direction, DueKind } from '../../domain/bookings.js';
import { counterpartyFinder, type KnownAccount } from '../../domain/counterparty.js';
import type { OpenItem, OpenLine, Pool } from '../../domain/open-items.js';

/** A bank may book so many days before or after the day a slip names. */
const DAYS_AROUND_SLIP = 10;

interface LineRow {
  readonly line_id: string;
  readonly booked_on: string;
  readonly direction: Direction;
  readonly amount: string;
  readonly serial_number: string | null;
  readonly counterparty_name: string | null;
  readonly counterparty_account: string | null;
}

interface ItemRow {
  readonly item_id: string;
  readonly kind: DueKind;
  readonly counterparty: string | null;
  readonly direction: Direction;
  readonly amount: string;
  readonly known_on: string;
  readonly moved_on: string | null;
  readonly serial_number: string | null;
}

/** Lines and items of a unit that nothing has ended, as the matching sees them (CLR-13). */
export async function openPool({ database }: Pick<EventStore, 'database'>, unit: string): Promise<Pool> {
  const open = 'unit = $1 and match_id is null and closed_as is null';
  const [lines, items, accounts] = await Promise.all([
    database.read<LineRow>(
      `select line_id, booked_on::text, direction, amount::text, serial_number, counterparty_name, counterparty_account
         from read_treasury.line where ${open}`,
      [unit],
    ),
    database.read<ItemRow>(
      `select item_id, kind, counterparty, direction, amount::text, known_on::text, moved_on::text, serial_number
         from read_treasury.item where ${open}`,
      [unit],
    ),
    knownAccounts(database),
  ]);
  const finder = counterpartyFinder(accounts);
  return { lines: lines.map((row) => lineOf(row, unit, finder)), items: items.map(itemOf) };
}

/** Finance accounts that were ever in force, and those that notices named (CLR-12). */
const knownAccounts = (database: EventStore['database']): Promise<readonly KnownAccount[]> =>
  database.read<KnownAccount>(
    'select unit, account_number as "accountNumber", account_name as "accountName" from read_finance_accounts.account',
  );

function lineOf(row: LineRow, unit: string, finder: ReturnType<typeof counterpartyFinder>): OpenLine {
  const side = { counterpartyName: row.counterparty_name, counterpartyAccount: row.counterparty_account };
  const found = finder(side);
  return {
    ...{ lineId: row.line_id, bookedOn: row.booked_on, direction: row.direction, amount: Money.of(row.amount) },
    // Cities of the unit's own name are no other unit.
    counterparty: found === unit ? null : found,
    serialNumber: row.serial_number,
  };
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
  };
}
