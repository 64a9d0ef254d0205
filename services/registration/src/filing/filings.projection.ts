import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { FilingEvent } from './domain/filing-book.js';

type DataOf<T extends FilingEvent['type']> = Extract<FilingEvent, { type: T }>['data'];

/** 备案清单 What people ask: the filings of a person, those that wait, those that owe documents, those that run out. */
export const filingsProjection: Projection = {
  name: 'filings',
  mode: 'inline',
  handles: [
    ...['FilingApplied', 'FilingRefused', 'FilingApproved', 'DocumentsSupplemented'],
    ...['FilingChanged', 'FilingEnded', 'SupplementReminded', 'PromiseSanctioned'],
  ],
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
      owed boolean not null,
      owed_any_of text[] not null,
      owed_until date,
      reminded_on date,
      ended_on date,
      ended_cause text
    );
    create index filing_of_person on ${t('filing')} (psn_no);
    create index filing_expiring on ${t('filing')} (valid_to) where ended_on is null;
    create index filing_owing on ${t('filing')} (insured_region, owed_until) where owed and ended_on is null;
    create table ${t('application')} (
      filing_id text primary key,
      psn_no text not null,
      insured_unit text not null,
      insured_region text not null,
      kind text not null,
      destination text not null,
      by_promise boolean not null,
      channel text not null,
      applied_on date not null,
      decide_by date not null,
      decided_on date,
      outcome text,
      reason text
    );
    create index application_waiting on ${t('application')} (insured_region, decide_by) where decided_on is null;`,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, event, t);
  },
};

type TableName = (name: string) => string;

async function applyOne(tx: WriteTransaction, event: RecordedEvent, t: TableName): Promise<void> {
  const { type, data } = event as unknown as FilingEvent;
  switch (type) {
    case 'FilingApplied':
      return insertApplication(tx, data, t);
    case 'FilingRefused':
      await tx.query(
        `update ${t('application')} set decided_on = $2, outcome = 'refused', reason = $3 where filing_id = $1`,
        [data.filingId, data.refusedOn, data.reason],
      );
      return;
    case 'FilingApproved':
      return insertFiling(tx, data, { t, on: event.metadata.businessDate });
    // What was owed has come, or will not be waited for any more (REG-10).
    case 'DocumentsSupplemented':
    case 'PromiseSanctioned':
      await tx.query(
        `update ${t('filing')} set owed = false, owed_any_of = '{}', owed_until = null where filing_id = $1`,
        [data.filingId],
      );
      return;
    case 'FilingChanged':
      await tx.query(`update ${t('filing')} set valid_to = $2 where filing_id = $1`, [data.filingId, data.validTo]);
      return;
    case 'FilingEnded':
      await tx.query(`update ${t('filing')} set ended_on = $2, ended_cause = $3 where filing_id = $1`, [
        data.filingId,
        data.endedOn,
        data.cause,
      ]);
      return;
    case 'SupplementReminded':
      await tx.query(`update ${t('filing')} set reminded_on = $2 where filing_id = $1`, [
        data.filingId,
        data.remindedOn,
      ]);
      return;
    default:
      return;
  }
}

async function insertApplication(tx: WriteTransaction, one: DataOf<'FilingApplied'>, t: TableName): Promise<void> {
  await tx.query(
    `insert into ${t('application')} (filing_id, psn_no, insured_unit, insured_region, kind, destination, by_promise, channel,
       applied_on, decide_by) values ($1, $2, left($3, 2), $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[one.filingId, one.psnNo, one.insuredRegion, one.kind, one.destination, one.byPromise, one.channel],
      ...[one.appliedOn, one.decideBy],
    ],
  );
}

interface Where {
  readonly t: TableName;
  readonly on: string;
}

async function insertFiling(tx: WriteTransaction, filing: DataOf<'FilingApproved'>, { t, on }: Where): Promise<void> {
  const { owed, replaces, byPromise } = filing;
  await tx.query(
    `insert into ${t('filing')} (filing_id, psn_no, insured_unit, insured_region, kind, destination, by_promise, channel,
       applied_on, valid_from, valid_to, owed, owed_any_of, owed_until)
     values ($1, $2, left($3, 2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      ...[filing.filingId, filing.psnNo, filing.insuredRegion, filing.kind, filing.destination, filing.byPromise],
      ...[filing.channel, filing.appliedOn, filing.validFrom, filing.validTo],
      ...[owed !== null, owed?.anyOf ?? [], owed?.until ?? null],
    ],
  );
  // A change takes the promise along: it is owed for the new filing.
  if (byPromise && replaces !== null) {
    await tx.query(`update ${t('filing')} set owed = false where filing_id = $1`, [replaces]);
  }
  await tx.query(`update ${t('application')} set decided_on = $2, outcome = 'approved' where filing_id = $1`, [
    filing.filingId,
    on,
  ]);
}
