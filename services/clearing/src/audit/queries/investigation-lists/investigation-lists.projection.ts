import type { Projection } from '#event-store';

/** 费用协查申请汇总表 as they were frozen (AUD-04). */
export const investigationListsProjection: Projection = {
  name: 'investigation-lists',
  mode: 'inline',
  handles: ['InvestigationListFrozen'],
  ddl: (t) => `
    create table ${t('line')} (
      list_month text not null,
      claim_id text not null,
      payer text not null,
      receiver text not null,
      requested_on date not null,
      rolled_over integer not null,
      primary key (list_month, claim_id)
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(
        `insert into ${t('line')} (list_month, claim_id, payer, receiver, requested_on, rolled_over)
         select $1, r."claimId", r.payer, r.receiver, r."requestedOn", r."rolledOver"
           from jsonb_to_recordset($2::jsonb) as r("claimId" text, payer text, receiver text, "requestedOn" date,
             "rolledOver" integer)`,
        [data['listMonth'], JSON.stringify(data['lines'])],
      );
    }
  },
};
