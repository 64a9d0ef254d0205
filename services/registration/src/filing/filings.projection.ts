import type { Projection, RecordedEvent } from '#event-store';
import type { FilingEvent } from './domain/filing-book.js';

type DataOf<T extends FilingEvent['type']> = Extract<FilingEvent, { type: T }>['data'];

/** 备案清单 What people ask: the filings of a person, those that wait, those that owe documents, those that run out. */
export const filingsProjection: Projection = {
  name: 'filings',
  mode: 'inline',
  handles: [
    ...['FilingApplied', 'FilingRefused', 'FilingApproved', 'DocumentsSupplemented'],
    ...['FilingChanged', 'FilingEnded', 'FilingResumed', 'SupplementReminded', 'PromiseSanctioned'],
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
    create index filing_owing on ${t('filing')} (insured_region, owed_until) where owed;
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
    const batch = batchOf(events);
    for (const { sql, rows } of statementsOf(batch, t)) {
      if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows)]);
    }
  },
};

type TableName = (name: string) => string;
type Row = Readonly<Record<string, unknown>>;

/** What a batch of events comes to, row by row. */
interface Batch {
  readonly applied: Row[];
  readonly approved: Row[];
  /** By filing. Each kind of change has columns of its own, so only the last of a kind counts, in whatever order kinds come. */
  readonly decided: Map<string, Row>;
  readonly takenOver: Map<string, Row>;
  readonly supplemented: Map<string, Row>;
  readonly changed: Map<string, Row>;
  readonly ended: Map<string, Row>;
  readonly reminded: Map<string, Row>;
}

function batchOf(events: readonly RecordedEvent[]): Batch {
  const batch: Batch = {
    ...{ applied: [], approved: [], decided: new Map(), takenOver: new Map() },
    ...{ supplemented: new Map(), changed: new Map(), ended: new Map(), reminded: new Map() },
  };
  for (const event of events) addTo(batch, event as unknown as FilingEvent, event.metadata.businessDate);
  return batch;
}

function addTo(batch: Batch, { type, data }: FilingEvent, on: string): void {
  switch (type) {
    case 'FilingApplied':
      batch.applied.push(applicationRow(data));
      return;
    case 'FilingRefused':
      batch.decided.set(data.filingId, decision(data.filingId, data.refusedOn, data.reason));
      return;
    case 'FilingApproved':
      batch.approved.push(filingRow(data));
      takeOver(batch, data);
      batch.decided.set(data.filingId, decision(data.filingId, on, null));
      return;
    // What was owed has come, or will not be waited for any more (REG-10).
    case 'DocumentsSupplemented':
    case 'PromiseSanctioned':
      batch.supplemented.set(data.filingId, { filing_id: data.filingId });
      return;
    case 'FilingChanged':
      batch.changed.set(data.filingId, { filing_id: data.filingId, valid_to: data.validTo });
      return;
    case 'FilingEnded':
      batch.ended.set(data.filingId, { filing_id: data.filingId, ended_on: data.endedOn, ended_cause: data.cause });
      return;
    case 'FilingResumed':
      batch.ended.set(data.filingId, { filing_id: data.filingId, ended_on: null, ended_cause: null });
      return;
    case 'SupplementReminded':
      batch.reminded.set(data.filingId, { filing_id: data.filingId, reminded_on: data.remindedOn });
      return;
    default:
      return;
  }
}

/** A change takes the promise along: it is owed for the new filing. A promise to another place of insurance leaves it where it was. */
function takeOver({ takenOver }: Batch, { byPromise, replaces, insuredRegion }: DataOf<'FilingApproved'>): void {
  if (!byPromise || replaces === null) return;
  takenOver.set(replaces, { filing_id: replaces, insured_region: insuredRegion });
}

const decision = (filingId: string, on: string, reason: string | null): Row => ({
  filing_id: filingId,
  decided_on: on,
  outcome: reason === null ? 'approved' : 'refused',
  reason,
});

const applicationRow = (one: DataOf<'FilingApplied'>): Row => ({
  ...{ filing_id: one.filingId, psn_no: one.psnNo, insured_region: one.insuredRegion, kind: one.kind },
  ...{ destination: one.destination, by_promise: one.byPromise, channel: one.channel },
  ...{ applied_on: one.appliedOn, decide_by: one.decideBy },
});

// Written out member by member: an import comes through here, and spreading costs more than all the rest.
const filingRow = (filing: DataOf<'FilingApproved'>): Row => ({
  filing_id: filing.filingId,
  psn_no: filing.psnNo,
  insured_region: filing.insuredRegion,
  kind: filing.kind,
  destination: filing.destination,
  by_promise: filing.byPromise,
  channel: filing.channel,
  applied_on: filing.appliedOn,
  valid_from: filing.validFrom,
  valid_to: filing.validTo,
  owed: filing.owed !== null,
  owed_any_of: filing.owed?.anyOf ?? [],
  owed_until: filing.owed?.until ?? null,
});

const OF_BOTH = `filing_id text, psn_no text, insured_region text, kind text, destination text, by_promise boolean, channel text,
  applied_on date`;
const COLUMNS_OF_BOTH = `filing_id, psn_no, insured_unit, insured_region, kind, destination, by_promise, channel, applied_on`;
const VALUES_OF_BOTH = `filing_id, psn_no, left(insured_region, 2), insured_region, kind, destination, by_promise, channel, applied_on`;

const OWES_NOTHING = `owed = false, owed_any_of = '{}', owed_until = null`;

interface Statement {
  readonly sql: string;
  readonly rows: readonly Row[];
}

/** One statement for each kind of change, rows before what changes them: a batch of thousands is a few statements. */
function statementsOf(batch: Batch, t: TableName): readonly Statement[] {
  const update = (
    rows: Map<string, Row>,
    table: string,
    { set, columns, where = '' }: { set: string; columns: string; where?: string },
  ): Statement => ({
    rows: [...rows.values()],
    sql: `update ${t(table)} as old set ${set} from json_to_recordset($1) as new(filing_id text${columns})
           where old.filing_id = new.filing_id ${where}`,
  });
  return [
    {
      rows: batch.applied,
      sql: `insert into ${t('application')} (${COLUMNS_OF_BOTH}, decide_by)
            select ${VALUES_OF_BOTH}, decide_by from json_to_recordset($1) as new(${OF_BOTH}, decide_by date)`,
    },
    {
      rows: batch.approved,
      sql: `insert into ${t('filing')} (${COLUMNS_OF_BOTH}, valid_from, valid_to, owed, owed_any_of, owed_until)
            select ${VALUES_OF_BOTH}, valid_from, valid_to, owed, owed_any_of, owed_until
              from json_to_recordset($1) as new(${OF_BOTH}, valid_from date, valid_to date, owed boolean, owed_any_of text[],
                owed_until date)`,
    },
    update(batch.decided, 'application', {
      set: 'decided_on = new.decided_on, outcome = new.outcome, reason = new.reason',
      columns: ', decided_on date, outcome text, reason text',
    }),
    update(batch.takenOver, 'filing', {
      ...{ set: OWES_NOTHING, columns: ', insured_region text' },
      where: 'and old.insured_region = new.insured_region',
    }),
    update(batch.supplemented, 'filing', { set: OWES_NOTHING, columns: '' }),
    update(batch.changed, 'filing', { set: 'valid_to = new.valid_to', columns: ', valid_to date' }),
    update(batch.ended, 'filing', {
      set: 'ended_on = new.ended_on, ended_cause = new.ended_cause',
      columns: ', ended_on date, ended_cause text',
    }),
    update(batch.reminded, 'filing', { set: 'reminded_on = new.reminded_on', columns: ', reminded_on date' }),
  ];
}
