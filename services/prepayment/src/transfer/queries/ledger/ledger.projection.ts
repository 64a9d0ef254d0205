import type { Projection, RecordedEvent } from '#event-store';
import { Money } from '#kernel';
import { bookingsOf, interestOf, type Booking } from '../../domain/bookings.js';
import { slipKey } from '../../domain/transfer.js';

interface Moved {
  readonly id: string;
  readonly on: string;
  readonly bookings: readonly [Booking, Booking];
}

/** 预付金账 by double entry (PRE-08): two lines for every payment and every receipt, each in the books of one unit. */
export const ledgerProjection: Projection = {
  name: 'ledger',
  mode: 'inline',
  handles: ['TransferPaid', 'TransferReceived', 'IncreasePaid', 'IncreaseReceived', 'InterestReceived'],
  ddl: (t) => `
    create table ${t('entry')} (
      movement_id text not null,
      line integer not null,
      unit text not null,
      account text not null check (account in ('special-account', 'advance-paid', 'temporary-receipt', 'interest-income')),
      counterparty text not null,
      debit numeric(18, 2) not null,
      credit numeric(18, 2) not null,
      booked_on date not null,
      primary key (movement_id, line),
      check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0))
    );
    create index entry_of_unit on ${t('entry')} (unit, booked_on);`,
  async apply(tx, events, t) {
    const rows = events.flatMap((event) => rowsOf(movedOf(event)));
    await tx.query(
      `insert into ${t('entry')} (movement_id, line, unit, account, counterparty, debit, credit, booked_on)
       select * from jsonb_to_recordset($1::jsonb) as r(movement_id text, line integer, unit text, account text,
         counterparty text, debit numeric, credit numeric, booked_on date)`,
      [JSON.stringify(rows)],
    );
  },
};

/** What an event moved; null for a payment reported before bookings were kept, whose amount it does not say, and for its receipt. */
export function movedOf({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): Moved | null {
  if (data['amount'] === undefined || data['booked'] === false) return null;
  const text = (name: string): string => String(data[name]);
  if (type === 'InterestReceived') {
    const [unit, amount] = [text('receiver'), Money.of(text('amount'))];
    const slip = slipKey({ bank: text('bank'), serialNumber: text('serialNumber') });
    return { id: `interest-${unit}-${slip}`, on: text('on'), bookings: interestOf(unit, amount) };
  }
  const isIncrease = type.startsWith('Increase');
  const side = type.endsWith('Paid') ? 'paid' : 'received';
  const movement = {
    payer: text('payer'),
    receiver: text('receiver'),
    amount: Money.of(text('amount')),
    side,
  } as const;
  return {
    id: `${isIncrease ? text('increaseId') : text('transferId')}/${side}`,
    on: isIncrease ? text(`${side}On`) : text('on'),
    bookings: bookingsOf({ ...movement, returned: data['returned'] === true }),
  };
}

function rowsOf(moved: Moved | null): readonly object[] {
  if (moved === null) return [];
  return moved.bookings.map(({ debit, credit, ...entry }, index) => ({
    ...{ movement_id: moved.id, line: index + 1, ...entry, booked_on: moved.on },
    ...{ debit: debit.toString(), credit: credit.toString() },
  }));
}
