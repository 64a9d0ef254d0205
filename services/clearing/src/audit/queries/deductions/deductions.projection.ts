import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { RecoveryLine } from '../../../recovery/domain/recovery.js';
import type { DeductionLine } from '../../domain/deduction.js';

type Tables = (table: string) => string;
type Apply = (tx: WriteTransaction, data: RecordedEvent['data'], t: Tables) => Promise<unknown>;

const rememberPair: Apply = (tx, data, t) =>
  tx.query(`insert into ${t('pair')} values ($1, $2, $3, $4) on conflict do nothing`, [
    ...['claimId', 'payer', 'receiver', 'scheme'].map((name) => data[name]),
  ]);

const insertLines = async (
  tx: WriteTransaction,
  t: Tables,
  { from, rows }: { readonly from: string; readonly rows: readonly object[] },
): Promise<void> => {
  await tx.query(
    `insert into ${t('deduction')} (deduction_id, claim_id, source, reference, payer, receiver, scheme, fund_column,
       insured_region, amount, found_on, effective_on)
     select r.id, r.claim_id, r.source, r.reference, p.payer, p.receiver, p.scheme, r."column", r.insured_region, r.amount,
            r.found_on, r.effective_on
       from jsonb_to_recordset($1::jsonb) as r(id text, claim_id text, source text, reference text, payer text,
         receiver text, scheme text, "column" text, insured_region text, amount numeric, found_on date, effective_on date)
       ${from}`,
    [JSON.stringify(rows)],
  );
};
/** The pair stands in the row itself. */
const OWN_PAIR = 'cross join lateral (select r.payer, r.receiver, r.scheme) as p';

const APPLY: Readonly<Record<string, Apply>> = {
  HoldOpened: rememberPair,
  InvestigationFiled: async (tx, data, t) => {
    if (data['payer'] !== undefined) await rememberPair(tx, data, t);
  },
  InvestigationAnswered: (tx, data, t) =>
    insertLines(tx, t, { from: `join ${t('pair')} p using (claim_id)`, rows: answeredRows(data) }),
  // What was answered counts once it is confirmed (AUD-06); what is disputed does not.
  AnswerConfirmed: (tx, data, t) =>
    tx.query(`update ${t('deduction')} set effective_on = $2 where claim_id = $1 and effective_on is null`, [
      data['claimId'],
      data['on'],
    ]),
  AnswerDisputed: (tx, data, t) =>
    tx.query(`delete from ${t('deduction')} where claim_id = $1 and effective_on is null and period is null`, [
      data['claimId'],
    ]),
  DeductionRecorded: (tx, data, t) => insertLines(tx, t, { from: OWN_PAIR, rows: recordedRows(data) }),
  RecoveryRecorded: (tx, data, t) => insertLines(tx, t, { from: OWN_PAIR, rows: recoveryRows(data) }),
  TableGenerated: (tx, data, t) =>
    tx.query(`update ${t('deduction')} set period = $1 where deduction_id = any($2)`, [
      data['month'],
      data['deductionIds'],
    ]),
};

/** 审核扣款与追回 by claim or pooling area and fund column, and the period whose table carried it (CLR-09, CLR-10). Inline: the next table must see it. */
export const deductionsProjection: Projection = {
  name: 'deductions',
  mode: 'inline',
  handles: Object.keys(APPLY),
  ddl: (t) => `
    create table ${t('pair')} (
      claim_id text primary key,
      payer text not null,
      receiver text not null,
      scheme text not null
    );
    create table ${t('deduction')} (
      deduction_id text primary key,
      -- Null for the part of a recovery that names no claim.
      claim_id text,
      source text not null check (source in ('investigation', 'care-audit', 'dispute', 'recovery')),
      reference text,
      payer text not null,
      receiver text not null,
      scheme text not null,
      fund_column text not null,
      insured_region text,
      amount numeric(18, 2) not null check (amount > 0),
      found_on date not null,
      -- Day from which the next table carries it; null while its answer is not confirmed.
      effective_on date,
      period text
    );
    create index deduction_open on ${t('deduction')} (effective_on) where period is null;
    create index deduction_of_period on ${t('deduction')} (period, payer, receiver);
    create index deduction_claim on ${t('deduction')} (claim_id);`,
  async apply(tx, events, t) {
    for (const { type, data } of events) await APPLY[type]?.(tx, data, t);
  },
};

function answeredRows(data: RecordedEvent['data']): readonly object[] {
  const round = data['round'] === undefined ? '' : `${String(data['round'])}.`;
  return (data['deductions'] as unknown as readonly DeductionLine[]).map(({ column, amount }, index) => ({
    ...{ id: `${String(data['claimId'])}/${round}${index + 1}`, claim_id: data['claimId'], source: 'investigation' },
    ...{ column, amount, found_on: data['on'] },
  }));
}

const recordedRows = (data: RecordedEvent['data']): readonly object[] =>
  (data['lines'] as unknown as readonly DeductionLine[]).map(({ column, amount }, index) => ({
    ...{ id: `${String(data['deductionId'])}.${index + 1}`, claim_id: data['claimId'], source: data['source'] },
    ...{ reference: data['reference'], payer: data['payer'], receiver: data['receiver'], scheme: data['scheme'] },
    ...{ column, amount, found_on: data['on'], effective_on: data['on'] },
  }));

const recoveryRows = (data: RecordedEvent['data']): readonly object[] =>
  (data['lines'] as unknown as readonly RecoveryLine[]).map(
    ({ payer, scheme, column, insuredRegion, amount }, index) => ({
      ...{ id: `${String(data['receiver'])}/${String(data['recoveryNo'])}/${index + 1}`, source: 'recovery' },
      ...{ reference: data['recoveryNo'], payer, receiver: data['receiver'], scheme, insured_region: insuredRegion },
      ...{ column, amount, found_on: data['on'], effective_on: data['on'] },
    }),
  );
