import type { DifferenceClosed } from '#contracts';
import type { Projection } from '#event-store';
import type { ComparedDifference } from '../../domain/day.js';

/** 差异清单 Differences with owner, class, age and how they were closed (REC-01). */
export const differencesProjection: Projection = {
  name: 'differences',
  mode: 'async',
  handles: ['DifferenceFound', 'DifferenceClosed'],
  ddl: (t) => `
    create table ${t('difference')} (
      difference_id text primary key,
      claim_id text not null,
      business_date date not null,
      class text not null,
      side text not null,
      owner text not null,
      detail text not null,
      found_on date not null,
      closed_on date,
      reason text
    );
    create index difference_of_owner on ${t('difference')} (owner, business_date);`,
  async apply(tx, events, t) {
    for (const event of events) {
      if (event.type === 'DifferenceFound') {
        const found = event.data as unknown as ComparedDifference;
        await tx.query(
          `insert into ${t('difference')} (difference_id, claim_id, business_date, class, side, owner, detail, found_on)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (difference_id) do update set class = excluded.class, detail = excluded.detail,
             found_on = excluded.found_on, closed_on = null, reason = null`,
          [
            found.differenceId,
            found.claimId,
            found.businessDate,
            found.class,
            found.side,
            found.owner,
            found.detail,
            event.metadata.businessDate,
          ],
        );
      } else {
        const closed = event.data as unknown as DifferenceClosed;
        await tx.query(`update ${t('difference')} set closed_on = $2, reason = $3 where difference_id = $1`, [
          closed.differenceId,
          closed.closedOn,
          closed.reason,
        ]);
      }
    }
  },
};
