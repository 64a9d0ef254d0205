import type { RecordedEvent, WriteTransaction } from '#event-store';
import { OWN_ACCOUNTS, type Movement } from '../../domain/bookings.js';

export type Tables = (table: string) => string;

/** What one event is applied to. */
export interface Applied {
  readonly tx: WriteTransaction;
  readonly data: RecordedEvent['data'];
  readonly t: Tables;
}

export type Apply = (applied: Applied) => Promise<void>;

/** A movement of a unit's books on a day. `about`: the item, the line or the account it is of. */
export interface Booked {
  readonly movementId: string;
  readonly movement: Movement;
  readonly counterparty: string | null;
  readonly bookedOn: string;
  readonly kind: 'opening' | 'notice' | 'cash' | 'closing';
  readonly about: string;
}

/** 分录 in the database: what closes a line stands against an account of the unit's own, also there (SEC-05). */
export const ENTRY_DDL = (t: Tables): string => `
    create table ${t('entry')} (
      unit text not null, movement_id text not null, line integer not null,
      account text not null, counterparty text, debit numeric(18, 2) not null, credit numeric(18, 2) not null,
      booked_on date not null, kind text not null check (kind in ('opening', 'notice', 'cash', 'closing')), about text not null,
      primary key (unit, movement_id, line),
      check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)),
      check (account not in (${OWN_ACCOUNTS.map((account) => `'${account}'`).join(', ')}) or kind <> 'notice')
    );
    create index entry_about on ${t('entry')} (unit, about);
    create index entry_of_day on ${t('entry')} (unit, account, booked_on);`;

export async function insertEntries({ tx, data, t }: Applied, booked: readonly Booked[]): Promise<void> {
  if (booked.length === 0) return;
  const rows = booked.flatMap(({ movementId, movement, counterparty, bookedOn, kind, about }) =>
    movement.map(({ account, debit, credit }, index) => ({
      ...{ movement_id: movementId, line: index + 1, account, counterparty, booked_on: bookedOn, kind, about },
      ...{ debit: debit.toString(), credit: credit.toString() },
    })),
  );
  await tx.query(
    `insert into ${t('entry')} (unit, movement_id, line, account, counterparty, debit, credit, booked_on, kind, about)
     select $1, r.movement_id, r.line, r.account, r.counterparty, r.debit, r.credit, r.booked_on, r.kind, r.about
       from jsonb_to_recordset($2::jsonb) as r(movement_id text, line integer, account text, counterparty text,
         debit numeric, credit numeric, booked_on date, kind text, about text)`,
    [data['unit'], JSON.stringify(rows)],
  );
}

/** 红字冲回: the movements of some numbers once more, the other way round, on a day. */
export async function reverseEntries(
  { tx, data, t }: Applied,
  { movements, under, on }: { readonly movements: readonly string[]; readonly under: string; readonly on: string },
): Promise<void> {
  await tx.query(
    `insert into ${t('entry')} (unit, movement_id, line, account, counterparty, debit, credit, booked_on, kind, about)
     select unit, $3 || '-' || movement_id, line, account, counterparty, credit, debit, $4, kind, about
       from ${t('entry')} where unit = $1 and movement_id = any($2)`,
    [data['unit'], movements, under, on],
  );
}
