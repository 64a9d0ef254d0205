import type { FilingApproved, FilingEnded } from '#contracts';
import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';

/** 备案清单 What people ask: the filings of a person, those that expire, those of a place. */
export const filingsProjection: Projection = {
  name: 'filings',
  mode: 'inline',
  handles: ['FilingApproved', 'FilingEnded'],
  ddl: (t) => `
    create table ${t('filing')} (
      filing_id text primary key,
      psn_no text not null,
      insured_unit text not null,
      insured_region text not null,
      kind text not null,
      destination text not null,
      by_promise boolean not null,
      channel text not null,
      applied_on date not null,
      valid_from date not null,
      valid_to date,
      ended_on date,
      ended_cause text
    );
    create index filing_of_person on ${t('filing')} (psn_no);
    create index filing_expiring on ${t('filing')} (valid_to) where ended_on is null;`,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, event, t('filing'));
  },
};

async function applyOne(tx: WriteTransaction, event: RecordedEvent, table: string): Promise<void> {
  if (event.type === 'FilingEnded') {
    const { filingId, endedOn, cause } = event.data as unknown as FilingEnded;
    await tx.query(`update ${table} set ended_on = $2, ended_cause = $3 where filing_id = $1`, [
      filingId,
      endedOn,
      cause,
    ]);
    return;
  }
  const filing = event.data as unknown as FilingApproved & { readonly appliedOn: string; readonly channel: string };
  await tx.query(
    `insert into ${table} (filing_id, psn_no, insured_unit, insured_region, kind, destination, by_promise, channel,
       applied_on, valid_from, valid_to) values ($1, $2, left($3, 2), $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      filing.filingId,
      filing.psnNo,
      filing.insuredRegion,
      filing.kind,
      filing.destination,
      filing.byPromise,
      filing.channel,
      filing.appliedOn,
      filing.validFrom,
      filing.validTo,
    ],
  );
}
