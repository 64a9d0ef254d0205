import type { Projection } from '#event-store';

/** 本地审核 figures by place of care and month (AUD-07). */
export const localAuditsProjection: Projection = {
  name: 'local-audits',
  mode: 'inline',
  handles: ['LocalAuditReported'],
  ddl: (t) => `
    create table ${t('figure')} (
      unit text not null, month text not null, audited numeric(18, 2) not null, deducted numeric(18, 2) not null,
      reported_on date not null, primary key (unit, month)
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(
        `insert into ${t('figure')} values ($1, $2, $3, $4, $5)
         on conflict (unit, month) do update set audited = excluded.audited, deducted = excluded.deducted,
           reported_on = excluded.reported_on`,
        ['unit', 'month', 'audited', 'deducted', 'on'].map((name) => data[name]),
      );
    }
  },
};
