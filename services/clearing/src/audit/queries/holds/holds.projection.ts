import type { Projection, RecordedEvent } from '#event-store';

const CHANGES: Readonly<Record<string, { readonly sql: string; readonly values: readonly string[] }>> = {
  HoldReleased: {
    sql: `status = 'released', released_on = $2, cause = $3, note = $4`,
    values: ['on', 'cause', 'note'],
  },
  InvestigationFiled: {
    sql: `investigation = 'filed', requested_on = $2, suspicion = $3`,
    values: ['on', 'suspicion'],
  },
  InvestigationListed: { sql: `investigation = 'listed', lists = lists + 1, last_list = $2`, values: ['listMonth'] },
  InvestigationAnswered: {
    sql: `investigation = 'answered', answered_on = $2, result = $3, answer_reason = $4`,
    values: ['on', 'result', 'reason'],
  },
  AnswerConfirmed: { sql: `investigation = 'closed', answer_confirmed_on = $2`, values: ['on'] },
};

/** 暂缓清单 Holds with their investigation. Rides in the writing transaction: the cut-off must see what was decided. */
export const holdsProjection: Projection = {
  name: 'holds',
  mode: 'inline',
  handles: ['HoldOpened', ...Object.keys(CHANGES)],
  ddl: (t) => `
    create table ${t('hold')} (
      claim_id text primary key,
      payer text not null,
      receiver text not null,
      scheme text not null,
      total numeric(18, 2) not null,
      opened_on date not null,
      status text not null default 'held',
      released_on date,
      cause text,
      note text,
      investigation text not null default 'none',
      requested_on date,
      suspicion text,
      lists integer not null default 0,
      last_list text,
      answered_on date,
      result text,
      answer_reason text,
      answer_confirmed_on date
    );
    create index hold_standing on ${t('hold')} (status) where status = 'held';
    create index hold_investigated on ${t('hold')} (investigation) where investigation in ('filed', 'listed');`,
  async apply(tx, events, t) {
    for (const event of events) {
      const change = CHANGES[event.type];
      if (change === undefined) await tx.query(insertInto(t('hold')), opened(event));
      else await tx.query(`update ${t('hold')} set ${change.sql} where claim_id = $1`, valuesOf(event, change.values));
    }
  },
};

const insertInto = (table: string): string =>
  `insert into ${table} (claim_id, payer, receiver, scheme, total, opened_on) values ($1, $2, $3, $4, $5, $6)`;
const opened = (event: RecordedEvent): readonly unknown[] =>
  valuesOf(event, ['payer', 'receiver', 'scheme', 'total', 'openedOn']);
const valuesOf = ({ data }: RecordedEvent, names: readonly string[]): readonly unknown[] => [
  data['claimId'],
  ...names.map((name) => data[name]),
];
