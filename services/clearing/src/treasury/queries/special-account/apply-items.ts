import { Money } from '#kernel';
import { cashBooking, noticeBooking, type Direction, type DueKind } from '../../domain/bookings.js';
import type { NoticeLine } from '../../../notice/domain/notice.js';
import { lineKey, type LineSlip } from '../../../notice/domain/slips.js';
import { insertEntries, type Applied, type Apply, type Booked, type Tables } from './entries.js';

/** 账项 What the books let move or know to have moved: lines of notices, advances, interest, cities (CLR-05, CLR-07, PRE-07). */
export const ITEM_DDL = (t: Tables): string => `
    create table ${t('item')} (
      unit text not null, item_id text not null,
      kind text not null check (kind in ('payment', 'collection', 'advance-paid', 'temporary-receipt', 'interest', 'city')),
      month text, counterparty text, direction text not null check (direction in ('in', 'out')),
      amount numeric(18, 2) not null check (amount > 0), returned boolean not null default false,
      account_number text, known_on date not null, due_on date,
      -- As the slip was reported; null while nobody has said that it moved.
      moved_on date, serial_number text,
      -- Whether and by what the special account is booked: the report, or the match.
      booked_on date, booked_by text,
      match_id text, closed_as text, closed_by text,
      primary key (unit, item_id), check (match_id is null or closed_as is null)
    );
    create index item_open on ${t('item')} (unit, known_on) where match_id is null and closed_as is null;
    create index item_of_match on ${t('item')} (unit, match_id) where match_id is not null;`;

export interface Item {
  readonly item_id: string;
  readonly kind: DueKind;
  readonly counterparty: string | null;
  readonly direction: Direction;
  readonly amount: string;
}

/** The special account is booked for an item on the day its slip names. */
export const cashOf = (item: Item, movementId: string, bookedOn: string): Booked => ({
  movementId,
  movement: cashBooking(item.kind, item.direction, Money.of(item.amount)),
  ...{ counterparty: item.counterparty, bookedOn, kind: 'cash', about: item.item_id },
});

interface ItemRow extends Item {
  readonly month: string | null;
  readonly returned: boolean;
  readonly account_number: string | null;
  readonly known_on: string;
  readonly due_on: string | null;
  readonly moved_on: string | null;
  readonly serial_number: string | null;
}

async function insertItems({ tx, data, t }: Applied, rows: readonly ItemRow[]): Promise<void> {
  await tx.query(
    `insert into ${t('item')} (unit, item_id, kind, month, counterparty, direction, amount, returned, account_number, known_on,
       due_on, moved_on, serial_number, booked_on, booked_by)
     select $1, r.item_id, r.kind, r.month, r.counterparty, r.direction, r.amount, r.returned, r.account_number, r.known_on,
            r.due_on, r.moved_on, r.serial_number, r.moved_on, case when r.moved_on is not null then 'report' end
       from jsonb_to_recordset($2::jsonb) as r(item_id text, kind text, month text, counterparty text, direction text,
         amount numeric, returned boolean, account_number text, known_on date, due_on date, moved_on date, serial_number text)`,
    [data['unit'], JSON.stringify(rows)],
  );
}

const itemIdOf = (annex: '15' | '16', month: string, line: Parameters<typeof lineKey>[0]): string =>
  `${annex}-${month}-${lineKey(line)}`;

const NOT_MOVED = { moved_on: null, serial_number: null } as const;

function noticeItems(data: Applied['data'], kind: 'payment' | 'collection'): readonly ItemRow[] {
  const [annex, direction] = kind === 'payment' ? (['15', 'out'] as const) : (['16', 'in'] as const);
  const lines = data[`${kind}s`] as unknown as readonly NoticeLine[];
  const month = String(data['month']);
  const days = { known_on: String(data['publishedOn']), due_on: String(data['payBy']) };
  return lines.map(({ unit, amount, returned, account }) => ({
    item_id: itemIdOf(annex, month, { unit, returned }),
    ...{ kind, month, counterparty: unit, direction, amount, returned, ...days, ...NOT_MOVED },
    account_number: account?.accountNumber ?? null,
  }));
}

async function published(applied: Applied): Promise<void> {
  const items = [...noticeItems(applied.data, 'payment'), ...noticeItems(applied.data, 'collection')];
  await insertItems(applied, items);
  await insertEntries(
    applied,
    items.map((item) => ({
      movementId: `published-${item.item_id}`,
      movement: noticeBooking(item.kind === 'payment' ? 'payment' : 'collection', item.returned, Money.of(item.amount)),
      ...{ counterparty: item.counterparty, bookedOn: item.known_on, kind: 'notice', about: item.item_id },
    })),
  );
}

/**
 * 划款: every payment line of the notice that the bank has not shown before; those it has shown only learn of their slip, their own or
 * that of the notice (CLR-12).
 */
async function paid(applied: Applied): Promise<void> {
  const { tx, data, t } = applied;
  const paidOn = String(data['paidOn'] ?? data['on']);
  const payments = [data['unit'], data['month']];
  const slips = ((data['slips'] ?? []) as unknown as readonly LineSlip[]).map((slip) => ({
    ...{ item_id: itemIdOf('15', String(data['month']), slip), day: slip.paidOn, serial: slip.serialNumber },
  }));
  const dayOf = new Map(slips.map(({ item_id: itemId, day }) => [itemId, day]));
  const unbooked = await tx.query<Item>(
    `select item_id, kind, counterparty, direction, amount::text from ${t('item')}
      where unit = $1 and month = $2 and kind = 'payment' and booked_on is null and closed_as is null order by item_id`,
    payments,
  );
  await tx.query(
    `update ${t('item')} i set moved_on = coalesce(s.day, $3), serial_number = coalesce(s.serial, $4),
            booked_by = coalesce(i.booked_by, 'report'), booked_on = coalesce(i.booked_on, s.day, $3)
       from ${t('item')} p left join jsonb_to_recordset($5::jsonb) as s(item_id text, day date, serial text) using (item_id)
      where p.unit = $1 and p.month = $2 and p.kind = 'payment' and p.closed_as is null
        and i.unit = p.unit and i.item_id = p.item_id`,
    [...payments, paidOn, data['serialNumber'], JSON.stringify(slips)],
  );
  await insertEntries(
    applied,
    unbooked.map((item) => cashOf(item, `paid-${item.item_id}`, dayOf.get(item.item_id) ?? paidOn)),
  );
}

async function moved(applied: Applied, item: ItemRow): Promise<void> {
  await insertItems(applied, [item]);
  await insertEntries(applied, [cashOf(item, `reported-${item.item_id}`, item.moved_on ?? item.known_on)]);
}

const NO_NOTICE = { returned: false, account_number: null, due_on: null } as const;

async function reported(applied: Applied): Promise<void> {
  const text = (name: string): string => String(applied.data[name]);
  const { data } = applied;
  await moved(applied, {
    ...{ item_id: text('movementId'), kind: text('kind') as DueKind, month: null, ...NO_NOTICE },
    counterparty: data['counterparty'] === null ? null : text('counterparty'),
    ...{ direction: text('direction') as Direction, amount: text('amount'), known_on: text('movedOn') },
    ...{ moved_on: text('movedOn'), serial_number: text('serialNumber') },
  });
}

/** 上解 enters the special account, 下拨 leaves it; a part that turned round goes the other way (CLR-08). */
async function cityMoved(applied: Applied): Promise<void> {
  const text = (name: string): string => String(applied.data[name]);
  const [month, city, direction] = [text('month'), text('city'), text('direction')];
  const returned = applied.data['returned'] === true;
  await moved(applied, {
    ...{ item_id: `city-${month}-${city}-${direction}`, kind: 'city', month, ...NO_NOTICE, counterparty: city },
    ...{
      returned,
      direction: (direction === 'remit') === returned ? 'out' : 'in',
      amount: text('amount'),
      known_on: text('movedOn'),
    },
    ...{ moved_on: text('movedOn'), serial_number: text('serialNumber') },
  });
}

export const APPLY_ITEMS: Readonly<Record<string, Apply>> = {
  NoticePublished: published,
  NoticePaid: paid,
  MovementReported: reported,
  CitySettled: cityMoved,
};
