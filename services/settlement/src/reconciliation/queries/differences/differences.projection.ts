import type { Projection, RecordedEvent } from '#event-store';

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
    for (const run of runsOf(events)) {
      const rows = JSON.stringify(run.map((event) => ({ ...event.data, on: event.metadata.businessDate })));
      await tx.query(run[0]?.type === 'DifferenceFound' ? FOUND(t('difference')) : CLOSED(t('difference')), [rows]);
    }
  },
};

/** What one statement can do: events of one kind in a row, each difference once. */
function runsOf(events: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  const runs: RecordedEvent[][] = [];
  let seen = new Set<unknown>();
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.type === event.type && !seen.has(event.data['differenceId'])) run.push(event);
    else {
      runs.push([event]);
      seen = new Set();
    }
    seen.add(event.data['differenceId']);
  }
  return runs;
}

/** One that has become another while it was open has stood since it was first found. */
const FOUND = (table: string): string => `
  insert into ${table} as difference (difference_id, claim_id, business_date, class, side, owner, detail, found_on)
  select "differenceId", "claimId", "businessDate", class, side, owner, detail, "on"
    from json_to_recordset($1) as found("differenceId" text, "claimId" text, "businessDate" date, class text, side text,
      owner text, detail text, "on" date)
  on conflict (difference_id) do update set class = excluded.class, detail = excluded.detail,
    found_on = case when difference.closed_on is null then difference.found_on else excluded.found_on end,
    closed_on = null, reason = null`;

const CLOSED = (table: string): string => `
  update ${table} as difference set closed_on = closed."closedOn", reason = closed.reason
    from json_to_recordset($1) as closed("differenceId" text, "closedOn" date, reason text)
   where difference_id = closed."differenceId"`;
