import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';

const CHANGES: Readonly<Record<string, { readonly sql: string; readonly values: readonly string[] }>> = {
  ReleaseProposed: { sql: 'proposed_by = $2, note = $3', values: ['proposedBy', 'note'] },
  HoldReleased: {
    sql: `status = 'released', released_on = $2, cause = $3, note = $4, proposed_by = coalesce($5, proposed_by), approved_by = $6`,
    values: ['on', 'cause', 'note', 'proposedBy', 'approvedBy'],
  },
  ClaimExcluded: {
    sql: `status = 'excluded', released_on = $2, cause = 'excluded', note = $3`,
    values: ['on', 'reason'],
  },
  InvestigationFiled: {
    sql: `investigation = 'filed', requested_on = $2, suspicion = $3, request_no = $4, proposed_by = null`,
    values: ['on', 'suspicion', 'requestNo'],
  },
  InvestigationListed: {
    sql: `investigation = 'listed', lists = lists + 1, last_list = $2, answer_by = coalesce(answer_by, $3)`,
    values: ['listMonth', 'answerBy'],
  },
  InvestigationAnswered: {
    sql: `investigation = 'answered', answered_on = $2, result = $3, answer_reason = $4, answered_late = coalesce($5, false), confirm_by = $6`,
    values: ['on', 'result', 'reason', 'late', 'confirmBy'],
  },
  AnswerConfirmed: {
    sql: `investigation = 'closed', answer_confirmed_on = $2, confirmed_late = coalesce($3, false)`,
    values: ['on', 'late'],
  },
  AnswerDisputed: {
    sql: `investigation = 'disputed', disputes = disputes + 1, dispute_reason = $2, answer_by = null, confirm_by = null`,
    values: ['reason'],
  },
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
      answer_confirmed_on date,
      proposed_by text,
      approved_by text,
      request_no text,
      -- 26th of the month after the first list, and five working days after the answer (AUD-05, AUD-06).
      answer_by date,
      answered_late boolean,
      confirm_by date,
      confirmed_late boolean,
      disputes integer not null default 0,
      dispute_reason text,
      -- Amount of the policy it was opened by (AUD-01).
      held_from numeric(18, 2)
    );
    create index hold_excluded on ${t('hold')} (claim_id) where status = 'excluded';
    create index hold_standing on ${t('hold')} (claim_id) where status = 'held';
    create index hold_investigated on ${t('hold')} (investigation) where investigation in ('filed', 'listed', 'answered', 'disputed');`,
  async apply(tx, events, t) {
    // At a cut-off thousands end at once, each a hold of its own: nothing else happens to a hold that has ended (AUD-02).
    const together = events.length > 1 && events.every(({ type }) => type === 'HoldReleased');
    if (together) return releaseAll(tx, events, t('hold'));
    for (const event of events) {
      const change = CHANGES[event.type];
      // A claim of any amount that a problem request asks about stands here without being held (AUD-08).
      if (event.data['requestNo'] !== undefined) await tx.query(insertAsked(t('hold')), asked(event));
      if (change === undefined) await tx.query(insertInto(t('hold')), opened(event));
      else await tx.query(`update ${t('hold')} set ${change.sql} where claim_id = $1`, valuesOf(event, change.values));
    }
  },
};

async function releaseAll(tx: WriteTransaction, events: readonly RecordedEvent[], table: string): Promise<void> {
  await tx.query(
    `update ${table} h set status = 'released', released_on = r."on", cause = r.cause, note = r.note,
            proposed_by = coalesce(r."proposedBy", h.proposed_by), approved_by = r."approvedBy"
       from jsonb_to_recordset($1::jsonb) as r("claimId" text, "on" date, cause text, note text, "proposedBy" text, "approvedBy" text)
      where h.claim_id = r."claimId"`,
    [JSON.stringify(events.map(({ data }) => data))],
  );
}

const insertInto = (table: string): string =>
  `insert into ${table} (claim_id, payer, receiver, scheme, total, opened_on, held_from) values ($1, $2, $3, $4, $5, $6, $7)`;
const insertAsked = (table: string): string =>
  `insert into ${table} (claim_id, payer, receiver, scheme, total, opened_on, status) values ($1, $2, $3, $4, $5, $6, 'none')
   on conflict do nothing`;
const asked = (event: RecordedEvent): readonly unknown[] =>
  valuesOf(event, ['payer', 'receiver', 'scheme', 'total', 'on']);
const opened = (event: RecordedEvent): readonly unknown[] =>
  valuesOf(event, ['payer', 'receiver', 'scheme', 'total', 'openedOn', 'heldFrom']);
const valuesOf = ({ data }: RecordedEvent, names: readonly string[]): readonly unknown[] => [
  data['claimId'],
  ...names.map((name) => data[name]),
];
