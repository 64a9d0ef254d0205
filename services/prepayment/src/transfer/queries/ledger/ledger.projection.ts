import type { Projection, RecordedEvent } from '#event-store';
import { Money } from '#kernel';
import { bookingsOf, interestOf, reversed, type Booking } from '../../domain/bookings.js';
import { increaseNumber, movementIdOf, slipKey, type Side } from '../../domain/slips.js';

/** Events that move money of a special account, and those that say it was not moved. */
export const MOVEMENTS: readonly string[] = [
  ...['TransferPaid', 'TransferReceived', 'IncreasePaid', 'IncreaseReceived'],
  'InterestReceived',
];
export const WITHDRAWALS: readonly string[] = ['TransferSlipWithdrawn', 'IncreaseSlipWithdrawn'];

interface Moved {
  readonly id: string;
  /** The side of a transfer or increase, whose slips follow one another. */
  readonly about: string;
  readonly on: string;
  readonly bookings: readonly [Booking, Booking];
}

/**
 * 预付金账 by double entry (PRE-08): two lines for every payment and every receipt, each in the books of one unit, and two the other way round
 * for a slip that was taken back.
 */
export const ledgerProjection: Projection = {
  name: 'ledger',
  mode: 'inline',
  handles: [...MOVEMENTS, ...WITHDRAWALS],
  ddl: (t) => `
    create table ${t('entry')} (
      movement_id text not null,
      line integer not null,
      about text not null,
      unit text not null,
      account text not null check (account in ('special-account', 'advance-paid', 'temporary-receipt', 'interest-income')),
      counterparty text not null,
      debit numeric(18, 2) not null,
      credit numeric(18, 2) not null,
      booked_on date not null,
      primary key (movement_id, line),
      check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0))
    );
    create index entry_of_unit on ${t('entry')} (unit, booked_on);
    create index entry_about on ${t('entry')} (about);`,
  async apply(tx, events, t) {
    const rows = events.flatMap((event) => rowsOf(bookedOf(event)));
    await tx.query(
      `insert into ${t('entry')} (movement_id, line, about, unit, account, counterparty, debit, credit, booked_on)
       select * from jsonb_to_recordset($1::jsonb) as r(movement_id text, line integer, about text, unit text, account text,
         counterparty text, debit numeric, credit numeric, booked_on date)`,
      [JSON.stringify(rows)],
    );
  },
};

type Told = Pick<RecordedEvent, 'type' | 'data'>;

/**
 * What the slip of an event moved, also of one that takes it back; null for a payment reported before bookings were kept, whose amount it
 * does not say, and for its receipt.
 */
export function movedOf({ type, data }: Told): Moved | null {
  if (data['amount'] === undefined || data['booked'] === false) return null;
  const text = (name: string): string => String(data[name]);
  if (type === 'InterestReceived') {
    const [unit, amount] = [text('receiver'), Money.of(text('amount'))];
    const id = `interest-${unit}-${slipKey({ bank: text('bank'), serialNumber: text('serialNumber') })}`;
    return { id, about: id, on: text('on'), bookings: interestOf(unit, amount) };
  }
  const side = (data['side'] ?? (type.endsWith('Paid') ? 'paid' : 'received')) as Side;
  const number = type.startsWith('Increase') ? increaseNumber(text('increaseId')) : text('transferId');
  const between = { payer: text('payer'), receiver: text('receiver'), amount: Money.of(text('amount')), side };
  return {
    id: movementIdOf(number, side, data['attempt'] as number | undefined),
    about: movementIdOf(number, side),
    on: String(data['on'] ?? data[`${side}On`]),
    bookings: bookingsOf({ ...between, returned: data['returned'] === true }),
  };
}

/** What an event books: its slip, or the slip it takes back once more, the other way round and on its own day (PRE-08). */
function bookedOf(event: Told): Moved | null {
  const moved = movedOf(event);
  if (moved === null || !WITHDRAWALS.includes(event.type)) return moved;
  const [id, on] = [`${moved.id}/withdrawn`, String(event.data['withdrawnOn'])];
  return { ...moved, id, on, bookings: reversed(moved.bookings) };
}

function rowsOf(moved: Moved | null): readonly object[] {
  if (moved === null) return [];
  return moved.bookings.map(({ debit, credit, ...entry }, index) => ({
    ...{ movement_id: moved.id, line: index + 1, about: moved.about, ...entry, booked_on: moved.on },
    ...{ debit: debit.toString(), credit: credit.toString() },
  }));
}
