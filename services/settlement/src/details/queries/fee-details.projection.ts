import type { Projection } from '#event-store';

/** Which settled stays had their fee lines handed over, and when (SET-16). */
export const feeDetailsProjection: Projection = {
  name: 'fee_details',
  mode: 'inline',
  handles: ['FeeDetailsUploaded'],
  ddl: (t) => `
    create table ${t('upload')} (
      claim_id text primary key,
      uploaded_on date not null,
      line_count integer not null
    );`,
  async apply(tx, events, t) {
    for (const { data } of events) {
      await tx.query(
        `insert into ${t('upload')} (claim_id, uploaded_on, line_count)
         select "claimId", $2, "lineCount" from jsonb_to_recordset($1::jsonb) as r("claimId" text, "lineCount" integer)
         on conflict (claim_id) do nothing`,
        [JSON.stringify(data['claims']), data['uploadedOn']],
      );
    }
  },
};
