import type { Projection } from '#event-store';

/** 首次额度 as reported by the places of care (PRE-01). */
export const firstLevelsProjection: Projection = {
  name: 'first-levels',
  mode: 'inline',
  handles: ['FirstLevelsReported'],
  ddl: (t) => `
    create table ${t('pair')} (
      receiver text not null, payer text not null, year integer not null, amount numeric(18, 2) not null,
      reported_on date not null, primary key (receiver, year, payer)
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(`delete from ${t('pair')} where receiver = $1 and year = $2`, [data['receiver'], data['year']]);
      await tx.query(
        `insert into ${t('pair')} select $1, r.payer, $2, r.amount, $3 from jsonb_to_recordset($4::jsonb) as r(payer text, amount numeric)`,
        [data['receiver'], data['year'], data['on'], JSON.stringify(data['pairs'])],
      );
    }
  },
};
