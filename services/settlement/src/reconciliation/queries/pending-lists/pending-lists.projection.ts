import type { Projection } from '#event-store';

/** Months with a list submitted and not yet confirmed: the work list of the evening. */
export const pendingListsProjection: Projection = {
  name: 'pending_lists',
  mode: 'inline',
  handles: ['ListSubmitted', 'ListRolledBack', 'ListConfirmed'],
  ddl: (t) => `
    create table ${t('submission')} (
      reference_id text primary key,
      institution_code text not null,
      month text not null,
      -- Null where the message was told without its day.
      submitted_on date
    );`,
  async apply(tx, events, t) {
    for (const { type, data } of events) {
      if (type === 'ListSubmitted') {
        await tx.query(`insert into ${t('submission')} values ($1, $2, $3, $4) on conflict do nothing`, [
          data['referenceId'],
          data['institutionCode'],
          data['month'],
          data['submittedOn'] ?? null,
        ]);
      } else {
        await tx.query(`delete from ${t('submission')} where reference_id = any($1::text[])`, [data['referenceIds']]);
      }
    }
  },
};
