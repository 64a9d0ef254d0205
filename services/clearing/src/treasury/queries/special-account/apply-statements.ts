import { Money } from '#kernel';
import { openingBooking } from '../../domain/bookings.js';
import { insertEntries, type Applied, type Apply, type Tables } from './entries.js';

/** 对账单 and 流水 (CLR-13). */
export const STATEMENT_DDL = (t: Tables): string => `
    create table ${t('statement')} (
      unit text not null, statement_no text not null, account text not null, from_on date not null, to_on date not null,
      opening numeric(18, 2) not null, closing numeric(18, 2) not null, new_lines integer not null, known_lines integer not null,
      format text not null, digest text not null, opens boolean not null, imported_on date not null,
      -- Which of the unit's statements it is.
      position integer not null,
      primary key (unit, statement_no)
    );
    create table ${t('line')} (
      unit text not null, line_id text not null, account text not null, statement_no text not null, booked_on date not null,
      direction text not null check (direction in ('in', 'out')), amount numeric(18, 2) not null check (amount > 0),
      serial_number text, counterparty_name text, counterparty_account text, text text,
      -- The bank marks it as taking back a line of the other way.
      reversal boolean not null default false,
      -- What ended it: its match, or how it was closed and by which proposal.
      match_id text, closed_as text, closed_by text,
      -- Of a match that was undone: only people match it again.
      by_hand boolean not null default false,
      primary key (unit, line_id), check (match_id is null or closed_as is null)
    );
    create index line_open on ${t('line')} (unit, booked_on) where match_id is null and closed_as is null;
    create index line_out on ${t('line')} (unit, booked_on) where direction = 'out';
    create index line_of_match on ${t('line')} (unit, match_id) where match_id is not null;`;

const FACTS = [
  ...['unit', 'statementNo', 'account', 'from', 'to', 'opening', 'closing', 'newLines', 'knownLines', 'format'],
  ...['digest', 'opens', 'on'],
] as const;

async function imported(applied: Applied): Promise<void> {
  const { tx, data, t } = applied;
  await tx.query(
    `insert into ${t('statement')} (unit, statement_no, account, from_on, to_on, opening, closing, new_lines, known_lines,
       format, digest, opens, imported_on, position)
     values (${FACTS.map((_, index) => `$${index + 1}`).join(', ')},
             (select count(*) + 1 from ${t('statement')} where unit = $1))`,
    FACTS.map((name) => data[name]),
  );
  const movement = data['opens'] === true ? openingBooking(Money.of(String(data['opening']))) : null;
  if (movement === null) return;
  const account = String(data['account']);
  const about = `opening-${account}`;
  await insertEntries(applied, [
    { movementId: about, movement, counterparty: null, bookedOn: String(data['from']), kind: 'opening', about },
  ]);
}

async function recorded({ tx, data, t }: Applied): Promise<void> {
  await tx.query(
    `insert into ${t('line')} (unit, account, statement_no, line_id, booked_on, direction, amount, serial_number,
       counterparty_name, counterparty_account, text, reversal)
     select $1, $2, $3, r."lineId", r."bookedOn", r.direction, r.amount, r."serialNumber", r."counterpartyName",
            r."counterpartyAccount", r.text, coalesce(r.reversal, false)
       from jsonb_to_recordset($4::jsonb) as r("lineId" text, "bookedOn" date, direction text, amount numeric,
         "serialNumber" text, "counterpartyName" text, "counterpartyAccount" text, text text, reversal boolean)`,
    [...['unit', 'account', 'statementNo'].map((name) => data[name]), JSON.stringify(data['lines'])],
  );
}

export const APPLY_STATEMENTS: Readonly<Record<string, Apply>> = {
  StatementImported: imported,
  StatementLinesRecorded: recorded,
};
