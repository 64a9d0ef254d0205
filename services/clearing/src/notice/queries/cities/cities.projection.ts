import type { Projection } from '#event-store';

/** 上解、下拨 as reported by the provinces (CLR-07). */
export const citiesProjection: Projection = {
  name: 'cities',
  mode: 'inline',
  handles: ['CitySettled'],
  ddl: (t) => `
    create table ${t('settled')} (
      month text not null, unit text not null, city text not null, direction text not null,
      amount numeric(18, 2) not null, bank text not null, serial_number text not null, moved_on date not null,
      late boolean not null, primary key (month, unit, city, direction)
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(`insert into ${t('settled')} values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
        ...['month', 'unit', 'city', 'direction', 'amount', 'bank', 'serialNumber', 'movedOn', 'late'].map(
          (name) => data[name],
        ),
      ]);
    }
  },
};
