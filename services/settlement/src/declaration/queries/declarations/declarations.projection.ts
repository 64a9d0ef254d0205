import type { Projection } from '#event-store';

/** 待遇申报 by person, for 5301, 5302 and 5304. Inline and rare: a declaration granted is an entitlement at once. */
export const declarationsProjection: Projection = {
  name: 'declarations',
  mode: 'inline',
  handles: ['DeclarationFiled', 'DeclarationWithdrawn', 'DeclarationReviewed'],
  ddl: (t) => `
    create table ${t('declaration')} (
      declaration_no text primary key,
      psn_no text not null,
      kind text not null,
      filed_on date not null,
      details jsonb not null,
      withdrawn_on date,
      outcome text,
      -- 参保地 that reviewed it; null where it was told without.
      reviewed_by text
    );
    create index declaration_of_person on ${t('declaration')} (psn_no, kind);`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      const number = data['declarationNo'];
      if (type === 'DeclarationFiled') {
        await tx.query(
          `insert into ${t('declaration')} (declaration_no, psn_no, kind, filed_on, details) values ($1, $2, $3, $4, $5)`,
          [number, data['psnNo'], data['kind'], data['filedOn'], JSON.stringify(data['details'])],
        );
      } else if (type === 'DeclarationWithdrawn') {
        await tx.query(`update ${t('declaration')} set withdrawn_on = $2 where declaration_no = $1`, [
          number,
          data['withdrawnOn'],
        ]);
      } else {
        await tx.query(`update ${t('declaration')} set outcome = $2, reviewed_by = $3 where declaration_no = $1`, [
          number,
          data['outcome'],
          data['insuredRegion'] ?? null,
        ]);
      }
    }
  },
};
