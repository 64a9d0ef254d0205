import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { CityDue } from '../../domain/notice.js';

type Apply = (tx: WriteTransaction, data: RecordedEvent['data'], t: (table: string) => string) => Promise<unknown>;

const APPLY: Readonly<Record<string, Apply>> = {
  NoticePublished: (tx, data, t) =>
    tx.query(
      `insert into ${t('due')} (month, unit, city, direction, due)
       select $1, $2, r.city, r.direction, r.due from jsonb_to_recordset($3::jsonb) as r(city text, direction text, due numeric)`,
      // Notices of before named no cities.
      [data['month'], data['unit'], JSON.stringify((data['cities'] ?? []) as unknown as readonly CityDue[])],
    ),
  CitySettled: (tx, data, t) =>
    tx.query(`insert into ${t('settled')} values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
      ...['month', 'unit', 'city', 'direction', 'amount', 'bank', 'serialNumber', 'movedOn', 'late'].map(
        (name) => data[name],
      ),
    ]),
};

/** 上解、下拨 as they became due with the notices and as the provinces reported them (CLR-07). */
export const citiesProjection: Projection = {
  name: 'cities',
  mode: 'inline',
  handles: Object.keys(APPLY),
  ddl: (t) => `
    create table ${t('due')} (
      month text not null, unit text not null, city text not null, direction text not null,
      due numeric(18, 2) not null, primary key (month, unit, city, direction)
    );
    create table ${t('settled')} (
      month text not null, unit text not null, city text not null, direction text not null,
      amount numeric(18, 2) not null, bank text not null, serial_number text not null, moved_on date not null,
      late boolean not null, primary key (month, unit, city, direction)
    );`,
  async apply(tx, events, t) {
    for (const { type, data } of events) await APPLY[type]?.(tx, data, t);
  },
};
