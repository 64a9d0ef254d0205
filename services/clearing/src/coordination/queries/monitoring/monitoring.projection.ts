import type { Projection } from '#event-store';

/** What provinces reported of a month; the last report counts (COL-04). */
export const monitoringProjection: Projection = {
  name: 'monitoring',
  mode: 'inline',
  handles: ['MonitoringReported'],
  ddl: (t) => `
    create table ${t('report')} (
      month text not null,
      unit text not null,
      manual_inpatients integer not null,
      reserves jsonb not null,
      reported_on date not null,
      primary key (month, unit)
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(
        `insert into ${t('report')} values ($1, $2, $3, $4, $5)
         on conflict (month, unit) do update set manual_inpatients = excluded.manual_inpatients,
           reserves = excluded.reserves, reported_on = excluded.reported_on`,
        [data['month'], data['unit'], data['manualInpatients'], JSON.stringify(data['reserves']), data['on']],
      );
    }
  },
};
