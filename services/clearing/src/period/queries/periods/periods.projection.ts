import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { TableCell } from '../../domain/period.js';

type Tables = (table: string) => string;
type Apply = (tx: WriteTransaction, data: RecordedEvent['data'], t: Tables) => Promise<unknown>;

const inPeriod =
  (assignment: string, names: readonly string[]): Apply =>
  async (tx, data, t) => {
    await tx.query(`insert into ${t('period')} (month) values ($1) on conflict do nothing`, [data['month']]);
    await tx.query(`update ${t('period')} set ${assignment} where month = $1`, [
      data['month'],
      ...names.map((name) => data[name]),
    ]);
  };

const APPLY: Readonly<Record<string, Apply>> = {
  PeriodCutOff: async (tx, data, t) => {
    await inPeriod('cut_off_on = $2, claims = $3, payable = $4', ['on', 'claims', 'payable'])(tx, data, t);
    await tx.query(
      `insert into ${t('waiting')} (month, reason, claims)
       select $1, r.reason, r.claims from jsonb_to_recordset($2::jsonb) as r(reason text, claims integer)`,
      [data['month'], JSON.stringify(data['waiting'])],
    );
    await tx.query(
      `insert into ${t('overdue')} (month, claim_id, reason, "limit")
       select $1, o.claim_id, b.reason, b."limit" from unnest($2::text[]) as o(claim_id)
         left join jsonb_to_recordset($3::jsonb) as b("claimId" text, reason text, "limit" text) on b."claimId" = o.claim_id`,
      [data['month'], data['overdue'], JSON.stringify(data['breaches'] ?? [])],
    );
  },
  CutOffCompleted: async (tx, data, t) => {
    const names = ['on', 'claims', 'payable'];
    await inPeriod('completed_on = $2, claims = $3, payable = $4', names)(tx, data, t);
    await tx.query(`delete from ${t('overdue')} where month = $1 and claim_id = any($2)`, [
      data['month'],
      data['entered'],
    ]);
  },
  TableGenerated: async (tx, data, t) => {
    await inPeriod('generated_on = $2, total = $3', ['generatedOn', 'total'])(tx, data, t);
    await insertCells(tx, data, t);
  },
  ProvinceConfirmed: (tx, data, t) =>
    tx.query(`insert into ${t('confirmation')} (month, unit, confirmed_on, deemed) values ($1, $2, $3, $4)`, [
      ...['month', 'unit', 'on'].map((name) => data[name]),
      data['deemed'] === undefined ? null : JSON.stringify(data['deemed']),
    ]),
  DisputeRaised: (tx, data, t) =>
    tx.query(`insert into ${t('dispute')} (month, unit, raised_on, claim_ids, reason) values ($1, $2, $3, $4, $5)`, [
      ...['month', 'unit', 'on', 'claimIds', 'reason'].map((name) => data[name]),
    ]),
  DisputeDecided: (tx, data, t) =>
    tx.query(
      `update ${t('dispute')} set decided_on = $3, outcome = $4, decision = $5 where month = $1 and unit = $2 and decided_on is null`,
      ['month', 'unit', 'on', 'outcome', 'reason'].map((name) => data[name]),
    ),
  PublicationProposed: inPeriod('proposed_by = $2', ['proposedBy']),
  PublicationApproved: inPeriod('approved_by = $2', ['approvedBy']),
  ConfirmationsChased: inPeriod('chased_on = $2, chased = $3', ['on', 'unconfirmed']),
  NoticesPublished: inPeriod('published_on = $2, payments = $3, collections = $4', [
    'publishedOn',
    'payments',
    'collections',
  ]),
};

/** 清算期 with its steps, cells and confirmations (CLR-02 … CLR-05). Inline: the tables are there with their event. */
export const periodsProjection: Projection = {
  name: 'periods',
  mode: 'inline',
  handles: Object.keys(APPLY),
  ddl: (t) => `
    create table ${t('period')} (
      month text primary key,
      cut_off_on date, completed_on date, claims integer, payable numeric(18, 2),
      generated_on date, total numeric(18, 2),
      chased_on date, chased text[],
      published_on date, payments integer, collections integer,
      proposed_by text, approved_by text
    );
    create table ${t('waiting')} (month text not null, reason text not null, claims integer not null, primary key (month, reason));
    create table ${t('overdue')} (month text not null, claim_id text not null, reason text, "limit" text, primary key (month, claim_id));
    create table ${t('confirmation')} (month text not null, unit text not null, confirmed_on date not null, deemed jsonb, primary key (month, unit));
    create table ${t('dispute')} (month text not null, unit text not null, raised_on date not null, claim_ids text[] not null, reason text not null,
      decided_on date, outcome text, decision text);
    create table ${t('cell')} (
      month text not null, payer text not null, receiver text not null, scheme text not null,
      claims integer not null, payable numeric(18, 2) not null, deducted numeric(18, 2) not null, cleared numeric(18, 2) not null,
      primary key (month, payer, receiver, scheme)
    );
    create table ${t('fund')} (
      month text not null, payer text not null, receiver text not null, scheme text not null, fund_column text not null,
      payable numeric(18, 2) not null, deducted numeric(18, 2) not null,
      primary key (month, payer, receiver, scheme, fund_column)
    );`,
  async apply(tx, events, t) {
    for (const { type, data } of events) await APPLY[type]?.(tx, data, t);
  },
};

async function insertCells(tx: WriteTransaction, data: RecordedEvent['data'], t: Tables): Promise<void> {
  const cells = data['cells'] as unknown as readonly TableCell[];
  await tx.query(
    `insert into ${t('cell')} (month, payer, receiver, scheme, claims, payable, deducted, cleared)
     select $1, r.payer, r.receiver, r.scheme, r.claims, r.payable, r.deducted, r.cleared
       from jsonb_to_recordset($2::jsonb) as r(payer text, receiver text, scheme text, claims integer,
         payable numeric, deducted numeric, cleared numeric)`,
    [data['month'], JSON.stringify(cells)],
  );
  const funds = cells.flatMap(({ payer, receiver, scheme, funds: lines }) =>
    lines.map((line) => ({ payer, receiver, scheme, ...line })),
  );
  await tx.query(
    `insert into ${t('fund')} (month, payer, receiver, scheme, fund_column, payable, deducted)
     select $1, r.payer, r.receiver, r.scheme, r."column", r.payable, r.deducted
       from jsonb_to_recordset($2::jsonb) as r(payer text, receiver text, scheme text, "column" text,
         payable numeric, deducted numeric)`,
    [data['month'], JSON.stringify(funds)],
  );
}
